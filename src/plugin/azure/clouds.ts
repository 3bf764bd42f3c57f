import { AZURE_CLOUDS, azureCloudByHost, azureCloudByName, AzureCloudFacts } from "../../vendor/azure/clouds";
import { PluginFailure } from "../failure";
import { parseUrl } from "../http/endpoint";
import { Settings } from "../settings";
import { AZURE_AUTHORITY_HOST } from "../variables";

/**
 * The cloud that --cloud names, else the one whose authority AZURE_AUTHORITY_HOST names, else the public one.
 *
 * @throws PluginFailure (usage) when the variable names no authority of Azure: a token would go to a stranger
 */
export function azureCloud(settings: Settings): AzureCloudFacts {
  const name = settings.get("cloud");
  const variable = settings.env[AZURE_AUTHORITY_HOST];
  if (name === undefined && variable) {
    const host = parseUrl(variable.includes("://") ? variable : `https://${variable}`)?.host ?? "";
    const found = azureCloudByHost(host);
    if (found) return found;
    throw new PluginFailure(
      "usage",
      `${AZURE_AUTHORITY_HOST} names no authority of an Azure cloud.`,
      "Pass --cloud, or --entra-endpoint if it is meant.",
    );
  }
  return azureCloudByName(name) ?? AZURE_CLOUDS[0];
}
