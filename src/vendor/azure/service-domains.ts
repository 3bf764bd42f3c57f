import type { AzureCloudName } from "./clouds";

/** The domains of services in one Azure cloud. */
export interface AzureServiceDomains {
  readonly blobs: string;
  /** Of vaults; `https://` in front of it is the audience of tokens for them. */
  readonly vault: string;
  readonly management: string;
}

/** "National clouds"; "Compare Azure Government and global Azure"; "Azure in China developer guide": endpoints of services. */
export const AZURE_SERVICE_DOMAINS = {
  public: { blobs: "blob.core.windows.net", vault: "vault.azure.net", management: "management.azure.com" },
  usgovernment: {
    blobs: "blob.core.usgovcloudapi.net",
    vault: "vault.usgovcloudapi.net",
    management: "management.usgovcloudapi.net",
  },
  china: { blobs: "blob.core.chinacloudapi.cn", vault: "vault.azure.cn", management: "management.chinacloudapi.cn" },
} as const satisfies Record<AzureCloudName, AzureServiceDomains>;
