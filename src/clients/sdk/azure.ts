import { SdkEnvironment } from "./sdk-environment";

/** An identity that a container acts as in one Azure tenant. */
export interface AzureSdkIdentity {
  readonly cloud: "azure";
  /** The subscription's construct id. */
  readonly name: string;
  readonly clientId: string;
  readonly tenantId: string;
  readonly tokenFile: string;
  /** The authority with its scheme: `https://login.microsoftonline.com/`. */
  readonly authorityHost: string;
}

/**
 * What Azure's SDKs read: `WorkloadIdentityCredential`, which `DefaultAzureCredential` tries third. The variables name
 * one identity; further ones are named by their client ids in code. `AZURE_TOKEN_CREDENTIALS` keeps a secret of the
 * environment from being tried before.
 *
 * Azure SDK documentation: "Credential chains in the Azure Identity library"
 *
 * @see https://learn.microsoft.com/azure/developer/python/sdk/authentication/credential-chains
 */
export function azureEnvironment(identities: readonly AzureSdkIdentity[]): SdkEnvironment {
  const [first] = identities;
  if (!first) return { variables: [], files: [] };
  return {
    variables: [
      { name: "AZURE_CLIENT_ID", value: first.clientId },
      { name: "AZURE_TENANT_ID", value: first.tenantId },
      { name: "AZURE_FEDERATED_TOKEN_FILE", value: first.tokenFile },
      { name: "AZURE_AUTHORITY_HOST", value: first.authorityHost },
      { name: "AZURE_TOKEN_CREDENTIALS", value: "WorkloadIdentityCredential" },
    ],
    files: [],
  };
}
