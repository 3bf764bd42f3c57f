import { SdkSettings, SdkUse } from "./sdk-use";
import { azureCloudByHost } from "../../vendor/azure/clouds";

/** Values of AZURE_TOKEN_CREDENTIALS with which `DefaultAzureCredential` tries a workload identity. */
const WITH_WORKLOAD_IDENTITY = ["prod", "workloadidentitycredential"];

/**
 * The identity that Azure's SDKs act as in a container. Others may be named by their client ids in code, with the same token.
 *
 * Azure SDK documentation: "Credential chains in the Azure Identity library"
 *
 * @see https://learn.microsoft.com/azure/developer/python/sdk/authentication/credential-chains
 */
export function azureUses(settings: SdkSettings): readonly SdkUse[] {
  const [file, client, tenant] = ["AZURE_FEDERATED_TOKEN_FILE", "AZURE_CLIENT_ID", "AZURE_TENANT_ID"];
  if (!settings.has(file)) return [];
  const tokenFile = settings.value(file);
  if (tokenFile === undefined) return [];
  const missing = [client, tenant].filter((name) => !settings.has(name));
  const [clientId, tenantId] = [settings.value(client), settings.value(tenant)];
  const { cloud, faults } = authorityOf(settings);
  const chosen = settings.value("AZURE_TOKEN_CREDENTIALS");
  const isChosen = chosen === undefined || WITH_WORKLOAD_IDENTITY.includes(chosen.toLowerCase());
  return [
    {
      cloud: "azure",
      by: client,
      client: {
        ...(clientId === undefined ? {} : { "client-id": clientId }),
        ...(tenantId === undefined ? {} : { "tenant-id": tenantId }),
        ...(cloud === undefined ? {} : { cloud }),
      },
      tokenFile,
      faults: [
        ...faults,
        ...(isChosen ? [] : [`AZURE_TOKEN_CREDENTIALS is "${chosen}", so that no token's file is read`]),
      ],
      gaps: missing.map((name) => `${file} is set without ${name}: whose token code asks for was not read`),
    },
  ];
}

function authorityOf(settings: SdkSettings): { readonly cloud?: string; readonly faults: readonly string[] } {
  const authority = settings.value("AZURE_AUTHORITY_HOST");
  if (authority === undefined) return { faults: [] };
  const host = /^(?:https:\/\/)?([^/]+)\/?$/i.exec(authority)?.[1] ?? "";
  const cloud = azureCloudByHost(host.toLowerCase());
  if (cloud) return { cloud: cloud.name, faults: [] };
  return {
    faults: [`AZURE_AUTHORITY_HOST is "${authority}", and the token would go there: it is no authority of Azure`],
  };
}
