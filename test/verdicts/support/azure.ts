import { kubeconfig, services } from "./documents";

export const TENANT = "7d3a1c52-9f0b-4c1e-8a55-0c6c1d2e3f40";
export const SUBSCRIPTION = "3f2b8a10-6c4d-4e5f-9a1b-2c3d4e5f6a7b";
export const GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/corp`;
export const CLUSTER = `${GROUP}/providers/Microsoft.ContainerService/managedClusters/corp`;
export const IDENTITY = `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/robot`;
export const CLIENT = "c11e0000-0000-4000-8000-000000000001";
export const OBJECT = "0b1ec700-0000-4000-8000-000000000002";
export const ISSUER = "https://issuer.example/tenants/Acme/";
export const SUBJECT = "system:serviceaccount:deploy:deployer";
export const AUDIENCE = "api://AzureADTokenExchange";
export const SERVER = "https://corp-1a2b3c4d.hcp.westeurope.azmk8s.io:443";

export const STORAGE = `${GROUP}/providers/Microsoft.Storage/storageAccounts/acmeexports`;
export const CONTAINER = `${STORAGE}/blobServices/default/containers/exports`;
export const VAULT = `${GROUP}/providers/Microsoft.KeyVault/vaults/acme`;
export const BLOB = "Microsoft.Storage/storageAccounts/blobServices/containers/blobs";
/** Requests for a blob and for a secret. */
export const READ = { action: `${BLOB}/read`, resource: `${CONTAINER}/blobs/2027/a.csv` };
export const SECRET = { action: "Microsoft.KeyVault/vaults/secrets/getSecret/action", resource: `${VAULT}/secrets/db` };
/** Ids of built-in roles: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles */
export const BLOB_READER = "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1";
export const BLOB_CONTRIBUTOR = "ba92f5b4-2d11-453d-a403-e96b0029c9fe";
export const QUEUE_PROCESSOR = "8a0f0c08-91a1-4084-bc3d-661d67233fed";
export const SECRETS_USER = "4633458b-17de-408a-b874-0445c86b69e6";
export const AKS_READER = "7f6c6a51-bcf8-42ba-9220-52d62157d7db";
export const AKS_WRITER = "a7ffa36f-339b-4b5c-8bdf-e2c188b2c0eb";
export const AKS_CLUSTER_ADMIN = "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b";
/** What conditions of role assignments compare: the names of a container and of a blob in it. */
export const NAME = "@Resource[Microsoft.Storage/storageAccounts/blobServices/containers:name]";
export const PATH = "@Resource[Microsoft.Storage/storageAccounts/blobServices/containers/blobs:path]";
/** What Azure refuses, and what is not decided. */
export const REFUSED = "authorization 403";
export const UNKNOWN = "authorization not simulated";

export interface Shown {
  readonly type: string;
  readonly name: string;
  readonly values: object;
  readonly mode?: "data";
}

/** A user-assigned identity as a state shows it. */
export const identity: Shown = {
  type: "azurerm_user_assigned_identity",
  name: "robot",
  values: {
    id: IDENTITY,
    name: "robot",
    resource_group_name: "corp",
    client_id: CLIENT,
    principal_id: OBJECT,
    tenant_id: TENANT,
  },
};
export function credential(values: object = {}, name = "own"): Shown {
  const own = {
    name: `credential-${name}`,
    parent_id: IDENTITY,
    resource_group_name: "corp",
    issuer: ISSUER,
    subject: SUBJECT,
    audience: [AUDIENCE],
  };
  return { type: "azurerm_federated_identity_credential", name, values: { ...own, ...values } };
}
export function assignment(values: object, name = "one"): Shown {
  return {
    type: "azurerm_role_assignment",
    name,
    values: { principal_id: OBJECT, scope: CLUSTER, condition: null, ...values },
  };
}
export const role = (guid: string): string =>
  `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/${guid}`;

/** What `terraform show -json` prints of a state with these resources. */
export function shown(
  resources: readonly Shown[],
  outputs: Readonly<Record<string, { readonly value: string }>> = {},
): object {
  const providers: Record<string, string> = {
    azurerm: "azurerm",
    azuread: "azuread",
    kubernetes: "kubernetes",
    azapi: "azapi",
  };
  return {
    format_version: "1.0",
    terraform_version: "1.9.5",
    values: {
      outputs: Object.fromEntries(
        Object.entries(outputs).map(([name, output]) => [name, { ...output, type: "string", sensitive: false }]),
      ),
      root_module: {
        resources: resources.map(({ type, name, values, mode = "managed" }) => ({
          address: `${mode === "data" ? "data." : ""}${type}.${name}`,
          mode,
          type,
          name,
          provider_name: `registry.terraform.io/hashicorp/${providers[type.split("_")[0]] ?? "other"}`,
          schema_version: 0,
          values,
          sensitive_values: {},
        })),
      },
    },
  };
}

/** A state with an AKS cluster `corp` and an edge into it from `west:deploy/deployer` by the identity. */
export function aks(parts: {
  readonly credentials?: readonly Shown[];
  readonly resources?: readonly Shown[];
  readonly stated?: object;
}): object {
  const edge = kubeconfig({
    source: { cluster: "west", issuer: ISSUER, subject: SUBJECT },
    target: {
      cluster: "corp",
      name: CLUSTER,
      server: SERVER,
      stated: parts.stated ?? { entraIntegration: true, azureRbacEnabled: true, localAccounts: false },
    },
    audience: AUDIENCE,
    principal: IDENTITY,
    user: OBJECT,
    args: ["aks", "--tenant-id", TENANT, "--client-id", CLIENT, "--cloud", "public"],
  });
  return shown([identity, ...(parts.credentials ?? [credential()]), ...(parts.resources ?? [])], { edge });
}

/** Declares that `west:deploy/deployer` uses services of the subscription by the identity. */
export function use(): { readonly value: string } {
  return services({
    source: { cluster: "west", issuer: ISSUER, subject: SUBJECT },
    account: { name: "account-azure", cloud: "azure", id: SUBSCRIPTION },
    audience: AUDIENCE,
    principal: OBJECT,
    client: { "tenant-id": TENANT, "client-id": CLIENT, cloud: "public" },
    grants: [{ words: "read", role: role(BLOB_READER), resources: [CONTAINER] }],
  });
}

/** A state with the identity and what else is given, and a use of services by it. */
export function usingServices(resources: readonly Shown[]): object {
  return shown([identity, credential(), ...resources], { uses: use() });
}

/** An `azapi_resource` as a state shows it. */
export function azapi(type: string, parent: string, properties: object, name = "one"): Shown {
  const values = { type, name: "d0000000-0000-4000-8000-00000000000a", parent_id: parent, body: { properties } };
  return { type: "azapi_resource", name, values };
}

/** A management group by its name, with subscriptions and the group above. */
export function managementGroup(name: string, subscriptions: readonly string[], above?: string): Shown {
  const id = (of: string) => `/providers/Microsoft.Management/managementGroups/${of}`;
  const values = {
    ...{ id: id(name), name, display_name: name, subscription_ids: subscriptions },
    ...(above !== undefined && { parent_management_group_id: id(above) }),
  };
  return { type: "azurerm_management_group", name, values };
}

export const TEAM = "90000000-0000-4000-8000-000000000001";
/** A group that the group `TEAM` is a member of. */
export const ABOVE_TEAM = "90000000-0000-4000-8000-000000000002";
/** A security group of Entra by its object id, with the object ids of its members. */
export const group = (id: string, members: readonly string[], name = "team"): Shown => ({
  type: "azuread_group",
  name,
  values: { id: `/groups/${id}`, object_id: id, display_name: name, security_enabled: true, members },
});

/** The object ids of an application whose client id is `CLIENT`, and of its service principal. */
export const APP = "a9900000-0000-4000-8000-000000000003";
export const APP_OBJECT = "5e000000-0000-4000-8000-000000000004";
/** The application with a service principal and a federated credential of the issuer. */
export function application(
  values: object,
  { type = "azuread_application_federated_identity_credential", principal = {} } = {},
): Shown[] {
  return [
    {
      type: "azuread_application",
      name: "app",
      values: { id: `/applications/${APP}`, object_id: APP, client_id: CLIENT, display_name: "robot" },
    },
    {
      type: "azuread_service_principal",
      name: "app",
      values: { application_tenant_id: TENANT, client_id: CLIENT, object_id: APP_OBJECT, id: APP_OBJECT, ...principal },
    },
    {
      type,
      name: "one",
      values: { application_id: `/applications/${APP}`, display_name: "one", issuer: ISSUER, ...values },
    },
  ];
}

/** The issuer of GitHub's workflows, and the subject of one on a branch. */
export const GITHUB = "https://token.actions.githubusercontent.com";
export const MAIN = "repo:contoso/app:ref:refs/heads/main";
