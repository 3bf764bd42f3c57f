import { AZURE_CLOUDS, azureCloudByName } from "../../vendor/azure/clouds";

/** Every host of Entra's. */
export const ENTRA_HOSTS: readonly string[] = AZURE_CLOUDS.flatMap(({ authority, aliases }) => [authority, ...aliases]);

/** The host of Entra in the cloud that an exec stanza names; in the public one where it names none. */
export function entraHost(cloud: string | undefined): string {
  return (azureCloudByName(cloud) ?? AZURE_CLOUDS[0]).authority;
}
