import { existsSync } from "node:fs";
import { canGrant, canNameIdentity, GRANTING_BY_ARGUMENT, IDENTITY_ARGUMENT } from "../../src/vendor/granting-types";

describe("a type of Terraform resources", () => {
  it.each([
    "aws_iam_role_policy_attachment",
    "aws_s3_bucket_policy",
    "aws_kms_grant",
    "aws_eks_access_entry",
    "aws_eks_pod_identity_association",
    "aws_lambda_function",
    "aws_ssoadmin_account_assignment",
    "aws_ram_principal_association",
    "google_storage_bucket_iam_member",
    "google_project_iam_policy",
    "google_iam_deny_policy",
    "google_storage_bucket_acl",
    "google_service_account_key",
    "google_compute_instance",
    "google_compute_instance_iam_member",
    "google_privileged_access_manager_entitlement",
    "azurerm_role_assignment",
    "azurerm_pim_eligible_role_assignment",
    "azurerm_key_vault_access_policy",
    "azurerm_federated_identity_credential",
    "azurerm_linux_virtual_machine",
    // Terraform registry: the blocks ace, azuread_administrator and authorization, and admin_object_ids, name object ids
    "azurerm_storage_data_lake_gen2_path",
    "azurerm_mssql_server",
    "azurerm_managed_application_definition",
    "azurerm_key_vault_managed_hardware_security_module",
    "azuread_app_role_assignment",
    "kubernetes_cluster_role_binding_v1",
    "kubernetes_manifest",
    "kubernetes_config_map_v1_data",
    "kubectl_manifest",
    "helm_release",
    "azapi_resource",
    "awscc_eks_access_entry",
    "vault_aws_secret_backend_role",
  ])("%s can grant", (type) => {
    expect(canGrant(type)).toBe(true);
  });

  it.each([
    "aws_cloudwatch_log_group",
    "aws_autoscaling_policy",
    "aws_ecr_lifecycle_policy",
    "aws_iam_account_password_policy",
    "aws_route53_record",
    "google_dns_record_set",
    "google_compute_security_policy",
    "google_monitoring_alert_policy",
    "azurerm_dns_a_record",
    "azurerm_storage_management_policy",
    "kubernetes_namespace_v1",
    "random_id",
    "terraform_data",
    "null_resource",
    "time_sleep",
    "local_file",
    "tls_private_key",
  ])("%s cannot", (type) => {
    expect(canGrant(type)).toBe(false);
  });
});

describe("the types that grant by what they hold", () => {
  /** In the beta provider, or in later versions than the bindings. */
  const LATER = [
    "google_api_gateway_api_config",
    "google_compute_instance_from_machine_image",
    "google_dataflow_flex_template_job",
    "google_infra_manager_deployment",
  ];
  const isBound = (type: string) => {
    const [provider, ...rest] = type.split("_");
    return existsSync(`node_modules/@cdktf/provider-${provider}/lib/${rest.join("-")}/index.d.ts`);
  };

  it("are types of the providers, each once", () => {
    expect(GRANTING_BY_ARGUMENT.filter((type) => !isBound(type))).toEqual(LATER);
    expect(GRANTING_BY_ARGUMENT).toHaveLength(new Set(GRANTING_BY_ARGUMENT).size);
  });
});

describe("an argument of whatever type", () => {
  // Terraform registry: the arguments by which aws_api_gateway_integration, aws_cloud9_environment_ec2, google_container_aws_cluster,
  // azurerm_healthcare_service, aws_ecr_repository_creation_template and google_vertex_ai_index_endpoint_deployed_index name identities.
  it.each([
    "credentials_arn",
    "owner_arn",
    "admin_users",
    "access_policy_object_ids",
    "repository_policy",
    "allowed_issuers",
  ])("%s may name an identity", (argument) => {
    expect(IDENTITY_ARGUMENT.test(argument)).toBe(true);
  });

  it.each(["name", "value", "environment", "resource_group_name", "security_groups", "account_id"])(
    "%s names none",
    (argument) => {
      expect(IDENTITY_ARGUMENT.test(argument)).toBe(false);
    },
  );

  it("names none in a type of values or contacts", () => {
    expect(["random_pet", "google_apphub_application", "aws_pipes_pipe"].filter(canNameIdentity)).toEqual([
      "aws_pipes_pipe",
    ]);
  });
});
