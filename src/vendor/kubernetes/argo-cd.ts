/**
 * The label by which Argo CD finds the secrets that are its clusters, and the value that it has there.
 *
 * "Declarative Setup", Argo CD documentation: https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#clusters
 */
export const ARGO_CD_SECRET_TYPE = "argocd.argoproj.io/secret-type";
export const ARGO_CD_CLUSTER = "cluster";
