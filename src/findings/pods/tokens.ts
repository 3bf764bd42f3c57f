import { Pod, ProjectedToken } from "../../simulator";

/** The tokens that the kubelet writes into a pod's volumes. */
export function tokensOf({ volumes }: Pod): readonly ProjectedToken[] {
  return volumes.flatMap(({ sources }) => sources.flatMap((source) => (source.kind === "token" ? [source] : [])));
}
