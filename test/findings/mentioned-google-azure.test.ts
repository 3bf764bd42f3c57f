import { unreadTypes } from "../../src/findings/rules/unread-types";
import { IDENTITY_ID, identity, idsOf, TENANT, TOKEN_AUDIENCE } from "../simulator/support/azure";
import { AUDIENCE, NUMBER, POOL, PRINCIPAL, PROJECT, project } from "../simulator/support/google";
import { declaration, declaring } from "../simulator/support/mesh";
import { Args, merged, read, Stack } from "../simulator/support/stack";
import { NOW } from "../simulator/support/tokens";

/** Resources of Google Cloud and Azure whose types are in no list of policies, and that mention an edge's identity all the same. */
const told = (base: Stack, type: string, args: Args, more: Stack = {}) =>
  unreadTypes(read(merged(base, { resource: { [type]: { one: args } } }, more)), NOW).map(({ place }) => place);

describe("a resource of Google Cloud", () => {
  const EMAIL = `velero@${PROJECT}.iam.gserviceaccount.com`;
  const base = merged(
    project(),
    { resource: { google_service_account: { velero: { account_id: "velero" } } } },
    declaring({
      args: ["gke", "--audience", AUDIENCE, "--service-account", EMAIL],
      declaration: declaration({ audience: `https:${AUDIENCE}`, principal: `serviceAccount:${EMAIL}` }),
    }),
  );
  const SET = `principalSet://iam.googleapis.com/${POOL}/*`;
  const script = `gcloud iam service-accounts add-iam-policy-binding ${EMAIL} --member user:eve@example.com`;
  const REGISTRY = "Terraform registry, hashicorp/google";

  it.each<[string, string, Args]>([
    // Google Workspace Admin SDK, "Method: roleAssignments.insert", `assignedTo`: "the unique ID of the entity".
    [
      "Admin SDK, roleAssignments",
      "googleworkspace_role_assignment",
      { assigned_to: "${google_service_account.velero.unique_id}" },
    ],
    // Cloud SQL, "IAM authentication": the name of a service account's user has no domain suffix.
    ["Cloud SQL, IAM authentication", "google_sql_user", { name: `velero@${PROJECT}.iam`, instance: "x" }],
    [
      "Cloud SQL, IAM authentication",
      "google_sql_user",
      { name: '${trimsuffix(google_service_account.velero.email, ".gserviceaccount.com")}', instance: "x" },
    ],
    ["AlloyDB, IAM authentication", "google_alloydb_user", { user_id: `velero@${PROJECT}.iam`, cluster: "x" }],
    // GKE Multi-Cloud API, "AttachedClustersAuthorization": "A managed ClusterRoleBinding will be created to grant the
    // cluster-admin ClusterRole to the users", https://cloud.google.com/dotnet/docs/reference/Google.Cloud.GkeMultiCloud.V1/latest.
    [
      "GKE Multi-Cloud API, AttachedClustersAuthorization",
      "google_container_attached_cluster",
      { name: "x", authorization: { admin_users: [EMAIL] } },
    ],
    [
      "GKE Multi-Cloud API, AwsAuthorization",
      "google_container_aws_cluster",
      { name: "x", authorization: { admin_users: [{ username: EMAIL }] } },
    ],
    [
      "GDC API, Authorization",
      "google_edgecontainer_cluster",
      { name: "x", authorization: { admin_users: { username: EMAIL } } },
    ],
    [
      "Cloud Endpoints, x-google-issuer",
      "google_endpoints_service",
      { openapi_config: `securityDefinitions:\n  sa:\n    x-google-issuer: ${EMAIL}\n` },
    ],
    [
      `${REGISTRY}, allowed_issuers`,
      "google_vertex_ai_index_endpoint_deployed_index",
      { deployed_index_auth_config: { auth_provider: { allowed_issuers: [EMAIL] } } },
    ],
    [`${REGISTRY}, script`, "google_os_config_os_policy_assignment", { os_policies: [{ enforce: { script } }] }],
    [
      "Compute Engine, startup scripts",
      "google_compute_project_metadata_item",
      { key: "startup-script", value: script },
    ],
    [
      `${REGISTRY}, principals`,
      "google_privileged_access_manager_entitlement",
      { eligible_users: { principals: [SET] } },
    ],
    [`${REGISTRY}, member`, "google_cloud_run_v2_service_iam_member", { role: "roles/run.invoker", member: SET }],
    // The federated principal is the edge's own, although it acts as a service account.
    [`${REGISTRY}, members`, "google_spanner_database_iam_binding", { role: "roles/spanner.x", members: [PRINCIPAL] }],
    [`${REGISTRY}, role_entity`, "google_storage_bucket_acl", { role_entity: [`OWNER:user-${EMAIL}`] }],
    // Config Connector, "IAMPolicyMember", `resourceRef.name`.
    [
      "Config Connector, IAMPolicyMember",
      "kubernetes_manifest",
      {
        manifest: {
          ...{ apiVersion: "iam.cnrm.cloud.google.com/v1beta1", kind: "IAMPolicyMember" },
          spec: { member: "user:eve@example.com", resourceRef: { kind: "IAMServiceAccount", name: "velero" } },
        },
      },
    ],
  ])("is told, %s: %s %j", (_source, type, args) => {
    expect(told(base, type, args)).toEqual([`mesh: ${type}.one`]);
  });

  it.each<[string, string, Args]>([
    ["another user", "google_sql_user", { name: `velero-2@${PROJECT}.iam`, instance: "x" }],
    [
      "an object that is called like it",
      "kubernetes_manifest",
      { manifest: { apiVersion: "velero.io/v1", kind: "Schedule", metadata: { name: "velero", namespace: "velero" } } },
    ],
    ["another account of a longer name", "google_sql_user", { name: `my-velero@${PROJECT}.iam`, instance: "x" }],
    ["people", "google_container_attached_cluster", { name: "x", authorization: { admin_users: ["ops@example.com"] } }],
    ["a contact", "google_apphub_application", { attributes: { business_owners: [{ email: EMAIL }] } }],
    ["a label", "google_compute_address", { name: "x", labels: { member: "velero" } }],
    [
      "a member of another pool",
      "google_cloud_run_v2_service_iam_member",
      {
        member: `principalSet://iam.googleapis.com/projects/${NUMBER}/locations/global/workloadIdentityPools/west-2/*`,
      },
    ],
  ])("is not told: %s, %s %j", (_what, type, args) => {
    expect(told(base, type, args)).toEqual([]);
  });
});

