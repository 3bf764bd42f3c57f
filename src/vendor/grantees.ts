/** What a resource gives to whom one of its arguments names. */
export interface Grantee {
  /** The argument, or that of a block, whose text or list names them: `authorization.admin_users`. */
  readonly argument: string;
  /** What it makes of the one that is named: "a member of a group of Entra". */
  readonly words: string;
  /** What stands before the e-mail of a Google service account there, where that is no member of IAM. */
  readonly prefix?: string;
}

const ENTRA_ROLE = "a holder of a directory role of Entra";
const ADMINISTRATOR = "an administrator of a database server";
/** "Access control lists", Cloud Storage: entities are scopes of their own form. */
const ACCESS_CONTROL: Grantee = { argument: "entity", words: "an entity of an access control list", prefix: "user-" };
const LAKE = "a grantee of AWS Lake Formation";

/**
 * Types whose resources give something to one identity by an argument of its own, by what is no policy that the simulator reads. That
 * they give something is sure, whatever it is. Terraform registry: the resources' own pages.
 */
export const GRANTEES: Readonly<Record<string, Grantee>> = {
  azuread_application: { argument: "owners", words: "an owner of an application" },
  azuread_service_principal: { argument: "owners", words: "an owner of an application" },
  azuread_app_role_assignment: { argument: "principal_object_id", words: "a holder of an app role" },
  azuread_application_owner: { argument: "owner_object_id", words: "an owner of an application" },
  azuread_administrative_unit_role_member: { argument: "member_object_id", words: ENTRA_ROLE },
  azuread_directory_role_assignment: { argument: "principal_object_id", words: ENTRA_ROLE },
  azuread_directory_role_eligibility_schedule_request: { argument: "principal_id", words: ENTRA_ROLE },
  azuread_directory_role_member: { argument: "member_object_id", words: ENTRA_ROLE },
  azuread_group_member: { argument: "member_object_id", words: "a member of a group of Entra" },
  azuread_service_principal_delegated_permission_grant: {
    ...{ argument: "service_principal_object_id", words: "a client with delegated permissions" },
  },
  azurerm_analysis_services_server: {
    argument: "admin_users",
    words: "an administrator of an Analysis Services server",
  },
  azurerm_cosmosdb_sql_role_assignment: { argument: "principal_id", words: "a holder of a role in Cosmos DB" },
  azurerm_healthcare_service: { argument: "access_policy_object_ids", words: "a reader and writer of health data" },
  azurerm_key_vault_managed_hardware_security_module: {
    ...{ argument: "admin_object_ids", words: "an administrator of a Managed HSM" },
  },
  azurerm_kusto_cluster_principal_assignment: { argument: "principal_id", words: "a principal of a Kusto cluster" },
  azurerm_kusto_database_principal_assignment: { argument: "principal_id", words: "a principal of a Kusto database" },
  azurerm_mssql_managed_instance: {
    ...{ argument: "azure_active_directory_administrator.object_id", words: ADMINISTRATOR },
  },
  azurerm_mssql_server: { argument: "azuread_administrator.object_id", words: ADMINISTRATOR },
  azurerm_mysql_flexible_server_active_directory_administrator: { argument: "object_id", words: ADMINISTRATOR },
  azurerm_pim_eligible_role_assignment: {
    ...{ argument: "principal_id", words: "eligible for a role, which Azure gives to users and groups alone" },
  },
  azurerm_postgresql_flexible_server_active_directory_administrator: { argument: "object_id", words: ADMINISTRATOR },
  azurerm_powerbi_embedded: { argument: "administrators", words: "an administrator of a Power BI capacity" },
  azurerm_synapse_role_assignment: { argument: "principal_id", words: "a holder of a role in Synapse" },
  google_container_attached_cluster: {
    ...{ argument: "authorization.admin_users", words: "an administrator of an attached cluster", prefix: "" },
  },
  google_storage_bucket_access_control: ACCESS_CONTROL,
  google_storage_default_object_access_control: ACCESS_CONTROL,
  google_storage_object_access_control: ACCESS_CONTROL,
  aws_cloud9_environment_membership: { argument: "user_arn", words: "a member of an environment of AWS Cloud9" },
  aws_kms_grant: { argument: "grantee_principal", words: "a grantee of a key of AWS KMS" },
  aws_lakeformation_opt_in: { argument: "principal.data_lake_principal_identifier", words: LAKE },
  aws_lakeformation_permissions: { argument: "principal", words: LAKE },
  aws_ram_principal_association: { argument: "principal", words: "a principal of a resource share" },
  aws_vpc_endpoint_service_allowed_principal: {
    ...{ argument: "principal_arn", words: "a consumer of an endpoint service" },
  },
};
