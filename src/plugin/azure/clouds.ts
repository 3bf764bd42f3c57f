import { AZURE_CLOUDS } from "../../exec-contract";
import { PluginFailure } from "../failure";
import { parseUrl } from "../http/endpoint";
import { Settings } from "../settings";
import { AZURE_AUTHORITY_HOST } from "../variables";

/** An Azure cloud: its authority, and the audience of tokens that it exchanges. */
export interface AzureCloud {
  readonly name: (typeof AZURE_CLOUDS)[number];
  readonly authority: string;
  /** Other hosts of the same authority. */
  readonly aliases: readonly string[];
  readonly audience: string;
}

const CLOUDS: readonly AzureCloud[] = [
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

/**
 * The cloud that --cloud names, else the one whose authority AZURE_AUTHORITY_HOST names, else the public one.
 *
 * @throws PluginFailure (usage) when the variable names no authority of Azure: a token would go to a stranger
 */
export function azureCloud(settings: Settings): AzureCloud {
  const name = settings.get("cloud");
  const variable = settings.env[AZURE_AUTHORITY_HOST];
  if (name === undefined && variable) {
    const host = parseUrl(variable.includes("://") ? variable : `https://${variable}`)?.host ?? "";
    const found = CLOUDS.find(({ authority, aliases }) => authority === host || aliases.includes(host));
    if (found) return found;
    throw new PluginFailure(
      "usage",
      `${AZURE_AUTHORITY_HOST} names no authority of an Azure cloud.`,
      "Pass --cloud, or --entra-endpoint if it is meant.",
    );
  }
  return CLOUDS.find((cloud) => cloud.name === name) ?? CLOUDS[0];
}
