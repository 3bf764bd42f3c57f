/**
 * Which types of Terraform resources can grant: give an identity rights, let one be assumed, or run something as one. A resource of
 * such a type that nothing simulates and that mentions an identity is told; one of another type is not. A type that is not known
 * here counts as one that can: not to know is not to be silent.
 */

/** Words in the name of a type that grants, by the provider's prefix. The providers' own words for policies and members are few. */
const GRANTING: Readonly<Record<string, RegExp>> = {
  aws: /polic|permission|grant|role|principal|assignment|delegat|credential|trust|access_(key|point|entry)|bucket_acl|^aws_iam_|^aws_identitystore_|^aws_cognito_(identity|user)|^aws_ram_|^aws_ssoadmin_|^aws_organizations_|^aws_eks_(identity|pod_identity)|^aws_lakeformation_|^aws_(quicksight|transfer|memorydb|elasticache|finspace_kx|appstream|datazone)_user/,
  google:
    /_iam_|_acl$|access_(control|level|policy|binding)|dataset_access|(membership|policy|role)_binding|identity_(pool|group|platform)|service_account|entitlement|hmac_key|shared_vpc|perimeter|authz_policy|group_membership|tag_binding|ssh_public_key/,
  azurerm:
    /role_(assignment|definition|management)|access_polic|identity|credential|principal_assignment|administrator|aad_admin|lighthouse|trusted_access|policy_assignment|shared_access|sas_token|local_user|user_definition|mongo_cluster_user|postgresql_role|access_connector/,
  azuread:
    /app_role_assignment|application|service_principal|federated|group|directory_role|delegated_permission|administrative_unit|access_package|password|certificate/,
  kubernetes:
    /role|service_account|token_request|certificate_signing|webhook|api_service|manifest|secret|config_map|csi_driver|priority_class/,
};

/**
 * Types that hold a policy or the description of other resources, run a program, or run code as an identity that they name, although
 * their names do not say so.
 */
