/** The Azure clouds, by the names that the azurerm provider's `environment` uses. */
export enum AzureCloud {
  /** Azure's public cloud. */
  PUBLIC = "public",
  /** Azure Government. */
  US_GOVERNMENT = "usgovernment",
  /** Azure operated by 21Vianet. */
  CHINA = "china",
}

/** The audience that Entra expects of a federated token in each cloud. */
const TOKEN_AUDIENCES: Record<AzureCloud, string> = {
  [AzureCloud.PUBLIC]: "api://AzureADTokenExchange",
  [AzureCloud.US_GOVERNMENT]: "api://AzureADTokenExchangeUSGov",
  [AzureCloud.CHINA]: "api://AzureADTokenExchangeChina",
};

/** The token audience of a cloud; undefined for a name that is none, which is refused elsewhere. */
export function azureTokenAudience(cloud: string): string | undefined {
  return (TOKEN_AUDIENCES as Record<string, string | undefined>)[cloud];
}
