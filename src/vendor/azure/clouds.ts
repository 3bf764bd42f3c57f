/** The Azure clouds by the names that the azurerm provider's `environment` uses. */
export const AZURE_CLOUD_NAMES = ["public", "usgovernment", "china"] as const;
export type AzureCloudName = (typeof AZURE_CLOUD_NAMES)[number];

/** Where Entra is in an Azure cloud, and the audience of the tokens that it exchanges. */
export interface AzureCloudFacts {
  readonly name: AzureCloudName;
  /** The host of Entra that clients write. */
  readonly authority: string;
  /** Other hosts of the same authority. */
  readonly aliases: readonly string[];
  readonly audience: string;
}

/**
 * Microsoft identity platform documentation: "National clouds"; "Configure an app to trust an external identity provider", for the
 * audiences.
 */
export const AZURE_CLOUDS: readonly [AzureCloudFacts, ...AzureCloudFacts[]] = [
  {
    name: "public",
    authority: "login.microsoftonline.com",
    aliases: ["login.windows.net", "login.microsoft.com", "sts.windows.net"],
    audience: "api://AzureADTokenExchange",
  },
  {
    name: "usgovernment",
    authority: "login.microsoftonline.us",
    aliases: ["login.usgovcloudapi.net"],
    audience: "api://AzureADTokenExchangeUSGov",
  },
  {
    name: "china",
    authority: "login.chinacloudapi.cn",
    aliases: ["login.partner.microsoftonline.cn"],
    audience: "api://AzureADTokenExchangeChina",
  },
];

/** A cloud by its name. */
export function azureCloudByName(name: string | undefined): AzureCloudFacts | undefined {
  return AZURE_CLOUDS.find((cloud) => cloud.name === name);
}

/** A cloud by a host of its authority. */
export function azureCloudByHost(host: string): AzureCloudFacts | undefined {
  return AZURE_CLOUDS.find(({ authority, aliases }) => authority === host || aliases.includes(host));
}
