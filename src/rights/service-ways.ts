import {
  Answer,
  audienceOf,
  claimsOf,
  DeclaredGrant,
  doubtedIn,
  enterService,
  isOfSubject,
  isServicePromised,
  nativeSource,
  Reason,
  reasonOfDoubt,
  Refused,
  ServiceEdge,
  serviceProbesOf,
  ServiceRequest,
  useService,
  World,
} from "../simulator";
import { overlapsService } from "./covers-service";
import { Right } from "./holder";
import { serviceRightsOf } from "./service-holder";
import { Bearer } from "./bearer";

/** One way by which a bearer tries to use services of an account: the declaration of an edge. */
export interface ServiceWay {
  readonly edge: ServiceEdge;
  readonly answers: readonly Answer<unknown>[];
  /** What acts; undefined where the way ended before. */
  readonly identity?: unknown;
  readonly refusal?: Refused;
}

/** What is answered of an access; `part` where some of it is given. */
export interface ServiceAnswer {
  readonly verdict: "all" | "part" | "none" | "unknown";
  readonly because?: Reason;
}

/**
 * The ways of a bearer to the account of edges, those that lead to an identity first. What a pod's own cloud gives it, no other can
 * bring.
 *
 * @param now seconds since 1970
 */
export function serviceWaysOf(
  world: World,
  into: readonly ServiceEdge[],
  { issuer, subject }: Bearer,
  now: number,
): readonly ServiceWay[] {
  const ways = into.flatMap((edge): readonly ServiceWay[] => {
    const isOwn = isOfSubject(edge, issuer, subject);
    if (nativeSource(edge) && !isOwn) return [];
    const uid = isOwn ? edge.declaration.source.uid : undefined;
    const claims = claimsOf(issuer, subject, audienceOf(edge), Math.floor(now), uid);
    const { identity, refusal, answers } = enterService(world, edge, { claims, signature: "good" }, now);
    return [{ edge, answers, identity, ...(refusal ? { refusal } : {}) }];
  });
  return ways.sort(
    (a, b) =>
      Number(b.identity !== undefined) - Number(a.identity !== undefined) ||
      Number(isOfSubject(b.edge, issuer, subject)) - Number(isOfSubject(a.edge, issuer, subject)),
  );
}

/** Whether a way gives one request. A request of AWS for `*` is for no resource in particular, and is given in part for some. */
export function requestBy(world: World, way: ServiceWay, request: ServiceRequest, now: number): ServiceAnswer {
  const { allowed, because, gaps } = useService(world, way.edge, way.identity, request, now);
  const [gap] = gaps;
  if (gap) return { verdict: "unknown", because: reasonOfDoubt(gap) };
  const { doubt } = doubtedIn(way.answers) ?? {};
  if (allowed && doubt) return { verdict: "unknown", because: reasonOfDoubt(doubt) };
  if (allowed) return { verdict: "all", because };
  const meeting = request.resource === "*" ? meetingRight(world, way, [request.action], ["*"], now) : undefined;
  return meeting ? { verdict: "part", because: meeting.because } : { verdict: "none", because };
}

/**
 * How much of an access a way gives: each request that the access promises is asked, of what it names and of what policies name in it.
 *
 * @param grants what the access declares
 */
export function accessBy(world: World, way: ServiceWay, grants: readonly DeclaredGrant[], now: number): ServiceAnswer {
  const { edge, identity } = way;
  // An access that ended would promise nothing.
  const asked = { ...edge, service: { ...edge.service, grants: grants.map(withoutTimes) } };
  const requests = serviceProbesOf(world, asked, identity)
    .map(({ request }) => request)
    .filter((request) => isServicePromised(world, asked, request, now));
  const answers = requests.map((request) => requestBy(world, way, request, now));
  const of = (verdict: ServiceAnswer["verdict"]) => answers.find((one) => one.verdict === verdict);
  const [yes, no, unknown] = [of("all"), of("none"), of("unknown")];
  if (!yes && !no && !unknown) return { verdict: "unknown" };
  if (yes) return no || unknown ? { ...yes, verdict: "part" } : yes;
  if (unknown) return unknown;
  // A grant that a condition bounds may give other requests than those that were asked.
  const actions = [...new Set(requests.map(({ action }) => action))];
  const resources = grants.flatMap((one) => one.resources);
  const meeting = meetingRight(world, way, actions, resources, now);
  return meeting ? { verdict: "part", because: meeting.because } : (no as ServiceAnswer);
}

/** A right that gives some of the actions on some of the resources. */
function meetingRight(
  world: World,
  { edge, identity }: ServiceWay,
  actions: readonly string[],
  resources: readonly string[],
  now: number,
): Right | undefined {
  return serviceRightsOf(world, edge, identity, now).find(
    ({ service }) => service && service.limits.length === 0 && overlapsService(service, actions, resources),
  );
}

function withoutTimes({ from: _from, until: _until, ...grant }: DeclaredGrant): DeclaredGrant {
  return grant;
}
