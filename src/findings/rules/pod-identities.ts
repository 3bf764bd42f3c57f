import {
  claimsOf,
  Container,
  Edge,
  enterService,
  flagOf,
  ownExchange,
  placeOf,
  Pod,
  principalName,
  SdkUse,
  ServiceEdge,
  World,
} from "../../simulator";
import { Finding, Rule } from "../finding";
import { tokenFileAt } from "../pods/token-file";
import { tokensOf } from "../pods/tokens";
import { edgesOfUse, isUsed, subjectOf, WiredPod, wiredPods } from "../pods/wired-pod";
import { wiringFault, wiringGap } from "../pods/wiring-finding";

/** Azure's cloud where nothing names one. */
const PUBLIC = "public";

/** Pods whose SDKs do not come to the declared identity: by another role, client id or provider, another token, or none. */
export const podIdentities: Rule = (world, now) =>
  wiredPods(world).flatMap((wired) =>
    wired.containers.flatMap(({ container, sdk }) => sdk.flatMap((use) => ofUse(world, wired, container, use, now))),
  );

/** What is wrong with an SDK's settings: with what a file of them says at the object that has the file, and else at the pod. */
function ofUse(world: World, wired: WiredPod, container: Container, use: SdkUse, now: number): readonly Finding[] {
  const found = judged(world, wired, container, use, now);
  const place = use.file && placeOf(use.file);
  const isElsewhere = (one: Finding) => place !== undefined && one.place !== place;
  return found.map((one) => (isElsewhere(one) ? { ...one, reason: `${one.reason}; the file is in ${place}` } : one));
}

function judged(world: World, wired: WiredPod, container: Container, use: SdkUse, now: number): readonly Finding[] {
  const { pod } = wired;
  const named = edgesOfUse(world, use);
  const own = wired.edges.filter((edge): edge is ServiceEdge => edge.service?.account.cloud === use.cloud);
  const edge = named.find((one) => own.includes(one)) ?? own.find((one) => !isUsed(world, wired, one)) ?? own[0];
  if (edge === undefined) return strangers(world, wired, named, use, now);
  const { file, contentFaults = [] } = use;
  const ofFile = file ? { place: placeOf(file), resource: file, argument: "data" } : {};
  const told = use.faults.map((reason) => ({
    ...wiringFault(pod, reason, { edge, hop: "source" }),
    ...(contentFaults.includes(reason) ? ofFile : {}),
  }));
  if (told.length > 0) return told;
  if (use.gaps.length > 0) {
    // What is not in a part of a pod may be in the whole; what it mounts and what that holds is not told by more of the pod.
    return pod.isPart && file === undefined && use.isUnread !== true
      ? []
      : use.gaps.map((reason) => wiringGap(pod, reason, { edge, hop: "source" }));
  }
  if (!named.includes(edge)) return [otherIdentity(world, wired, edge, use)];
  return ofEdge(world, wired, container, edge, use, now);
}

/** What acts by an identity that is declared for other service accounts alone. */
function strangers(
  world: World,
  { pod }: WiredPod,
  named: readonly ServiceEdge[],
  use: SdkUse,
  now: number,
): readonly Finding[] {
  const [edge] = named;
  if (edge === undefined || !isIn(world, edge, now)) return [];
  const { refusal } = enterService(
    world,
    edge,
    tokenOf(edge, subjectOf(pod, edge), edge.declaration.audience, now),
    now,
  );
  if (!refusal) return [];
  const reason = `${use.by} leads to ${edge.declaration.principal}, which trusts ${edge.declaration.source.subject}`;
  return [wiringFault(pod, reason, { edge, hop: refusal.hop })];
}

/** An identity that nothing declares for the pod's service account. It is surely wrong where the declared one is not used. */
function otherIdentity(world: World, wired: WiredPod, edge: ServiceEdge, { by, client }: SdkUse): Finding {
  const { principal, source } = edge.declaration;
  const [identity = "an identity of its own"] = [client["role-arn"], client["client-id"], client.audience].filter(
    Boolean,
  );
  const reason = `${by} leads to ${identity}, and what is declared for ${source.subject} is ${principal}`;
  const isUnused = !wiredPods(world).some((other) => other.edges.includes(edge) && isUsed(world, other, edge));
  return (isUnused ? wiringFault : wiringGap)(wired.pod, reason, { edge, hop: "exchange", what: identity });
}

