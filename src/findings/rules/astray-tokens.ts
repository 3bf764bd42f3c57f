import { claimsOf, Edge, flagOf, isServiceEdge, ownJourney, travel, World } from "../../simulator";
import { Finding, Rule } from "../finding";
import { audienceName, edgesOfClient, isOfArgoCd, stanzaPlace, tokenFileOf } from "../pods/stanzas";
import { tokenFileAt } from "../pods/token-file";
import { tokensOf } from "../pods/tokens";
import { subjectOf, WiredPod, wiredPods } from "../pods/wired-pod";
import { wiringFault, wiringGap } from "../pods/wiring-finding";

/** Tokens for stanzas that are not in the pod: of a service account that they are not for, or not where the stanza reads. */
export const astrayTokens: Rule = (world, now) =>
  wiredPods(world).flatMap((wired) => [...ofOthers(world, wired, now), ...ofElsewhere(world, wired)]);

/** Pods of a service account without edges that have the very token of another one's stanza. */
function ofOthers(world: World, { pod, edges, containers }: WiredPod, now: number): readonly Finding[] {
  const isTold = containers.some(({ clients }) => clients.some((use) => edgesOfClient(world, use).length > 0));
  if (edges.length > 0 || isTold) return [];
  const matching = world.edges.filter((edge) =>
    containers.some(({ container }) => {
      const path = flagOf(edge.request, "token-file");
      const token = path === undefined ? undefined : tokenFileAt(world, pod, container, path).token;
      return token?.audience !== undefined && token.audience === edge.declaration.audience;
    }),
  );
  // The audiences of AWS and Azure are those of other edges as well, which may be declared in what was not read.
  const found = matching.find(isExact) ?? matching[0];
  if (found === undefined || ownJourney(world, found, now).refusal) return [];
  const { source, audience } = found.declaration;
  const claims = claimsOf(source.issuer, subjectOf(pod, found), audience, now);
  const { refusal } = travel(world, found, { claims, signature: "good" }, now);
  if (!refusal) return [];
  const reason = `has the token of the stanza of ${stanzaPlace(found)}, which is for ${source.subject}`;
  return [(isExact(found) ? wiringFault : wiringGap)(pod, reason, { edge: found, hop: refusal.hop })];
}

/** Whether the audience of an edge's tokens is its provider's alone. */
function isExact({ request }: Edge): boolean {
  return request.subcommand === "gke";
}

/** Tokens for edges whose stanza is not in the pod, at another path than it reads, or for another audience. */
function ofElsewhere(world: World, { pod, edges, containers }: WiredPod): readonly Finding[] {
  const ofClusters = edges.filter((edge) => !isServiceEdge(edge) && !isOfArgoCd(edge));
  const seen = new Set(containers.flatMap(({ clients }) => clients.flatMap((use) => edgesOfClient(world, use))));
  const others = ofClusters.filter((edge) => !seen.has(edge));
  const read = new Set<string>([
    ...containers.flatMap(({ sdk }) => sdk.flatMap(({ tokenFile }) => tokenFile ?? [])),
    ...edges.flatMap((edge) => containers.flatMap(({ container }) => tokenFileOf(edge, container) ?? [])),
  ]);
  return others.flatMap((edge) => {
    const { audience } = edge.declaration;
    const found = containers.flatMap(({ container }) => {
      const path = tokenFileOf(edge, container);
      return path === undefined ? [] : [{ path, ...tokenFileAt(world, pod, container, path) }];
    });
    const wrong = found.find(({ token }) => token !== undefined && token.audience !== audience);
    if (audience === "" || found.length === 0 || found.some(({ token }) => token?.audience === audience)) return [];
    const { path } = wrong ?? found[0];
    const reads = `the stanza of ${stanzaPlace(edge)} reads ${path}`;
    if (wrong?.token) {
      return [
        wiringFault(pod, `${reads}, which is for ${audienceName(wrong.token)} and not ${audience}`, {
          edge,
          hop: "source",
        }),
      ];
    }
    const astray = tokensOf(pod).find(
      (token) => token.audience === audience && ![...read].some((one) => one.endsWith(`/${token.path}`)),
    );
    if (astray === undefined) return [];
    return [wiringFault(pod, `${reads}, and its token is at ${astray.path} of a volume`, { edge, hop: "source" })];
  });
}
