import { Json, Mutant } from "./mutate";
import { Args, Objects, withObjects } from "./with-objects";

/** Members that no edge declares, in each form of Google Cloud's member identifiers. */
const STRANGERS = ["user:eve@example.com", "group:eves@example.com", "domain:example.com", "allAuthenticatedUsers"];
const STRANGE_ISSUER = "https://token.actions.githubusercontent.com";
const STRANGE_PRINCIPAL = "99999999-8888-4777-8666-555555555555";

/** Objects beside those of a stack, each of which changes who may do what: one mutant for each. */
export function additionsOf(document: Json): readonly Mutant[] {
  const found: Mutant[] = [];
  const add = (type: string, args: Args, beside: Readonly<Record<string, Args>> = {}): void => {
    const objects = { [type]: args, ...beside };
    found.push({
      ...{ operator: "add object", address: `${type}.added`, path: "" },
      to: JSON.stringify(args).slice(0, 400),
      make: () => withObjects(document, objects),
    });
  };
  const { resource = {} } = document as { resource?: Objects };
  const each = (type: string, visit: (args: Record<string, Json>, name: string) => void): void => {
    for (const [name, args] of Object.entries(resource[type] ?? {})) visit(args, name);
  };
  each("google_iam_workload_identity_pool", (args, name) =>
    besidePool(add, args, `google_iam_workload_identity_pool.${name}`),
  );
  each("google_project_iam_member", (args) => besidePrincipal(add, args));
  each("google_service_account", (args, name) => besideAccount(add, args, `google_service_account.${name}`));
  each("google_storage_bucket_iam_member", (args) => besideBucket(add, args));
  each("azurerm_user_assigned_identity", (args, name) =>
    besideIdentity(add, args, `azurerm_user_assigned_identity.${name}`),
  );
  return found;
}

type Add = (type: string, args: Args, beside?: Readonly<Record<string, Args>>) => void;

function besidePool(add: Add, { project }: Args, address: string): void {
  const own = { ...(project === undefined ? {} : { project }), workload_identity_pool_provider_id: "added" };
  const mapping = { attribute_mapping: { "google.subject": "assertion.sub" } };
  const inPool = { ...own, workload_identity_pool_id: `\${${address}.workload_identity_pool_id}` };
  const type = "google_iam_workload_identity_pool_provider";
  add(type, { ...inPool, ...mapping, oidc: { issuer_uri: STRANGE_ISSUER } });
  add(type, {
    ...inPool,
    ...mapping,
    oidc: { issuer_uri: STRANGE_ISSUER },
    attribute_condition: "assertion.repository_owner == 'eve'",
  });
  add(type, { ...inPool, aws: { account_id: "999999999999" } });
  const pool = {
    google_iam_workload_identity_pool: {
      workload_identity_pool_id: "added",
      ...(project === undefined ? {} : { project }),
    },
  };
  const inOther = { ...own, workload_identity_pool_id: "added" };
  add(type, { ...inOther, ...mapping, oidc: { issuer_uri: STRANGE_ISSUER } }, pool);
  add(type, { ...inOther, aws: { account_id: "999999999999" } }, pool);
  const set = `principalSet://iam.googleapis.com/\${${address}.name}/*`;
  const projectArgs = { project: project ?? "acme-euro" };
  add("google_project_iam_member", { ...projectArgs, role: "roles/container.developer", member: set });
  add("google_project_iam_member", { ...projectArgs, role: "roles/container.clusterViewer", member: set });
  add("google_storage_bucket_iam_member", { bucket: "acme-other", role: "roles/storage.admin", member: set });
  const other = `principal://iam.googleapis.com/\${${address}.name}/subject/system:serviceaccount:evil:evil`;
  add("google_project_iam_member", { ...projectArgs, role: "roles/container.developer", member: other });
}