export const GRANTING_BY_ARGUMENT: readonly string[] = [
  "aws_api_gateway_rest_api",
  "aws_apprunner_service",
  "aws_batch_job_definition",
  "aws_bedrockagent_agent",
  "aws_cloudcontrolapi_resource",
  "aws_cloudformation_stack",
  "aws_cloudformation_stack_instances",
  "aws_cloudformation_stack_set",
  "aws_cloudformation_stack_set_instance",
  "aws_codebuild_project",
  "aws_codepipeline",
  "aws_config_conformance_pack",
  "aws_config_organization_conformance_pack",
  "aws_config_remediation_configuration",
  "aws_datapipeline_pipeline_definition",
  "aws_ecs_service",
  "aws_ecs_task_definition",
  "aws_elastic_beanstalk_environment",
  "aws_elasticsearch_domain",
  "aws_emr_cluster",
  "aws_glacier_vault",
  "aws_glue_job",
  "aws_imagebuilder_component",
  "aws_instance",
  "aws_iot_provisioning_template",
  "aws_kms_external_key",
  "aws_kms_key",
  "aws_kms_replica_key",
  "aws_lambda_function",
  "aws_lambda_invocation",
  "aws_launch_configuration",
  "aws_launch_template",
  "aws_opensearch_domain",
  "aws_redshiftdata_statement",
  "aws_s3_bucket",
  "aws_sagemaker_domain",
  "aws_sagemaker_model",
  "aws_sagemaker_notebook_instance",
  "aws_sagemaker_notebook_instance_lifecycle_configuration",
  "aws_sagemaker_studio_lifecycle_config",
  "aws_scheduler_schedule",
  "aws_secretsmanager_secret",
  "aws_serverlessapplicationrepository_cloudformation_stack",
  "aws_servicecatalog_constraint",
  "aws_servicecatalog_provisioned_product",
  "aws_sfn_state_machine",
  "aws_sns_topic",
  "aws_spot_fleet_request",
  "aws_spot_instance_request",
  "aws_sqs_queue",
  "aws_ssm_activation",
  "aws_ssm_association",
  "aws_ssm_document",
  "aws_ssm_maintenance_window_task",
  "aws_vpc_endpoint",
  "aws_vpc_endpoint_service",
  "azurerm_arc_kubernetes_cluster_extension",
  "azurerm_arc_machine_extension",
  "azurerm_automation_account",
  "azurerm_automation_job_schedule",
  "azurerm_automation_runbook",
  "azurerm_batch_pool",
  "azurerm_blueprint_assignment",
  "azurerm_container_app",
  "azurerm_container_app_job",
  "azurerm_container_group",
  "azurerm_container_registry_task",
  "azurerm_data_factory",
  "azurerm_data_factory_pipeline",
  "azurerm_function_app",
  "azurerm_function_app_flex_consumption",
  // Each of these names object ids that it lets in: administrators, access control lists, authorizations.
  "azurerm_healthcare_fhir_service",
  "azurerm_healthcare_service",
  "azurerm_key_vault_managed_hardware_security_module",
  "azurerm_managed_application_definition",
  "azurerm_mssql_managed_instance",
  "azurerm_mssql_server",
  "azurerm_powerbi_embedded",
  "azurerm_synapse_workspace",
  "azurerm_key_vault",
  "azurerm_kubernetes_cluster",
  "azurerm_kubernetes_cluster_extension",
  "azurerm_kusto_script",
  "azurerm_linux_function_app",
  "azurerm_linux_virtual_machine",
  "azurerm_linux_virtual_machine_scale_set",
  "azurerm_linux_web_app",
  "azurerm_logic_app_action_custom",
  "azurerm_logic_app_action_http",
  "azurerm_logic_app_standard",
  "azurerm_logic_app_workflow",
  "azurerm_mssql_job_step",
  "azurerm_orchestrated_virtual_machine_scale_set",
  "azurerm_resource_deployment_script_azure_cli",
  "azurerm_resource_deployment_script_azure_power_shell",
  "azurerm_resource_group_template_deployment",
  "azurerm_storage_data_lake_gen2_filesystem",
  "azurerm_storage_data_lake_gen2_path",
  "azurerm_subscription_template_deployment",
  "azurerm_management_group_template_deployment",
  "azurerm_tenant_template_deployment",
  "azurerm_virtual_machine",
  "azurerm_virtual_machine_extension",
  "azurerm_virtual_machine_run_command",
  "azurerm_virtual_machine_scale_set",
  "azurerm_virtual_machine_scale_set_extension",
  "azurerm_windows_function_app",
  "azurerm_windows_virtual_machine",
  "azurerm_windows_virtual_machine_scale_set",
  "azurerm_windows_web_app",
  "google_alloydb_user",
  "google_api_gateway_api_config",
  "google_app_engine_flexible_app_version",
  "google_app_engine_standard_app_version",
  "google_bigquery_dataset",
  "google_bigquery_connection",
  "google_bigquery_job",
  "google_bigquery_routine",
  "google_cloud_run_service",
  "google_cloud_run_v2_job",
  "google_cloud_run_v2_service",
  "google_cloud_run_v2_worker_pool",
  "google_cloud_scheduler_job",
  "google_cloud_tasks_queue",
  "google_cloudbuild_trigger",
  "google_cloudbuild_worker_pool",
  "google_cloudfunctions_function",
  "google_cloudfunctions2_function",
  "google_composer_environment",
  "google_compute_instance",
  "google_compute_instance_from_machine_image",
  "google_compute_instance_from_template",
  "google_compute_instance_template",
  "google_compute_project_metadata",
  "google_compute_project_metadata_item",
  "google_compute_region_instance_template",
  "google_container_cluster",
  "google_container_node_pool",
  "google_dataflow_flex_template_job",
  "google_dataflow_job",
  "google_dataproc_cluster",
  "google_deployment_manager_deployment",
  "google_endpoints_service",
  "google_gke_hub_feature",
  "google_gke_hub_membership",
  "google_infra_manager_deployment",
  "google_notebooks_instance",
  "google_os_config_os_policy_assignment",
  "google_os_config_patch_deployment",
  "google_os_config_v2_policy_orchestrator",
  "google_os_config_v2_policy_orchestrator_for_folder",
  "google_os_config_v2_policy_orchestrator_for_organization",
  "google_sql_user",
  "google_workbench_instance",
  "google_workflows_workflow",
  "kubernetes_cron_job",
  "kubernetes_cron_job_v1",
  "kubernetes_daemon_set_v1",
  "kubernetes_daemonset",
  "kubernetes_deployment",
  "kubernetes_deployment_v1",
  "kubernetes_job",
  "kubernetes_job_v1",
  "kubernetes_pod",
  "kubernetes_pod_v1",
  "kubernetes_replication_controller",
  "kubernetes_replication_controller_v1",
  "kubernetes_stateful_set",
  "kubernetes_stateful_set_v1",
];

