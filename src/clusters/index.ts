export * from "./aks-cluster";
export * from "./cluster";
export * from "./eks-cluster";
export * from "./gke-cluster";
export * from "./oidc-cluster";
export * from "./oidc-issuer-documents";
export * from "./service-account";
export * from "./target-cluster";
