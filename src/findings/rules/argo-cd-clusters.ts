import { Edge, placeOf, serverAt, serverOf, storedFiles } from "../../simulator";
import { Finding, Rule } from "../finding";

/**
 * Argo CD's cluster secrets that are made in the cluster that they lead into, where another cluster's Argo CD does not see them.
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
    if (edge === undefined || serverAt(server) !== serverAt(edge.client.server)) return [];
    const { source, target } = edge.declaration;
    if (source.cluster === target.cluster) return [];
    const reason = `is made in ${target.cluster}, which it leads into, and Argo CD runs in ${source.cluster}`;
    const at = { place: placeOf(resource), resource, argument: "metadata", edge, hop: "source" } as const;
    return [{ code: "pod-wiring", severity: "fault", ...at, reason }];
  });
};

function isOf({ client }: Edge, server: Buffer | undefined): boolean {
  return client.server === server?.toString("utf8");
}
