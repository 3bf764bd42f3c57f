import { Edge, placeOf, serverAt, serverOf, storedFiles } from "../../simulator";
import { Finding, Rule } from "../finding";

/**
 * Argo CD's cluster secrets that are made in another cluster than Argo CD's: the one that they lead into, or one that other edges lead
 * into. Argo CD sees those of its own cluster alone.
 *
 * Argo CD documentation: "Declarative Setup", section "Clusters".
 */
export const argoCdClusters: Rule = ({ configuration, edges }) => {
  const ofArgoCd = edges.filter(({ secret }) => secret !== undefined);
  if (ofArgoCd.length === 0) return [];
  return storedFiles(configuration).flatMap((files): readonly Finding[] => {
    const { kind, resource, provider } = files;
    const server = serverOf(provider);
    if (kind !== "Secret" || server === undefined) return [];
    const edge = ofArgoCd.find((one) => one.secret?.place === placeOf(resource) && isOf(one, files.content("server")));
    if (edge === undefined) return [];
    const { source, target } = edge.declaration;
    const here = edges.filter(({ client }) => serverAt(client.server) === serverAt(server));
    const names = here.map(({ declaration }) => declaration.target.cluster);
    if (names.length === 0 || names.includes(source.cluster)) return [];
    const made = names.includes(target.cluster) ? `${target.cluster}, which it leads into` : names[0];
    const reason = `is made in ${made}, and Argo CD runs in ${source.cluster}`;
    const at = { place: placeOf(resource), resource, argument: "metadata", edge, hop: "source" } as const;
    return [{ code: "pod-wiring", severity: "fault", ...at, reason }];
  });
};

function isOf({ client }: Edge, server: Buffer | undefined): boolean {
  return client.server === server?.toString("utf8");
}