/** Types whose names hold one of the words above, and which grant nothing. */
const HARMLESS: RegExp =
  /^aws_(appautoscaling_policy|autoscaling_(group_tag|policy)|backup_plan|batch_scheduling_policy|cloudfront_(cache|continuous_deployment|origin_request|response_headers)_policy|dlm_lifecycle_policy|ecr_lifecycle_policy|efs_backup_policy|emr_managed_scaling_policy|fms_policy|iam_(account_alias|account_password_policy|organizations_features|security_token_service_preferences|server_certificate|virtual_mfa_device)|imagebuilder_lifecycle_policy|(app_cookie|lb_cookie|lightsail_lb)_stickiness_policy|lb_ssl_negotiation_policy|lb_trust_store(_revocation)?|load_balancer_(backend_server_|listener_)?policy|networkfirewall_firewall_policy|opensearchserverless_lifecycle_policy|proxy_protocol_policy|resiliencehub_resiliency_policy|route53_(delegation_set|traffic_policy(_instance)?)|route53domains_delegation_signer_record|s3control_bucket_lifecycle_configuration|servicequotas_template_association|shield_.*|sqs_queue_redrive(_allow)?_policy|workspacesweb_trust_store(_association)?)$|^google_(.*_iam_audit_config|compute_(?!.*_iam_).*|iam_access_boundary_policy)$/;

/** Providers whose resources hold values and touch no cloud. */
const VALUES: readonly string[] = [
  "archive",
  "external",
  "http",
  "local",
  "null",
  "random",
  "terraform",
  "time",
  "tls",
];

/** Whether resources of a type hold values and touch no cloud. */
export function holdsValues(type: string): boolean {
  return VALUES.includes(type.slice(0, type.indexOf("_") >>> 0));
}

/**
 * The name of an argument by which a resource of whatever type is given an identity, or gives something to one: `role_arn`,
 * `credentials`, `identity`, `service_account_email`, `admin_users`, `repository_policy`.
 */
export const IDENTITY_ARGUMENT =
  /(^|_)(roles?|identity|identities|principals?|service_accounts?|members?|grantee|grants?|admins?|administrators?|owners?|users?|username|credentials?|polic(y|ies)|permissions?|object_ids?|issuers?)(_|$)/;

/** Arguments that say nothing of rights, whatever they mention, at whatever depth. */
export const SILENT_ARGUMENTS: readonly string[] = [
  "tags",
  "tags_all",
  "labels",
  "effective_labels",
  "terraform_labels",
  "description",
  "//",
];

/**
 * Arguments of Terraform itself. They stand at the top of a block; below it the name is the vendor's, such as `spec.provider` of a
 * SecretStore, which has a role.
 *
 * Terraform documentation: "Meta-arguments", https://developer.hashicorp.com/terraform/language/meta-arguments
 */
export const META_ARGUMENTS: readonly string[] = ["depends_on", "lifecycle", "provider", "providers"];

/** Types whose owners and users are people to be told of something. */
const CONTACTS = /^google_apphub_/;

/** Whether a resource of a type can be given an identity, or give something to one, by one of its arguments. */
export function canNameIdentity(type: string): boolean {
  return !holdsValues(type) && !CONTACTS.test(type);
}

/** Whether a resource of a type can grant something to an identity that it mentions. */
export function canGrant(type: string): boolean {
  const provider = type.slice(0, type.indexOf("_") >>> 0);
  if (VALUES.includes(provider)) return false;
  if (GRANTING_BY_ARGUMENT.includes(type)) return true;
  const words = Object.hasOwn(GRANTING, provider) ? GRANTING[provider] : undefined;
  if (words === undefined) return true;
  return words.test(type) && !HARMLESS.test(type);
}
