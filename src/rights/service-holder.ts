import {
  claimsOf,
  DeclaredGrant,
  enterService,
  exampleOf,
  isServicePromised,
  placeOf,
  principalName,
  Reason,
  ServiceDecision,
  ServiceEdge,
  ServiceGrant,
  serviceGrantsOf,
  serviceProbesOf,
  ServiceRequest,
  useService,
  World,
} from "../simulator";
import { accountOf } from "./destination";
import { Holder, Right, Step } from "./holder";
import { subjectOf } from "./subject";

/** A request of an edge with what was promised and what the policies answer. */
interface Asked {
  readonly request: ServiceRequest;
  readonly promised: boolean | undefined;
  readonly decision: ServiceDecision;
}

/**
 * Who uses services of an account by an edge, with what its identity's policies give: what they say, and what is allowed besides
 * when the requests of its accesses, and those next to them, are asked.
 *
 * @param now seconds since 1970
 */
export function ofServiceEdge(world: World, edge: ServiceEdge, now: number): Holder {
  const { source, audience } = edge.declaration;
  const claims = claimsOf(source.issuer, exampleOf(source), audience, Math.floor(now), source.uid);
  const { identity, refusal, answers } = enterService(world, edge, { claims, signature: "good" }, now);
  const steps = answers.flatMap(({ granted, hop, because }): Step[] => (granted ? [{ hop, because }] : []));
  const held = { from: subjectOf(edge), to: accountOf(edge), isDeclared: true, steps, edge };
  if (identity === undefined) {
    const isUnknown = refusal?.code === "not simulated";
    const why = { ...(refusal ? { refusal } : {}), ...(isUnknown ? { unknown: refusal.because.line } : {}) };
    const missing = edge.service.grants;
    return { ...held, state: isUnknown ? "unknown" : "refused", ...why, rights: [], missing };
  }
  const whole = withAllGrants(world, edge);
  return {
    ...{ ...held, state: "admitted", principal: principalName(world, edge, identity) },
    rights: serviceRightsOf(world, whole, identity, now),
    missing: edge.service.grants.filter((grant) => isMissing(world, withGrants(edge, [grant]), identity, now)),
  };
}

/** What an identity may do, and which of it is declared. */
export function serviceRightsOf(world: World, edge: ServiceEdge, identity: unknown, now: number): readonly Right[] {
  const grants = serviceGrantsOf(world, edge, identity);
  const rights = grants.filter(({ unknown }) => unknown === undefined).map(rightOf);
  const told = new Set(rights.flatMap(({ isDeclared, because }) => (isDeclared ? [] : [placeIn(because)])));
  const further = new Map<string, [Asked, ...Asked[]]>();
  for (const asked of answersOf(world, edge, identity, now)) {
    const place = placeIn(asked.decision.because);
    if (!asked.decision.allowed || asked.promised !== false || told.has(place)) continue;
    const known = further.get(place);
    if (known) known.push(asked);
    else further.set(place, [asked]);
  }
  return [...rights, ...[...further.values()].map(decidedRight)];
}

/** A right that no single grant tells, from the requests that are allowed. */
function decidedRight(asked: readonly [Asked, ...Asked[]]): Right {
  const of = (what: (request: ServiceRequest) => string) => [...new Set(asked.map(({ request }) => what(request)))];
  const actions = of(({ action }) => action);
  const { because } = asked[0].decision;
  const grant = { name: actions.join(", "), actions, resources: of(({ resource }) => resource) };
  return rightOf({ ...grant, conditions: [], limits: [], isDeclared: false, because });
}

/** What one grant gives. */
export function rightOf({
  isDeclared,
  because,
  isUnread: _isUnread,
  isSure: _isSure,
  ...service
}: ServiceGrant): Right {
  const { name, resources, conditions } = service;
  const where = resources.length ? [`on ${resources.join(", ")}`] : [];
  const detail = [...where, ...(conditions.length ? [`if ${conditions.join(" and ")}`] : [])].join(" ");
  return { kind: "service", name, ...(detail ? { detail } : {}), service, isDeclared, because };
}

/** Whether something of an access is promised and surely not allowed. */
function isMissing(world: World, edge: ServiceEdge, identity: unknown, now: number): boolean {
  return answersOf(world, edge, identity, now).some(
    ({ promised, decision: { allowed, gaps } }) => promised === true && !allowed && gaps.length === 0,
  );
}

function answersOf(world: World, edge: ServiceEdge, identity: unknown, now: number): readonly Asked[] {
  return serviceProbesOf(world, edge, identity).map(({ request }) => ({
    request,
    promised: isServicePromised(world, edge, request, now),
    decision: useService(world, edge, identity, request, now),
  }));
}

/** Several documents may promise parts of what one service account has by one identity. */
function withAllGrants({ services }: World, edge: ServiceEdge): ServiceEdge {
  const { issuer, subject } = edge.declaration.source;
  const same = services.filter(
    ({ declaration: { source, principal } }) =>
      source.issuer === issuer && source.subject === subject && principal === edge.declaration.principal,
  );
  return withGrants(edge, [...new Set(same.flatMap(({ service }) => service.grants))]);
}

function withGrants(edge: ServiceEdge, grants: readonly DeclaredGrant[]): ServiceEdge {
  return { ...edge, service: { ...edge.service, grants } };
}

function placeIn({ resource }: Reason): string {
  return resource ? placeOf(resource) : "";
}
