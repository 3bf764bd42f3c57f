import { AZURE_DATA_ROLE_IDS } from "./data-roles";

/** "Azure built-in roles for Containers": the roles for objects in AKS by the built-in ClusterRole that they correspond to. */
export const AKS_ROLE_IDS = {
  view: "7f6c6a51-bcf8-42ba-9220-52d62157d7db",
  edit: "a7ffa36f-339b-4b5c-8bdf-e2c188b2c0eb",
  admin: "3498e952-d568-435e-9b2c-8d77e338d7f7",
  "cluster-admin": "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b",
} as const;

/** Roles that grant nothing inside a cluster. */
export const CLUSTER_USER_ROLE_ID = "4abbcc35-e782-43d8-92c5-2d3f1bd2253f";
export const READER_ROLE_ID = "acdd72a7-3385-48ef-bd42-f606fba81ae7";
export const ACR_PULL_ROLE_ID = "7f951dda-4ed3-4680-a7ca-43fe172d538d";
export const ACR_PUSH_ROLE_ID = "8311e382-0749-4cb8-b61a-304f252e45ec";

/**
 * Roles whose holders come to act as a managed identity in their scope: they assign it to a machine, give it credentials, or give
 * themselves the role that does. "Azure built-in roles for Identity", "Azure built-in roles for Privileged".
 */
export const IDENTITY_GIVING_ROLE_IDS = {
  Contributor: "b24988ac-6180-42a0-ab88-20f7382dd24c",
  "Managed Identity Contributor": "e40ec5ca-96e0-45a2-b4ff-59039f2c2b59",
  "Managed Identity Operator": "f1a07417-d97a-45cb-824c-7a7467783830",
  Owner: "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
  "Role Based Access Control Administrator": "f58310d9-a9f6-439a-9e8d-f62e7b41a168",
  "User Access Administrator": "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9",
} as const;

/** "Azure built-in roles": the roles that rule over resources or who has roles, and of themselves read no data, by their ids. */
export const PRIVILEGED_ROLES_BY_ID: Readonly<Record<string, string>> = Object.fromEntries(
  (["Owner", "Contributor", "User Access Administrator", "Role Based Access Control Administrator"] as const).map(
    (name) => [IDENTITY_GIVING_ROLE_IDS[name], name],
  ),
);

/** "Azure built-in roles": the ids by the names that `role_definition_name` takes. */
export const AZURE_ROLE_IDS_BY_NAME = {
  ...IDENTITY_GIVING_ROLE_IDS,
  ...AZURE_DATA_ROLE_IDS,
  "Azure Event Hubs Data Owner": "f526a384-b230-433a-b45c-95f59c4a2dec",
  "Azure Event Hubs Data Receiver": "a638d3c7-ab3a-418d-83e6-5f17a39d4fde",
  "Azure Event Hubs Data Sender": "2b629674-e913-4c01-ae53-ef4638d8f975",
  "Azure Service Bus Data Owner": "090c5cfd-751d-490a-894a-3ce6f1109419",
  "Key Vault Administrator": "00482a5a-887f-4fb3-b363-3b7fe8e74483",
  "Key Vault Certificates Officer": "a4417e6f-fecd-4de8-b567-7b0420556985",
  "Key Vault Contributor": "f25e0fa2-a7c8-4377-a976-54943a77a395",
  "Key Vault Crypto Officer": "14b46e9e-c2b7-41b4-b07b-48a6ebf60603",
  "Key Vault Crypto Service Encryption User": "e147488a-f6f5-4113-8e2d-b22465e65bf6",
  "Key Vault Reader": "21090545-7ca7-4776-b22c-e363652d74d2",
  "Key Vault Secrets Officer": "b86a8fe4-44ce-4948-aee5-eccb2c155cd7",
  "Storage Account Contributor": "17d1049b-9a84-46fb-8f53-869881c3d3ab",
  "Storage Blob Data Owner": "b7e6dc6d-f1e8-4753-8033-0f276bb0955b",
  "Storage Blob Delegator": "db58b8e5-c6ad-4a2a-8342-4190687cbf4a",
  "Storage Queue Data Contributor": "974c5e8b-45b9-4653-ba55-5f855dd0fb88",
  "Storage Queue Data Reader": "19e7f393-937e-4f77-808e-94535e297925",
  "Storage Table Data Contributor": "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3",
  "Storage Table Data Reader": "76199698-9eea-4c19-bc75-cec21354c6b6",
  "Azure Kubernetes Service RBAC Reader": AKS_ROLE_IDS.view,
  "Azure Kubernetes Service RBAC Writer": AKS_ROLE_IDS.edit,
  "Azure Kubernetes Service RBAC Admin": AKS_ROLE_IDS.admin,
  "Azure Kubernetes Service RBAC Cluster Admin": AKS_ROLE_IDS["cluster-admin"],
  "Azure Kubernetes Service Cluster Admin Role": "0ab0b1a8-8aac-4efd-b8c2-3ee1fb270be8",
  "Azure Kubernetes Service Cluster User Role": CLUSTER_USER_ROLE_ID,
  Reader: READER_ROLE_ID,
  AcrPull: ACR_PULL_ROLE_ID,
  AcrPush: ACR_PUSH_ROLE_ID,
} as const;

/** The id of a built-in role by its name, whatever that holds. Azure finds roles by their names in any letter case. */
export function azureRoleId(name: string): string | undefined {
  const wanted = name.toLowerCase();
  return Object.entries(AZURE_ROLE_IDS_BY_NAME).find(([one]) => one.toLowerCase() === wanted)?.[1];
}

/** The name of a built-in role by its id. */
export function azureRoleName(id: string): string | undefined {
  const wanted = id.toLowerCase();
  return Object.entries(AZURE_ROLE_IDS_BY_NAME).find(([, one]) => one === wanted)?.[0];
}
