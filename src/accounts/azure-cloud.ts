import { isLiteral } from "../common";
import { azureCloudByName, AzureCloudName } from "../vendor/azure/clouds";

/** The Azure clouds, by the names that the azurerm provider's `environment` uses. */
export enum AzureCloud {
  /** Azure's public cloud. */
  PUBLIC = "public",
  /** Azure Government. */
  US_GOVERNMENT = "usgovernment",
  /** Azure operated by 21Vianet. */
  CHINA = "china",
}

/** The compiler holds the enum and the vendor's list together: neither may have a cloud more. */
const CLOUDS: { readonly [name in AzureCloudName]: AzureCloud } = {
  public: AzureCloud.PUBLIC,
  usgovernment: AzureCloud.US_GOVERNMENT,
  china: AzureCloud.CHINA,
} satisfies Record<`${AzureCloud}`, AzureCloud>;

/** The names of the clouds. */
export const AZURE_CLOUD_NAMES: readonly AzureCloud[] = Object.values(CLOUDS);

/** The cloud of a provider's `environment`, where that is known at synth and one of them. */
export function azureCloudOf(environment: string | undefined): AzureCloud | undefined {
  return isLiteral(environment)
    ? AZURE_CLOUD_NAMES.find((name) => String(name) === environment.toLowerCase())
    : undefined;
}

/** The token audience of a cloud; undefined for a name that is none, which is refused elsewhere. */
export function azureTokenAudience(cloud: string): string | undefined {
  return azureCloudByName(cloud)?.audience;
}
