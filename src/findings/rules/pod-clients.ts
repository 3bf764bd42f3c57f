import { ClientUse, Container, Edge, isServiceEdge, World } from "../../simulator";
import { Finding, Rule } from "../finding";
import { audienceName, edgesOfClient, isOfArgoCd, stanzaPlace, tokenFileOf } from "../pods/stanzas";
import { tokenFileAt } from "../pods/token-file";
import { isOfPod, WiredContainer, WiredPod, wiredPods } from "../pods/wired-pod";
import { wiringFault, wiringGap } from "../pods/wiring-finding";

/** Pods whose kubeconfig or Argo CD stanza does not find the token that it is for. */
export const podClients: Rule = (world) =>
  wiredPods(world).flatMap((wired) => [
    ...wired.containers.flatMap((one) => one.clients.flatMap((use) => ofKubeconfig(world, wired, one, use))),
    ...ofArgoCd(world, wired),
  ]);

function ofKubeconfig(
  world: World,
  wired: WiredPod,
  { container }: WiredContainer,
  use: ClientUse,
): readonly Finding[] {
  const { pod } = wired;
  const edges = edgesOfClient(world, use);
  const ofPod = edges.filter((edge) => isOfPod(edge, pod));
  const edge = ofPod[0] ?? edges[0] ?? wired.edges.find((one) => !isServiceEdge(one));
  if (edge === undefined) return [];
  if (use.fault !== undefined) return [wiringFault(pod, `${use.by}: ${use.fault}`, { edge, hop: "source" })];
  if (use.gap !== undefined) {
    return pod.isPart && !use.isUnread ? [] : [wiringGap(pod, `${use.by}: ${use.gap}`, { edge, hop: "source" })];
  }
  if (ofPod.length === 0 && edges.length > 0) {
    const reason = `the kubeconfig of ${use.by} is for ${edge.declaration.source.subject}`;
    return [wiringFault(pod, reason, { edge, hop: "exchange" })];
  }
  const found = ofPod.flatMap((one) => ofEdge(world, wired, container, one));
  if (found.length > 0 || use.isNamed || pod.isPart || edges.length === 0) return found;
  const reason = `has a kubeconfig at ${use.by}, and nothing of the container that was read names it`;
  return [wiringGap(pod, reason, { edge, hop: "source" })];
}

/** Argo CD has one stanza for all its components, so each pod of a service account that it is for must have the token. */
function ofArgoCd(world: World, wired: WiredPod): readonly Finding[] {
  return wired.edges.filter(isOfArgoCd).flatMap((edge) => {
    const faults = wired.pod.containers.map((container) => ofEdge(world, wired, container, edge));
    return faults.some((found) => found.length === 0) ? [] : (faults[0] ?? []);
  });
}

/** What keeps an edge's stanza from its token in a container. */
function ofEdge(world: World, wired: WiredPod, container: Container, edge: Edge): readonly Finding[] {
  const { pod, elsewhere } = wired;
  const { source, audience } = edge.declaration;
  const path = tokenFileOf(edge, container);
  if (path === undefined || audience === "") return [];
  const fault = (reason: string, hop: Finding["hop"] = "source") => [wiringFault(pod, reason, { edge, hop })];
  if (elsewhere !== undefined) {
    return fault(`runs in ${elsewhere}, and its stanza is for a service account of ${source.cluster}`, "exchange");
  }
  const { token, fault: reason, unread } = tokenFileAt(world, pod, container, path);
  if (reason !== undefined) return fault(`the stanza of ${stanzaPlace(edge)} reads ${reason}`);
  if (unread !== undefined) return fault(`the stanza of ${stanzaPlace(edge)} reads ${path}, and ${unread}`);
  if (token === undefined || token.audience === audience) return [];
  return fault(
    `the token in ${path} is for ${audienceName(token)}, and the stanza of ${stanzaPlace(edge)} needs ${audience}`,
  );
}
