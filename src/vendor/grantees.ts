/** What a resource gives to whom one of its arguments names. */
export interface Grantee {
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
  azurerm_cosmosdb_sql_role_assignment: { argument: "principal_id", words: "a holder of a role in Cosmos DB" },
  azurerm_kusto_cluster_principal_assignment: { argument: "principal_id", words: "a principal of a Kusto cluster" },
  azurerm_kusto_database_principal_assignment: { argument: "principal_id", words: "a principal of a Kusto database" },
  azurerm_mysql_flexible_server_active_directory_administrator: { argument: "object_id", words: ADMINISTRATOR },
  azurerm_pim_eligible_role_assignment: {
    ...{ argument: "principal_id", words: "eligible for a role, which Azure gives to users and groups alone" },
  },
  azurerm_postgresql_flexible_server_active_directory_administrator: { argument: "object_id", words: ADMINISTRATOR },
  azurerm_synapse_role_assignment: { argument: "principal_id", words: "a holder of a role in Synapse" },
  google_storage_bucket_access_control: ACCESS_CONTROL,
  google_storage_default_object_access_control: ACCESS_CONTROL,
  google_storage_object_access_control: ACCESS_CONTROL,
  aws_kms_grant: { argument: "grantee_principal", words: "a grantee of a key of AWS KMS" },
  aws_lakeformation_opt_in: { argument: "principal.data_lake_principal_identifier", words: LAKE },
  aws_lakeformation_permissions: { argument: "principal", words: LAKE },
  aws_lambda_permission: { argument: "principal", words: "a caller of a function" },
  aws_ram_principal_association: { argument: "principal", words: "a principal of a resource share" },
  aws_vpc_endpoint_service_allowed_principal: {
    ...{ argument: "principal_arn", words: "a consumer of an endpoint service" },
  },
};