/** The way of the pod's own token, by what its SDK is told. */
function ofEdge(
  world: World,
  wired: WiredPod,
  container: Container,
  edge: ServiceEdge,
  use: SdkUse,
  now: number,
): readonly Finding[] {
  const { pod } = wired;
  const fault = (reason: string, hop: Finding["hop"]) => wiringFault(pod, reason, { edge, hop });
  const { token, fault: reason, unread } = tokenFileAt(world, pod, container, use.tokenFile ?? "");
  const { source, audience, principal } = edge.declaration;
  if (wired.elsewhere !== undefined) {
    return [
      fault(`runs in ${wired.elsewhere}, and ${principal} trusts a service account of ${source.cluster}`, "exchange"),
    ];
  }
  if (reason !== undefined) return [fault(reason, "source")];
  if (unread !== undefined) return [unreadToken(pod, edge, use, unread)];
  const [cloud, declared] = [use.client.cloud ?? PUBLIC, flagOf(edge.request, "cloud") ?? PUBLIC];
  if (cloud !== declared) {
    return [fault(`asks the authority of the cloud ${cloud}, and ${declared} is declared`, "exchange")];
  }
  if (token === undefined || !isIn(world, edge, now)) return [];
  const shown = tokenOf(edge, subjectOf(pod, edge), token.audience ?? source.issuer, now, token.seconds);
  const told = { ...edge, request: { ...edge.request, flags: flagsOf(edge, use) } };
  const { refusal, identity } = enterService(world, told, shown, now);
  if (refusal) {
    const what = token.audience === audience ? "" : `, of the audience "${token.audience ?? ""}"`;
    return [
      fault(`the token in ${use.tokenFile}${what} is refused: ${refusal.code}, ${refusal.because.line}`, refusal.hop),
    ];
  }
  const acting = identity === undefined ? principal : principalName(world, edge, identity);
  return acting === principal ? [] : [fault(`acts as ${acting}, and ${principal} is declared`, "exchange")];
}

/** A token's file that nothing of the pod has: surely wrong where the token is at another path. */
function unreadToken(pod: Pod, edge: ServiceEdge, { tokenFile = "" }: SdkUse, reason: string): Finding {
  const facts = { edge, hop: "source" } as const;
  const { audience } = edge.declaration;
  const astray = tokensOf(pod).find((token) => token.audience === audience && !tokenFile.endsWith(`/${token.path}`));
  if (astray === undefined) return wiringGap(pod, `the token in ${tokenFile} was not read: ${reason}`, facts);
  return wiringFault(pod, `${tokenFile} is read, and the token is at ${astray.path} of a volume`, facts);
}

/** Whether the edge's own token comes in, so that what is refused is so because of the pod. */
function isIn(world: World, edge: ServiceEdge, now: number): boolean {
  return ownExchange(world, edge, now)?.refusal === undefined;
}

/** Flags that an SDK has a default of its own for, where its settings do not say them. */
const DEFAULTED = ["session-name", "cloud", "universe-domain"];

/** What the SDK sends: its settings in place of those that the declaration has. */
function flagsOf({ request }: Edge, { client, cloud }: SdkUse): Edge["request"]["flags"] {
  const told = Object.entries(request.flags).filter(([name]) => !DEFAULTED.includes(name));
  return { ...Object.fromEntries(told), ...(cloud === "aws" ? { "session-name": "sdk-session" } : {}), ...client };
}

function tokenOf({ declaration: { source } }: Edge, subject: string, audience: string, now: number, seconds = 3600) {
  const claims = claimsOf(source.issuer, subject, audience, now, source.uid);
  return { claims: { ...claims, exp: claims.iat + seconds }, signature: "good" } as const;
}
