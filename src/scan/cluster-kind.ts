/** The kinds of cluster that a trust leads into. */
export type ClusterKind = "eks" | "gke" | "aks";

/**
 * What the URL of an API server tells of its cluster: EKS and AKS have hosts of their own, GKE an address or a name of `gke.goog`.
 * Any other host may be a proxy of each of them, and counts as EKS, to be corrected.
 */
export function clusterKindOf(server = ""): ClusterKind {
  const host = /^https?:\/\/([^/:]+)/.exec(server)?.[1] ?? "";
  if (/\.azmk8s\.(io|us|cn)$|\.azmk8s\.cx\.prod\.service\.azk8s\.cn$/.test(host)) return "aks";
  return /\.gke\.goog$|^\d+(\.\d+){3}$/.test(host) ? "gke" : "eks";
}
