export * from "./access";
export * from "./aws/aws-access";
export * from "./aws/aws-statement";
export * from "./azure/azure-access";
export { AccessLevel, ClusterAccess } from "./cluster-access";
export * from "./google/gcp-access";
export * from "./google/gcp-resource";
export * from "./kubernetes-delivery";
export { TimeWindow } from "../common/time-window";
