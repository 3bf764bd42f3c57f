import { AZURE_CLOUDS, azureCloudByName, AzureCloudFacts } from "../../vendor/azure/clouds";
import { Settings } from "../settings";

/** The cloud that --cloud names, else the public one: the pod's own cloud may be another. */
export function azureCloud(settings: Settings): AzureCloudFacts {
  return azureCloudByName(settings.get("cloud")) ?? AZURE_CLOUDS[0];
}

/** The cloud whose token audience this is. */
export function cloudOfAudience(audience: string): AzureCloudFacts | undefined {
  return AZURE_CLOUDS.find((cloud) => cloud.audience === audience);
}
