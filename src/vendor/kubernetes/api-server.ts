/**
 * Audiences by which API servers are known beside their issuer: EKS, and clusters whose issuer is kubeadm's default.
 *
 * Kubernetes documentation: "kube-apiserver", `--api-audiences`: the issuer unless set. Amazon EKS tokens of pods have
 * `https://kubernetes.default.svc`.
 *
 * @see https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/
 */
export const API_SERVER_AUDIENCES: readonly string[] = [
  "https://kubernetes.default.svc",
  "https://kubernetes.default.svc.cluster.local",
];