describe("a resource of Azure", () => {
  const { clientId, principalId } = idsOf(read(identity()));
  const base = merged(
    identity(),
    declaring({
      args: ["aks", "--tenant-id", TENANT, "--client-id", clientId],
      declaration: declaration({ audience: TOKEN_AUDIENCE, principal: principalId }),
    }),
  );
  const ID = "${azurerm_user_assigned_identity.ci.principal_id}";
  const REGISTRY = "Terraform registry, hashicorp/azurerm";
  const script = `az identity federated-credential create --identity-name ci --name x`;

  it.each<[string, string, Args]>([
    [
      "Compute REST API, identity",
      "azapi_resource",
      { type: "Microsoft.Compute/virtualMachines@2024-07-01", identity: [{ identity_ids: [IDENTITY_ID] }] },
    ],
    // Azure Resource Manager: ids are compared without regard to letter case.
    [
      "Azure Resource Manager, resource ids",
      "azapi_update_resource",
      { resource_id: IDENTITY_ID.replace("resourceGroups", "resourcegroups") },
    ],
    // "Name of a child resource", ARM templates: the parent's name stands before the slash.
    [
      "ARM templates, child resources",
      "azurerm_resource_group_template_deployment",
      { template_content: JSON.stringify({ resources: [{ type: "x/federatedIdentityCredentials", name: "ci/x" }] }) },
    ],
    [
      `${REGISTRY}, parameters_content`,
      "azurerm_subscription_template_deployment",
      { parameters_content: JSON.stringify({ identityName: { value: "ci" } }) },
    ],
    [`${REGISTRY}, parameter_values`, "azurerm_blueprint_assignment", { parameter_values: `\${jsonencode("${ID}")}` }],
    [`${REGISTRY}, object_id`, "azurerm_mssql_server", { azuread_administrator: { object_id: ID } }],
    [`${REGISTRY}, admin_object_ids`, "azurerm_key_vault_managed_hardware_security_module", { admin_object_ids: [ID] }],
    [`${REGISTRY}, access_policy_object_ids`, "azurerm_healthcare_service", { access_policy_object_ids: [ID] }],
    [`${REGISTRY}, administrators`, "azurerm_powerbi_embedded", { administrators: [ID] }],
    [`${REGISTRY}, admin_users`, "azurerm_analysis_services_server", { admin_users: [ID] }],
    [`${REGISTRY}, ace`, "azurerm_storage_data_lake_gen2_filesystem", { ace: [{ type: "user", id: ID }] }],
    [`${REGISTRY}, owner`, "azurerm_storage_data_lake_gen2_path", { owner: ID }],
    [`${REGISTRY}, script_content`, "azurerm_kusto_script", { script_content: `.add admins ('aadapp=${clientId}')` }],
    [`${REGISTRY}, script_content`, "azurerm_resource_deployment_script_azure_cli", { script_content: script }],
    [`${REGISTRY}, settings`, "azurerm_virtual_machine_extension", { settings: JSON.stringify({ run: script }) }],
    [`${REGISTRY}, script`, "azurerm_virtual_machine_run_command", { source: { script } }],
    [`${REGISTRY}, content`, "azurerm_automation_runbook", { content: `New-AzRoleAssignment -ObjectId ${ID}` }],
  ])("is told, %s: %s %j", (_source, type, args) => {
    expect(told(base, type, args)).toEqual([`mesh: ${type}.one`]);
  });

  // Microsoft Learn, "Microsoft Entra authentication for Azure SQL", "Managed HSM local RBAC built-in roles", "Overview of enterprise
  // application ownership": an administrator or owner is the one whose object id stands there.
  it.each<[string, Args]>([
    ["azurerm_mssql_server", { azuread_administrator: { login_username: "x", object_id: ID } }],
    ["azurerm_mssql_managed_instance", { azure_active_directory_administrator: { object_id: principalId } }],
    ["azurerm_key_vault_managed_hardware_security_module", { admin_object_ids: [TENANT, ID] }],
    ["azuread_application", { display_name: "x", owners: [ID] }],
    ["azuread_service_principal", { client_id: "x", owners: [TENANT, ID] }],
  ])("is a fault where it is sure what it gives: %s %j", (type, args) => {
    const world = read(merged(base, { resource: { [type]: { one: args } } }));
    expect(unreadTypes(world, NOW).map(({ severity, code, place }) => `${severity} ${code} ${place}`)).toEqual([
      `fault further-right mesh: ${type}.one`,
    ]);
  });

  it("is none where others own an application", () => {
    expect(told(base, "azuread_application", { display_name: "x", owners: [TENANT] })).toEqual([]);
  });

  it("is told by a data source that looks the identity up", () => {
    const data = {
      data: { azurerm_user_assigned_identity: { ci: { name: "ci", resource_group_name: "rg" } } },
    } as Stack;
    const args = { identity: [{ identity_ids: ["${data.azurerm_user_assigned_identity.ci.id}"] }] };
    expect(told(base, "azurerm_linux_virtual_machine", args, data)).toEqual([
      "mesh: azurerm_linux_virtual_machine.one",
    ]);
  });

  it.each<[string, string, Args]>([
    ["another administrator", "azurerm_mssql_server", { azuread_administrator: { object_id: TENANT } }],
    ["what is called like it", "argocd_project", { metadata: { name: "ci" }, spec: { source_repos: ["ci"] } }],
    ["another identity", "azapi_update_resource", { resource_id: `${IDENTITY_ID}-2` }],
    ["a tag", "azurerm_kusto_script", { tags: { identity: "ci" } }],
    ["a description", "azurerm_automation_runbook", { description: "of ci", content: "Get-AzVM" }],
    ["another script", "azurerm_automation_runbook", { content: "Get-AzVM -Name ci-runner" }],
  ])("is not told: %s, %s %j", (_what, type, args) => {
    expect(told(base, type, args)).toEqual([]);
  });
});