function besidePrincipal(add: Add, { project, member }: Args): void {
  const type = "google_project_iam_member";
  for (const role of [
    ...["roles/owner", "roles/editor", "roles/container.admin", "roles/container.developer", "roles/storage.admin"],
    ...["roles/iam.serviceAccountTokenCreator", "roles/iam.serviceAccountKeyAdmin", "roles/iam.securityAdmin"],
    ...["roles/resourcemanager.projectIamAdmin", "roles/iam.workloadIdentityPoolAdmin", "roles/iam.roleAdmin"],
    ...["roles/iam.serviceAccountUser", "roles/compute.admin", "roles/cloudbuild.builds.editor"],
  ]) {
    add(type, { project, role, member });
    add("google_project_iam_binding", { project, role, members: [member, "user:alice@example.com"] });
  }
  add(type, { project: "acme-other-project", role: "roles/editor", member });
  add("google_project_iam_binding", {
    project,
    role: "roles/container.clusterViewer",
    members: ["user:eve@example.com"],
  });
  const policy = { bindings: [{ role: "roles/owner", members: ["user:eve@example.com"] }] };
  add("google_project_iam_policy", { project, policy_data: JSON.stringify(policy) });
  const rule = (denied: Json, permission: string): Args => ({
    ...{ parent: `cloudresourcemanager.googleapis.com%2Fprojects%2F${text(project)}`, name: "added" },
    rules: [{ deny_rule: { denied_principals: denied, denied_permissions: [permission] } }],
  });
  add("google_iam_deny_policy", rule([member], "container.googleapis.com/clusters.get"));
  add("google_iam_deny_policy", rule(["principalSet://goog/public:all"], "container.googleapis.com/clusters.get"));
  for (const [level, of] of [
    ["folder", { folder: "folders/1" }],
    ["organization", { org_id: "1" }],
  ] as const) {
    add(`google_${level}_iam_member`, { ...of, role: "roles/container.developer", member });
    add(`google_${level}_iam_binding`, { ...of, role: "roles/owner", members: [member] });
  }
  const custom = {
    google_project_iam_custom_role: {
      project,
      role_id: "added",
      title: "added",
      permissions: ["resourcemanager.projects.setIamPolicy"],
    },
  };
  add(type, { project, role: "${google_project_iam_custom_role.added.name}", member }, custom);
}

function besideAccount(add: Add, { project }: Args, address: string): void {
  const [id, email] = [`\${${address}.name}`, `\${${address}.email}`];
  add("google_service_account_key", { service_account_id: id });
  add("google_storage_bucket_access_control", { bucket: "acme-other", role: "OWNER", entity: `user-${email}` });
  add("google_storage_hmac_key", { service_account_email: email });
  for (const role of [
    "serviceAccountTokenCreator",
    "workloadIdentityUser",
    "serviceAccountAdmin",
    "serviceAccountKeyAdmin",
    "serviceAccountUser",
    "serviceAccountOpenIdTokenCreator",
  ]) {
    for (const member of STRANGERS) {
      add("google_service_account_iam_member", { service_account_id: id, role: `roles/iam.${role}`, member });
    }
    add("google_service_account_iam_binding", {
      service_account_id: id,
      role: `roles/iam.${role}`,
      members: [STRANGERS[0]],
    });
    add("google_project_iam_member", { project, role: `roles/iam.${role}`, member: STRANGERS[0] });
    add("google_organization_iam_member", { org_id: "1", role: `roles/iam.${role}`, member: STRANGERS[1] });
    add("google_folder_iam_member", { folder: "1", role: `roles/iam.${role}`, member: STRANGERS[0] });
  }
  add("google_service_account_iam_policy", {
    service_account_id: id,
    policy_data: JSON.stringify({ bindings: [{ role: "roles/viewer", members: [STRANGERS[0]] }] }),
  });
  add("google_compute_instance", { name: "added", service_account: { email, scopes: ["cloud-platform"] } });
  add("google_cloud_run_v2_service", { name: "added", template: { service_account: email } });
  add("google_container_node_pool", { cluster: "c", node_config: { service_account: email } });
  for (const role of ["roles/owner", "roles/editor", "roles/storage.admin", "roles/iam.serviceAccountTokenCreator"]) {
    add("google_project_iam_member", { project, role, member: `serviceAccount:${email}` });
  }
}

function besideBucket(add: Add, { bucket, role, member }: Args): void {
  add("google_storage_bucket_iam_binding", { bucket, role, members: [STRANGERS[0]] });
  add("google_storage_bucket_iam_policy", {
    bucket,
    policy_data: JSON.stringify({ bindings: [{ role: "roles/storage.admin", members: [STRANGERS[0]] }] }),
  });
  add("google_storage_bucket_iam_member", { bucket, role: "roles/storage.admin", member });
  add("google_storage_bucket_iam_member", { bucket: "acme-next", role, member });
}

