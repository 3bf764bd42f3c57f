import { ClusterFacts } from "../clusters/cluster";

/** A GKE cluster is named by its full resource name. */
export function readCluster(name: string): ClusterFacts | undefined {
  const [, project] = /^\/\/container\.[^/]+\/projects\/([^/]+)\//.exec(name) ?? [];
  return project === undefined ? undefined : { kind: "gke", project };
}

/** The name is complete. */
export function fullName(name: string): string {
  return name;
}
