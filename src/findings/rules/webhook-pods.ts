import {
  byVariables,
  claimsOf,
  enterService,
  exampleOf,
  ownExchange,
  placeOf,
  PlayedPod,
  playedPods,
  principalName,
  Resource,
  ServiceEdge,
  Wired,
  World,
} from "../../simulator";
import { Finding, Rule } from "../finding";

/**
 * Pods that a webhook wires, and that do not come to the declared identity: no token, another role, client id or tenant, or a token
 * that is refused. The annotations of the service account decide, or the workload.
 */
export const webhookPods: Rule = (world, now) =>
  world.services.flatMap((edge) => {
    const { webhook } = edge;
    // What the cloud refuses in any case is told at the cloud's objects.
    if (!webhook || ownExchange(world, edge, now)?.refusal !== undefined) return [];
    return playedPods(world.configuration, edge, webhook).flatMap((pod) => ofPod(world, edge, pod, now));
  });

function ofPod(world: World, edge: ServiceEdge, pod: PlayedPod, now: number): readonly Finding[] {
  if (pod.unknown !== undefined) return [];
  const outcome = pod.become("up");
  if (outcome.kind !== "wired") {
    const { line, resource = edge.webhook?.resource, argument = "metadata" } = outcome.because;
    return [fault(edge, pod, line, "source", { ...(resource ? { resource } : {}), argument })];
  }
  const resource = edge.webhook?.resource;
  const at = { ...(resource ? { resource } : {}), argument: "metadata" };
  const reasons = outcome.wired.flatMap((wired) => reasonOf(world, edge, wired, now) ?? []);
  return reasons.slice(0, 1).map((reason) => fault(edge, pod, reason, "exchange", at));
}

/** Why what a container's variables name is not the declared identity; undefined where it is. */
function reasonOf(world: World, edge: ServiceEdge, wired: Wired, now: number): string | undefined {
  const { source, principal } = edge.declaration;
  const claims = claimsOf(source.issuer, exampleOf(source), wired.audience, now, source.uid);
  const told = byVariables(edge, wired);
  const { refusal, identity } = enterService(world, told, { claims, signature: "good" }, now);
  const leads = `the container "${wired.container}" is led to ${Object.values(wired.flags).join(", ")}`;
  if (refusal) {
    return `${leads} with a token for ${wired.audience}, which is refused: ${refusal.code}, ${refusal.because.line}`;
  }
  const acting = identity === undefined ? principal : principalName(world, told, identity);
  return acting === principal ? undefined : `${leads} and acts as ${acting}, where ${principal} is declared`;
}

function fault(
  edge: ServiceEdge,
  { workload, webhook }: PlayedPod,
  line: string,
  hop: Finding["hop"],
  at: { readonly resource?: Resource; readonly argument: string },
): Finding {
  const who = workload ?? `a pod of ${edge.declaration.source.subject}`;
  const place = at.resource ? placeOf(at.resource) : edge.client.place;
  const reason = `${who}, as ${webhook.name} changes it: ${line}`;
  return { code: "pod-wiring", severity: "fault", place, ...at, edge, hop, reason };
}
