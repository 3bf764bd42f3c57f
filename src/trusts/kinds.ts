// The trusts into each kind of destination, and what those into clusters have in common. The build makes each load when it is used, as it does with the indexes.
export { AksTrust } from "./aks-trust";
export { AwsTrust } from "./aws-trust";
export { AzureTrust } from "./azure-trust";
export { ClusterTrust } from "./cluster-trust";
export { EksTrust } from "./eks-trust";
export { GcpTrust } from "./gcp-trust";
export { GkeTrust } from "./gke-trust";
