import type { AzureCloudName } from "./clouds";
import { AZURE_SERVICE_DOMAINS } from "./service-domains";

/** The audience of tokens for Azure Storage, in every cloud. Azure Storage documentation: "Authorize with Microsoft Entra ID". */
export const STORAGE_AUDIENCE = "https://storage.azure.com";

/** The audience of tokens for Key Vault. Azure Key Vault documentation: "Authentication, requests and responses". */
export function vaultAudience(cloud: AzureCloudName): string {
  return `https://${AZURE_SERVICE_DOMAINS[cloud].vault}`;
}
