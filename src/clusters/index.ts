export * from "./aks-cluster";
export { AwsPartition } from "./aws-partition";
export { AzureCloud } from "./azure-cloud";
export * from "./cluster";
export * from "./eks-cluster";
export * from "./gke-cluster";
export * from "./oidc-cluster";
export * from "./service-account";
export * from "./target-cluster";