function besideIdentity(add: Add, { resource_group_name: group }: Args, address: string): void {
  const [id, principal] = [`\${${address}.id}`, `\${${address}.principal_id}`];
  const subject = { issuer: STRANGE_ISSUER, subject: "repo:eve/eve:ref:refs/heads/main" };
  add("azurerm_federated_identity_credential", {
    ...{ name: "added", resource_group_name: group, parent_id: id, audience: ["api://AzureADTokenExchange"] },
    ...subject,
  });
  add("azapi_resource", {
    ...{ type: "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials@2023-01-31" },
    ...{ name: "added", parent_id: id },
    body: { properties: { ...subject, audiences: ["api://AzureADTokenExchange"] } },
  });
  const assignment = (scope: string, role: string, principal_id: string): Args => ({
    ...{ scope, role_definition_name: role, principal_id },
  });
  const subscription = "/subscriptions/0b1f6471-1bf0-4dda-aec3-cb9272f09590";
  for (const role of [
    "Managed Identity Contributor",
    "Managed Identity Operator",
    "Owner",
    "Contributor",
    "User Access Administrator",
  ]) {
    add("azurerm_role_assignment", assignment(id, role, STRANGE_PRINCIPAL));
    add("azurerm_role_assignment", assignment(`${subscription}/resourceGroups/${text(group)}`, role, principal));
    add("azurerm_role_assignment", assignment(subscription, role, principal));
    add("azurerm_role_assignment", assignment(id, role, principal));
  }
  add(
    "azurerm_role_assignment",
    assignment("/providers/Microsoft.Management/managementGroups/all", "Owner", principal),
  );
  add(
    "azurerm_role_assignment",
    assignment(
      `${subscription}/resourceGroups/other/providers/Microsoft.Storage/storageAccounts/s`,
      "Storage Blob Data Owner",
      principal,
    ),
  );
  add("azurerm_role_assignment", assignment(subscription, "Azure Kubernetes Service RBAC Cluster Admin", principal));
  add("azapi_resource", {
    ...{ type: "Microsoft.Authorization/roleAssignments@2022-04-01", name: STRANGE_PRINCIPAL, parent_id: subscription },
    body: {
      properties: {
        principalId: principal,
        roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635`,
      },
    },
  });
  add("azapi_resource", {
    ...{ type: "Microsoft.Authorization/roleAssignments@2022-04-01", name: STRANGE_PRINCIPAL, parent_id: id },
    body: JSON.stringify({
      properties: {
        principalId: STRANGE_PRINCIPAL,
        roleDefinitionId: "/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
      },
    }),
  });
  const custom = (permissions: Args): Args => ({ name: "added", scope: subscription, permissions });
  const every: readonly Args[] = [
    { actions: ["*"] },
    { actions: ["Microsoft.Authorization/roleAssignments/write"] },
    { actions: ["Microsoft.ManagedIdentity/userAssignedIdentities/*"] },
    { actions: [], data_actions: ["Microsoft.ContainerService/managedClusters/*"] },
  ];
  for (const permissions of every) {
    const role = { azurerm_role_definition: custom(permissions) };
    const args = {
      scope: subscription,
      principal_id: principal,
      role_definition_id: "${azurerm_role_definition.added.role_definition_resource_id}",
    };
    add("azurerm_role_assignment", args, role);
  }
  add("azurerm_linux_virtual_machine", { name: "added", identity: { type: "UserAssigned", identity_ids: [id] } });
  add("azurerm_linux_function_app", { name: "added", identity: { type: "UserAssigned", identity_ids: [id] } });
  add("azurerm_kubernetes_cluster", { name: "added", kubelet_identity: { user_assigned_identity_id: id } });
  add("azuread_group_member", { group_object_id: "/groups/x", member_object_id: principal });
  add("azuread_directory_role_assignment", { role_id: "r", principal_object_id: principal });
  add("azurerm_pim_eligible_role_assignment", {
    scope: subscription,
    role_definition_id: "r",
    principal_id: principal,
  });
  add("azurerm_key_vault_access_policy", { key_vault_id: "v", object_id: principal, secret_permissions: ["Get"] });
  add("azuread_app_role_assignment", { app_role_id: "r", principal_object_id: principal, resource_object_id: "o" });
}

/** What is written as a text. */
function text(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}
