import { IGcpWorkloadIdentityProvider } from "./gcp-workload-identity-provider";

/** How an issuer is registered in a project by what exists there: a provider, or a pool. */
export interface GcpPoolRegistration {
  readonly workloadIdentityProvider?: IGcpWorkloadIdentityProvider;
  readonly existingPoolId?: string;
  readonly providerId?: string;
}
