export * from "./aws-federated-role";
export * from "./aws-oidc-provider";
export * from "./azure-federated-identity";
export * from "./gcp-impersonation";
export * from "./gcp-workload-identity-options";
export * from "./gcp-workload-identity-provider";
