import { unlessUnresolved } from "../../terraform";
import { Edge, hasOwnRole } from "../edges/edge";
import { flagOf } from "../edges/exec-request";
import { FurtherIdentity } from "../edges/further-identity";
import { gather } from "../gather";
import { act } from "./act";
import { externalIdsIn } from "./external-ids";
import { AwsWorld, Role } from "./read";
import { isServiceEdge, ServiceEdge } from "../services/service-edge";
import { promisesService } from "./service-promise";
import { PolicyDocument, policyDocument, Statement } from "./statement";

/** A role that AWS principals may assume. */
interface Assumable {
  readonly role: Role;
  readonly document: PolicyDocument;
}

/** What lets every account in. */
const EVERYBODY = "*";
const ASSUME_ROLE = "sts:AssumeRole";

/** The roles that an edge's roles may assume, by trust and permission policies, and that no edge of its subject acts by. */
export function leadsOn(
  aws: AwsWorld,
  edges: readonly Edge[],
): (edge: Edge, now: number) => readonly FurtherIdentity[] {
  const byName = assumable(aws);
  const declared = new Map<string, Set<string>>();
  for (const edge of edges) {
    const known = declared.get(subjectOf(edge)) ?? new Set();
    for (const arn of rolesOf(edge)) known.add(arn);
    declared.set(subjectOf(edge), known);
  }
  const services = new Map<string, ServiceEdge[]>();
  for (const edge of edges) if (isServiceEdge(edge)) gather(services, subjectOf(edge), edge);
  return (edge, now) => {
    const promising = services.get(subjectOf(edge)) ?? [];
    // A role that an edge declares a right to assume is declared, as every other right of it.
    const isDeclared = (arn: string) =>
      promising.some((one) => promisesService(one, { action: ASSUME_ROLE, resource: arn }, now) === true);
    return rolesOf(edge).flatMap((arn) => {
      const own = aws.roleOf(arn);
      const found = own ? from(aws, own, byName, declared.get(subjectOf(edge)) ?? new Set(), now) : [];
      return found.filter(({ who }) => !isDeclared(who));
    });
  };
}

function from(
  aws: AwsWorld,
  own: Role,
  byName: ReadonlyMap<string, readonly Assumable[]>,
  declared: ReadonlySet<string>,
  now: number,
): readonly FurtherIdentity[] {
  const { account, partition, uniqueId } = own;
  const names = [own.arn, uniqueId, account, `arn:${partition}:iam::${account}:root`, EVERYBODY];
  const next = new Set(names.flatMap((name) => byName.get(name) ?? []));
  return [...next].flatMap(({ role, document }): readonly FurtherIdentity[] => {
    if (declared.has(role.arn)) return [];
    const externalIds = externalIdsIn(document.statements);
    const policy = {
      ...{ name: `the trust policy of ${role.name}`, document, argument: "assume_role_policy" },
      ...(role.resource ? { resource: role.resource } : {}),
    };
    const session = { role: own, sessionName: "lab", issued: now, expires: now + 3600 };
    const keys = new Map([["sts:rolesessionname", ["lab"]] as const, ["sts:externalid", externalIds] as const]);
    const call = { session, action: ASSUME_ROLE, resource: role.arn, account: role.account, policy, keys };
    const { allowed, because, gaps } = act(aws, call, now);
    const isSure = gaps.length === 0;
    // The policies of a role that was given by others are their owner's.
    if (!allowed && (isSure || !own.resource)) return [];
    const { resource = role.resource, argument } = because;
    const line = isSure ? because.line : `${gaps[0].policy.name}: ${gaps[0].reason}`;
    return [
      { who: role.arn, because: { resource, argument, line: `${own.arn} may assume ${role.arn}: ${line}` }, isSure },
    ];
  });
}

/** The roles that were read and let AWS principals in, by the names of these. */
function assumable(aws: AwsWorld): ReadonlyMap<string, readonly Assumable[]> {
  const byName = new Map<string, Assumable[]>();
  for (const role of aws.everyRole) {
    if (!role.resource) continue;
    const document = documentOf(role);
    const names = new Set((document?.statements ?? []).flatMap(principalsIn));
    for (const name of names) if (document) gather(byName, name, { role, document });
  }
  return byName;
}

function principalsIn({ Effect, Principal, NotPrincipal }: Statement): readonly string[] {
  if (Effect !== "Allow") return [];
  if (NotPrincipal !== undefined || Principal === EVERYBODY) return [EVERYBODY];
  const { AWS: listed = [] } = (Principal ?? {}) as { AWS?: unknown };
  return [listed].flat().map(String);
}

/** A policy that cannot be known is told where edges use it. */
function documentOf(role: Role): PolicyDocument | undefined {
  try {
    return unlessUnresolved(() => policyDocument(role.trustPolicy(), "trust"), undefined);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function rolesOf(edge: Edge): readonly string[] {
  const { request, declaration } = edge;
  if (request.subcommand !== "eks") return [];
  const own = hasOwnRole(edge) ? [declaration.principal] : [];
  return [...new Set([...own, flagOf(request, "role-arn") ?? declaration.principal])].filter(Boolean);
}

function subjectOf({ declaration: { source } }: Edge): string {
  return JSON.stringify([source.issuer, source.subject]);
}
