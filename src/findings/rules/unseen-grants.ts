import { aggregatingLabels, opaqueReleases, placeOf, World } from "../../simulator";
import { Finding, Rule } from "../finding";

/** Grants that were read and are not simulated: a table says nothing of them. */
export const unseenGrants: Rule = ({ clouds, clusters, configuration, edges, everyEdge }) =>
  [
    ...clouds.flatMap((cloud) => cloud.unseen(configuration, everyEdge)),
    ...unknownMaps(clusters),
    ...opaqueReleases(configuration, edges),
    ...(edges.length === 0 ? [] : aggregatingLabels(configuration)),
  ].map((one): Finding => ({ code: "unseen-grant", severity: "gap", ...one }));

/** ConfigMaps `aws-auth` of clusters that have them, whose mappings are not known, or where the mode is not. */
function unknownMaps(clusters: World["clusters"]) {
  return clusters.flatMap(({ authMaps = [], settings = [] }) => {
    const mode = settings.find(({ name }) => name === "authenticationMode")?.value;
    return authMaps.flatMap(({ resource, unknown }) => {
      const why =
        mode === undefined ? "counts only in some authentication modes, and that of its cluster is not known" : unknown;
      return mode === "API" || why === undefined
        ? []
        : [{ place: placeOf(resource), resource, reason: `the ConfigMap aws-auth ${why}` }];
    });
  });
}