describe("an object of Kubernetes", () => {
  const base = declaring({ args: ["gke"], declaration: declaration({ groups: ["deployers"] }) });
  const manifest = (apiVersion: string, kind: string, more: Args) => ({ manifest: { apiVersion, kind, ...more } });
  const subjects = [
    { kind: "ServiceAccount", name: "x", namespace: "y" },
    { kind: "Group", name: "deployers" },
  ];

  it.each<[string, Args]>([
    // OpenShift API, "RoleBinding [authorization.openshift.io/v1]".
    ["a binding of OpenShift", manifest("authorization.openshift.io/v1", "ClusterRoleBinding", { subjects })],
    // Kyverno, "Generate Rules".
    ["a policy that makes bindings", manifest("kyverno.io/v1", "ClusterPolicy", { spec: { data: { subjects } } })],
    ["another group's Service", manifest("example.com/v1", "Service", { spec: { group: "deployers" } })],
  ])("is told, although its text names a plain kind or it has the name of one: %s", (_what, args) => {
    expect(told(base, "kubernetes_manifest", args)).toEqual(["mesh: kubernetes_manifest.one"]);
  });

  it.each<[string, Args]>([
    ["a Deployment", manifest("apps/v1", "Deployment", { spec: { env: "deployers" } })],
    ["a ConfigMap", manifest("v1", "ConfigMap", { data: { group: "deployers" } })],
    ["a CronJob", manifest("batch/v1", "CronJob", { spec: { group: "deployers" } })],
    ["a label", manifest("example.com/v1", "Grant", { metadata: { labels: { team: "deployers" } } })],
  ])("is not told: %s", (_what, args) => {
    expect(told(base, "kubernetes_manifest", args)).toEqual([]);
  });
});
