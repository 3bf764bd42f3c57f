import { AZURE_CLOUDS } from "../../exec-contract";

type AzureCloud = (typeof AZURE_CLOUDS)[number];

/** Where Entra is in each of Azure's clouds: the name that clients write, and then those that they rewrite to it. */
const HOSTS: Readonly<Record<AzureCloud, readonly [string, ...string[]]>> = {
  public: ["login.microsoftonline.com", "login.windows.net", "login.microsoft.com", "sts.windows.net"],
  usgovernment: ["login.microsoftonline.us", "login.usgovcloudapi.net"],
  china: ["login.chinacloudapi.cn", "login.partner.microsoftonline.cn"],
};

/** Every host of Entra's. */
export const ENTRA_HOSTS: readonly string[] = Object.values(HOSTS).flat();

/** The host of Entra in the cloud that an exec stanza names; in the public one where it names none. */
export function entraHost(cloud: string | undefined): string {
  return HOSTS[AZURE_CLOUDS.find((name) => name === cloud) ?? "public"][0];
}
