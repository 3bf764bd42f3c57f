import { canGrant } from "../../src/vendor/granting-types";

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
