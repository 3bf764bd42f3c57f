/**
 * Which arguments decide who gets in or what they may do, so that `ignore_changes` on them keeps another rule in force than the one
 * that is written.
 *
 * Terraform language: "The lifecycle meta-argument", section ignore_changes
 * (https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#ignore_changes).
 */

/** Arguments that tell about an object and decide nothing. */
const TELLING =
  /^(tags|tags_all|labels|terraform_labels|effective_labels|description|display_name|notes|timeouts|thumbprint_list|metadata(\[0\]|\.0)?\.annotations)(?!\w)/;

/** Types of which every other argument decides. */
const TRUSTS_AND_GRANTS =
  /^(aws_iam_(openid_connect_provider|role|policy)|aws_eks_access_|aws_.*_policy|awscc_iam_|google_.*_iam_|google_iam_|azurerm_(federated_identity_credential|role_|key_vault_access_policy)|azuread_application_federated|kubernetes_(cluster_)?role|kubernetes_config_map|kubernetes_manifest|kubectl_manifest)/;

/** Arguments that decide in resources that are mostly about other things: clusters, buckets, keys, queues. */
const WITHIN =
  /^(policy|access_policy|access_config|enable_legacy_abac|azure_active_directory_role_based_access_control|local_account_disabled|role_based_access_control_enabled|azure_rbac_enabled|enable_rbac_authorization|rbac_authorization_enabled|disabled)(?!\w)/;

/** Whether an argument of a type, as `ignore_changes` names it, decides who gets in or what they may do. */
export function decides(type: string, ignored: string): boolean {
  return TRUSTS_AND_GRANTS.test(type) ? !TELLING.test(ignored) : WITHIN.test(ignored);
}

/** Whether a type is one that lets subjects in by itself, without a name of the identity that they act as. */
export const LETS_IN =
  /^(aws_iam_openid_connect_provider|google_iam_workload_identity_pool(_provider)?|azurerm_federated_identity_credential|azuread_application_federated_identity_credential)$/;

/**
 * Arguments that decide, and that an object keeps as it has them where they are not written: optional ones that the provider
 * reads from the cloud. Terraform registry: "aws_eks_access_entry", "aws_iam_role".
 */
export const KEPT_UNLESS_WRITTEN: Readonly<Record<string, readonly string[]>> = {
  aws_eks_access_entry: ["kubernetes_groups", "user_name"],
  aws_iam_role: ["managed_policy_arns", "inline_policy"],
};
