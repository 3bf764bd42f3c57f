import { Endpoint, isNamed, placeOf, serverAt } from "../../simulator";
import { Finding, Rule } from "../finding";

/** Documents that lead to a cluster of the configuration, and declare a cluster of another name. */
export const clustersElsewhere: Rule = (world) => {
  const { clouds, configuration, edges } = world;
  const made = new Map<string, Endpoint[]>();
  for (const one of clouds.flatMap((cloud) => cloud.endpoints(configuration))) {
    const server = serverAt(one.url);
    made.set(server, [...(made.get(server) ?? []), one]);
  }
  return edges.flatMap((edge): readonly Finding[] => {
    const { name, label } = world.clusterOf(edge);
    const there = made.get(serverAt(edge.client.server)) ?? [];
    const [other] = there;
    if (!other?.resource || there.some(({ cluster }) => isNamed(name, cluster))) return [];
    const reason = `the document of ${label} leads to the cluster ${other.cluster}, and declares ${name}`;
    const at = { place: placeOf(other.resource), resource: other.resource, argument: "name", edge };
    return [{ code: "document-fault", severity: "fault", ...at, what: other.cluster, reason }];
  });
};
