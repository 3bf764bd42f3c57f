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

/** "Azure built-in roles": the ids by name. */
export const AZURE_ROLE_IDS_BY_NAME: Readonly<Record<string, string>> = {
  "Azure Kubernetes Service RBAC Reader": AKS_ROLE_IDS.view,
  "Azure Kubernetes Service RBAC Writer": AKS_ROLE_IDS.edit,
  "Azure Kubernetes Service RBAC Admin": AKS_ROLE_IDS.admin,
  "Azure Kubernetes Service RBAC Cluster Admin": AKS_ROLE_IDS["cluster-admin"],
  "Azure Kubernetes Service Cluster User Role": CLUSTER_USER_ROLE_ID,
  Reader: READER_ROLE_ID,
  AcrPull: ACR_PULL_ROLE_ID,
  AcrPush: ACR_PUSH_ROLE_ID,
};
