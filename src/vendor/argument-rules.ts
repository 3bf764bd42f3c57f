import { AWS_ARGUMENT_FORMS, AWS_PROVIDER_FORMS } from "./aws/argument-forms";
import { ArgumentForm, named } from "./argument-form";
import { FEDERATED_CREDENTIAL_NAME, IDENTITY_NAME, TENANT_FORM, UUID_FORM } from "./azure/entra";
import { POOL_ID, SERVICE_ACCOUNT_ID } from "./google/federation";
import { NAMESPACE_NAME, OBJECT_NAME, POD_TYPES, RELEASE_NAME } from "./kubernetes/object-names";

const PROJECT: ArgumentForm = {
  argument: "project",
  form: /^(projects\/)?(([a-z0-9-]+\.)+[a-z]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$|^\d+$/,
  words: "a project's id",
  isOptional: true,
};
/** A list of one is taken by its JSON. */
const AUDIENCE: ArgumentForm = {
  argument: "audience",
  form: /^(\["[^"]{1,600}"\]|[^[]{1,600})$/,
  words: "one audience",
};
const GROUP: ArgumentForm = {
  argument: "resource_group_name",
  form: /^[\w().-]{0,89}[\w()-]$/,
  words: "1 to 90 letters, digits, _ - ( ) and ., which is not the last",
};
const GROUP_NAME: ArgumentForm = { ...GROUP, argument: "name" };
const LOCATION: ArgumentForm = { argument: "location", form: /^[a-z][a-z0-9 ]+$/i, words: "a region's name" };

/** An id of Azure, which ignores its letter case. */
function uuid(argument: string, isOptional = true): ArgumentForm {
  return { argument, form: UUID_FORM, words: "a UUID", isOptional };
}

/** Azure: "Naming rules and restrictions for Azure resources"; Terraform registry: "azurerm_kubernetes_cluster". */
const AKS_CLUSTER: readonly ArgumentForm[] = [
  {
    argument: "name",
    form: /^[a-z0-9]([-_a-z0-9]{0,61}[a-z0-9])?$/i,
    words: "1 to 63 letters, digits, - and _, which are neither first nor last",
  },
  GROUP,
  LOCATION,
  {
    argument: "dns_prefix",
    form: /^[a-z0-9]([-a-z0-9]{0,52}[a-z0-9])?$/i,
    words: "1 to 54 letters, digits and -, which is neither first nor last",
    unless: "dns_prefix_private_cluster",
  },
  {
    argument: "identity.type",
    form: /^(System|User)Assigned$/,
    words: "SystemAssigned or UserAssigned",
    unless: "service_principal",
  },
  {
    argument: "default_node_pool.name",
    form: /^[a-z][a-z0-9]{0,11}$/,
    words: "1 to 12 lower-case letters and digits, of which the first is a letter",
  },
  { argument: "default_node_pool.vm_size", form: /^[a-z]+_\w+$/i, words: "a size of machines", isOptional: true },
  uuid("azure_active_directory_role_based_access_control.tenant_id"),
];

/** Google Kubernetes Engine API: `projects.locations.clusters`; Compute Engine documentation: "Regions and zones". */
const GKE_CLUSTER: readonly ArgumentForm[] = [
  {
    argument: "name",
    form: /^[a-z]([-a-z0-9]{0,38}[a-z0-9])?$/,
    words: "1 to 40 lower-case letters, digits and -, of which the first is a letter and the last is no -",
  },
  { argument: "location", form: /^[a-z]+-[a-z]+\d+(-[a-z])?$/, words: "a region or a zone", isOptional: true },
  PROJECT,
];

/** Cloud Storage documentation: "About Cloud Storage buckets", names. */
const BUCKET: ArgumentForm = {
  argument: "bucket",
  form: /^(b\/)?[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$/,
  words: "a bucket's name",
};

/** Identity and Access Management API: `projects.serviceAccounts.setIamPolicy`, its `resource`. */
const ACCOUNT_NAME: ArgumentForm = {
  argument: "service_account_id",
  form: /^projects\/[^/]+\/serviceAccounts\/[^/]+$/,
  words: "a service account's resource name, projects/PROJECT/serviceAccounts/ACCOUNT",
};

/** Kubernetes: `metadata` of what pods are made of. */
const METADATA: readonly ArgumentForm[] = [
  { ...named("metadata.name", OBJECT_NAME), unless: "metadata.generate_name" },
  { ...named("metadata.namespace", NAMESPACE_NAME), isOptional: true },
];

/** Forms of what providers are configured with, by their names. */
export const PROVIDER_FORMS: Readonly<Record<string, readonly ArgumentForm[]>> = {
  azurerm: [uuid("subscription_id"), { argument: "tenant_id", form: TENANT_FORM, words: "a UUID or a domain" }],
  google: [PROJECT],
  ...AWS_PROVIDER_FORMS,
};

/**
 * Forms of arguments by the types of resources. Google Cloud: "Creating and managing projects", workloadIdentityPools.create; Azure: "Naming rules and restrictions for Azure
 * resources".
 */
export const ARGUMENT_FORMS: Readonly<Record<string, readonly ArgumentForm[]>> = {
  ...AWS_ARGUMENT_FORMS,
  // Microsoft Graph: "federatedIdentityCredential resource type", whose list of audiences takes a single value.
  azuread_application_federated_identity_credential: [{ ...AUDIENCE, argument: "audiences" }],
  azurerm_federated_identity_credential: [
    named("name", FEDERATED_CREDENTIAL_NAME),
    AUDIENCE,
    { ...GROUP, isOptional: true },
    {
      argument: "parent_id",
      form: /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.ManagedIdentity\/userAssignedIdentities\/[^/*]+$/i,
      words: "the id of a user-assigned identity",
      unless: "user_assigned_identity_id",
    },
  ],
  azurerm_kubernetes_cluster: AKS_CLUSTER,
  azurerm_resource_group: [GROUP_NAME, LOCATION],
  azurerm_role_assignment: [
    {
      argument: "scope",
      // A version of a secret or a key is no scope; its URL is no resource id.
      form: /^\/(?!.*\/versions\/)/i,
      words: "a resource id",
    },
    {
      argument: "role_definition_id",
      form: /^(\/.*)?\/providers\/Microsoft\.Authorization\/roleDefinitions\/[\da-f-]{36}$/i,
      words: "the id of a role definition",
      unless: "role_definition_name",
    },
    {
      argument: "principal_type",
      form: /^(User|Group|ServicePrincipal)$/,
      words: "User, Group or ServicePrincipal",
      isOptional: true,
    },
  ],
  azurerm_user_assigned_identity: [named("name", IDENTITY_NAME), GROUP, LOCATION],
  google_container_cluster: GKE_CLUSTER,
  google_iam_workload_identity_pool: [named("workload_identity_pool_id", POOL_ID), PROJECT],
  google_iam_workload_identity_pool_provider: [
    named("workload_identity_pool_id", POOL_ID),
    named("workload_identity_pool_provider_id", POOL_ID),
    PROJECT,
  ],
  google_project_iam_member: [{ ...PROJECT, isOptional: false }],
  google_service_account: [named("account_id", SERVICE_ACCOUNT_ID), PROJECT],
  google_service_account_iam_binding: [ACCOUNT_NAME],
  google_service_account_iam_member: [ACCOUNT_NAME],
  google_service_account_iam_policy: [ACCOUNT_NAME],
  google_storage_bucket_iam_binding: [BUCKET],
  google_storage_bucket_iam_member: [BUCKET],
  google_storage_bucket_iam_policy: [BUCKET],
  helm_release: [named("name", RELEASE_NAME), { ...named("namespace", NAMESPACE_NAME), isOptional: true }],
  ...Object.fromEntries(POD_TYPES.map((type) => [type, METADATA])),
};

export type { ArgumentForm } from "./argument-form";
