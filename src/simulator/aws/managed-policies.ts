/** One statement of an AWS managed policy, as far as it is about what lets a role give itself or others more. */
export interface ManagedStatement {
  readonly Effect: string;
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  /** Whether it has a condition, which is not part of the excerpt. */
  readonly isConditional: boolean;
}

type Excerpt = readonly [effect: string, actions: string, resources: string, isConditional: boolean];

function statements(...excerpts: readonly Excerpt[]): readonly ManagedStatement[] {
  return excerpts.map(([Effect, actions, resources, isConditional]) => ({
    ...{ Effect, isConditional },
    Action: actions.split(" "),
    Resource: resources.split(" "),
  }));
}

/**
 * The AWS managed policies that allow one of the actions of `ESCALATIONS`, each with the statements about them; all others in
 * `MANAGED_POLICY_NAMES` allow none.
 *
 * Source: `moto/iam/aws_managed_policies.py` of moto 5.2.1 (PyPI, Apache-2.0), which holds what IAM's GetPolicyVersion gives.
 */
export const ESCALATING_MANAGED_POLICIES: Readonly<Record<string, readonly ManagedStatement[]>> = {
  "AWS-SSM-DiagnosisAutomation-AdministrationRolePolicy": statements([
    "Allow",
    "sts:AssumeRole",
    "arn:aws:iam::*:role/AWS-SSM-DiagnosisExecutionRole*",
    true,
  ]),
  "AWS-SSM-DiagnosisAutomation-OperationalAccountAdministrationRolePolicy": statements([
    "Allow",
    "sts:AssumeRole",
    "arn:aws:iam::*:role/AWS-SSM-DiagnosisExecutionRole*",
    true,
  ]),
  "AWS-SSM-RemediationAutomation-AdministrationRolePolicy": statements([
    "Allow",
    "sts:AssumeRole",
    "arn:aws:iam::*:role/AWS-SSM-RemediationExecutionRole*",
    true,
  ]),
  "AWS-SSM-RemediationAutomation-OperationalAccountAdministrationRolePolicy": statements([
    "Allow",
    "sts:AssumeRole",
    "arn:aws:iam::*:role/AWS-SSM-RemediationExecutionRole*",
    true,
  ]),
  AWSApplicationMigrationNetworkMigrationMultiAccount: statements([
    "Allow",
    "iam:AttachRolePolicy",
    "arn:aws:iam::*:role/Nmd*modifyTransitGateway*",
    true,
  ]),
  AWSBackupServiceRolePolicyForBackup: statements(
    ["Allow", "eks:CreateAccessEntry", "arn:aws:eks:*:*:cluster/*", false],
    ["Allow", "eks:AssociateAccessPolicy", "arn:aws:eks:*:*:access-entry/*", true],
  ),
  AWSBackupServiceRolePolicyForRestores: statements(
    [
      "Allow",
      "eks:CreateAccessEntry eks:AssociateAccessPolicy eks:CreatePodIdentityAssociation",
      "arn:aws:eks:*:*:access-entry/* arn:aws:eks:*:*:addon/* arn:aws:eks:*:*:cluster/* arn:aws:eks:*:*:fargateprofile/* arn:aws:eks:*:*:nodegroup/* arn:aws:eks:*:*:podidentityassociation/*",
      false,
    ],
    ["Allow", "eks:AssociateAccessPolicy", "arn:aws:eks:*:*:access-entry/*", true],
  ),
  AWSCodeStarServiceRole: statements(
    [
      "Allow",
      "iam:AttachRolePolicy iam:PutRolePolicy iam:SetDefaultPolicyVersion",
      "arn:aws:iam::*:role/CodeStarWorker* arn:aws:iam::*:policy/CodeStarWorker* arn:aws:iam::*:instance-profile/awscodestar-*",
      false,
    ],
    ["Allow", "iam:AttachUserPolicy", "*", true],
    ["Allow", "iam:CreatePolicyVersion", "arn:aws:iam::*:policy/CodeStar_*", false],
  ),
  AWSControlTowerServiceRolePolicy: statements([
    "Allow",
    "sts:AssumeRole",
    "arn:aws:iam::*:role/AWSControlTowerExecution arn:aws:iam::*:role/AWSControlTowerBlueprintAccess",
    false,
  ]),
  AWSElasticDisasterRecoveryEc2InstancePolicy: statements([
    "Allow",
    "sts:AssumeRole",
    "arn:aws:iam::*:role/service-role/DRSCrossAccountAgentAuthorizedRole_*",
    true,
  ]),
  AWSElasticDisasterRecoveryRecoveryInstancePolicy: statements([
    "Allow",
    "sts:AssumeRole",
    "arn:aws:iam::*:role/service-role/DRSCrossAccountAgentAuthorizedRole_*",
    true,
  ]),
  AWSIQPermissionServiceRolePolicy: statements([
    "Allow",
    "iam:AttachRolePolicy",
    "arn:aws:iam::*:role/AWSIQPermission-*",
    true,
  ]),
  AWSMcpServiceActionsFullAccess: statements(["Allow", "*", "*", true]),
  AWSObservabilityAdminTelemetryEnablementServiceRolePolicy: statements(
    ["Allow", "eks:UpdateClusterConfig", "arn:aws:eks:*:*:cluster/*", true],
    ["Allow", "eks:UpdateClusterConfig", "arn:aws:eks:*:*:cluster/*", true],
    ["Allow", "eks:UpdateClusterConfig", "arn:aws:eks:*:*:cluster/*", true],
    ["Allow", "eks:UpdateClusterConfig", "arn:aws:eks:*:*:cluster/*", true],
    ["Allow", "eks:UpdateClusterConfig", "arn:aws:eks:*:*:cluster/*", true],
  ),
  AWSPartnerCentralChannelManagement: statements([
    "Allow",
    "sts:AssumeRole",
    "arn:aws:iam::*:role/PartnerCentralChannelBillingTransferManagement arn:aws:iam::*:role/PartnerCentralChannelBillingTransferReadOnly",
    false,
  ]),
  AWSPartnerCentralFullAccess: statements([
    "Allow",
    "sts:AssumeRole",
    "arn:aws:iam::*:role/PartnerCentralChannelBillingTransferManagement arn:aws:iam::*:role/PartnerCentralChannelBillingTransferReadOnly",
    false,
  ]),
  AWSQuickSetupDeploymentRolePolicy: statements(
    [
      "Allow",
      "iam:PutRolePolicy iam:PutRolePermissionsBoundary",
      "arn:aws:iam::*:role/AWS-QuickSetup-* arn:aws:iam::*:role/AWSOperationsPack-*",
      true,
    ],
    [
      "Allow",
      "iam:AttachRolePolicy",
      "arn:aws:iam::*:role/AWS-QuickSetup-* arn:aws:iam::*:role/AWSOperationsPack-*",
      true,
    ],
  ),
  AWSQuickSetupDistributorPermissionsBoundary: statements([
    "Allow",
    "iam:AttachRolePolicy",
    "arn:aws:iam::*:role/*",
    true,
  ]),
  AWSQuickSetupEnableDHMCExecutionPolicy: statements([
    "Allow",
    "iam:AttachRolePolicy",
    "arn:aws:iam::*:role/AWS-QuickSetup-SSM-DefaultEC2MgmtRole-*",
    true,
  ]),
  AWSQuickSetupJITNADeploymentRolePolicy: statements([
    "Allow",
    "iam:AttachRolePolicy",
    "arn:aws:iam::*:role/AWS-QuickSetup-EnableJITNA-*",
    true,
  ]),
  AWSQuickSetupManageJITNAResourcesExecutionPolicy: statements([
    "Allow",
    "iam:AttachRolePolicy",
    "arn:aws:iam::*:role/SSM-JustInTimeAccessTokenRole",
    true,
  ]),
  AWSQuickSetupManagedInstanceProfileExecutionPolicy: statements([
    "Allow",
    "iam:AttachRolePolicy",
    "arn:aws:iam::*:role/*",
    true,
  ]),
  AWSQuickSetupPatchPolicyDeploymentRolePolicy: statements([
    "Allow",
    "iam:AttachRolePolicy iam:PutRolePolicy iam:PutRolePermissionsBoundary",
    "arn:aws:iam::*:role/AWS-QuickSetup-*",
    true,
  ]),
  AWSQuickSetupPatchPolicyPermissionsBoundary: statements([
    "Allow",
    "iam:AttachRolePolicy",
    "arn:aws:iam::*:role/*",
    true,
  ]),
  AWSQuickSetupSSMDeploymentRolePolicy: statements(
    ["Allow", "iam:AttachRolePolicy", "arn:aws:iam::*:role/AWS-QuickSetup-SSM-LifecycleManagement-*", true],
    ["Allow", "iam:AttachRolePolicy", "arn:aws:iam::*:role/AWS-QuickSetup-SSM-ManageResources-*", true],
    [
      "Allow",
      "iam:AttachRolePolicy",
      "arn:aws:iam::*:role/AWS-SSM-Remediation* arn:aws:iam::*:role/AWS-SSM-Diagnosis*",
      true,
    ],
  ),
  AWSQuickSetupSSMHostMgmtPermissionsBoundary: statements([
    "Allow",
    "iam:AttachRolePolicy",
    "arn:aws:iam::*:role/*",
    true,
  ]),
  AWSQuickSetupSSMManageResourcesExecutionPolicy: statements(
    ["Allow", "iam:AttachRolePolicy", "arn:aws:iam::*:role/AWS-QuickSetup-SSM-EnableExplorer*", true],
    ["Allow", "iam:AttachRolePolicy", "arn:aws:iam::*:role/AWS-QuickSetup-SSM-EnableDHMC*", true],
    ["Allow", "iam:AttachRolePolicy", "arn:aws:iam::*:role/AWS-QuickSetup-SSM-ManageInstanceProfile*", true],
    ["Allow", "iam:AttachRolePolicy", "arn:aws:iam::*:role/AWS-QuickSetup-SSM-EnableAREX*", true],
  ),
  AWSSSOServiceRolePolicy: statements([
    "Allow",
    "iam:UpdateAssumeRolePolicy iam:AttachRolePolicy iam:PutRolePolicy iam:PutRolePermissionsBoundary iam:DeleteRolePermissionsBoundary",
    "arn:aws:iam::*:role/aws-reserved/sso.amazonaws.com/*",
    true,
  ]),
  AWSServiceRoleForImageBuilder: statements([
    "Allow",
    "sts:AssumeRole",
    "arn:aws:iam::*:role/EC2ImageBuilderDistributionCrossAccountRole",
    false,
  ]),
  AdministratorAccess: statements(["Allow", "*", "*", false]),
  "AdministratorAccess-AWSElasticBeanstalk": statements([
    "Allow",
    "iam:AttachRolePolicy",
    "arn:aws:iam::*:role/aws-elasticbeanstalk*",
    true,
  ]),
  "AdministratorAccess-Amplify": statements(
    [
      "Allow",
      "iam:AttachRolePolicy iam:PutRolePolicy iam:CreatePolicyVersion iam:PutRolePermissionsBoundary iam:DeleteRolePermissionsBoundary",
      "*",
      true,
    ],
    ["Allow", "iam:AttachRolePolicy iam:PutRolePolicy iam:CreatePolicyVersion sts:AssumeRole", "*", false],
    ["Allow", "iam:UpdateAssumeRolePolicy iam:AttachRolePolicy iam:PutRolePolicy", "*", false],
  ),
  AmazonDataZoneRedshiftGlueProvisioningPolicy: statements([
    "Allow",
    "iam:AttachRolePolicy iam:PutRolePolicy",
    "arn:aws:iam::*:role/datazone*",
    true,
  ]),
  AmazonDataZoneSageMakerProvisioningRolePolicy: statements([
    "Allow",
    "iam:AttachRolePolicy iam:PutRolePolicy",
    "arn:aws:iam::*:role/sm-provisioning/datazone_usr*",
    true,
  ]),
  AmazonEKSServiceRolePolicy: statements(
    ["Allow", "eks:CreateAccessEntry", "*", true],
    [
      "Allow",
      "eks:AssociateAccessPolicy",
      "arn:aws:eks:*:*:access-entry/*/role/${aws:PrincipalAccount}/AWSServiceRoleForAmazonEKS/*",
      true,
    ],
  ),
  AmazonSageMakerHyperPodInferenceAccess: statements([
    "Allow",
    "eks:AssociateAccessPolicy",
    "arn:aws:eks:*:*:access-entry/*",
    true,
  ]),
  AmazonSageMakerHyperPodObservabilityAdminAccess: statements(
    ["Allow", "eks:UpdatePodIdentityAssociation", "arn:aws:eks:*:*:podidentityassociation/*/*", true],
    ["Allow", "eks:CreatePodIdentityAssociation", "arn:aws:eks:*:*:cluster/*", true],
  ),
  AmazonSecurityLakeAdministrator: statements(
    ["Allow", "iam:PutRolePolicy", "arn:aws:iam::*:role/AmazonSecurityLake*", true],
    [
      "Allow",
      "iam:PutRolePolicy",
      "arn:aws:iam::*:role/aws-service-role/lakeformation.amazonaws.com/AWSServiceRoleForLakeFormationDataAccess",
      true,
    ],
  ),
  AmplifyBackendDeployFullAccess: statements([
    "Allow",
    "sts:AssumeRole",
    "arn:aws:iam::*:role/cdk-*-deploy-role-*-* arn:aws:iam::*:role/cdk-*-file-publishing-role-*-* arn:aws:iam::*:role/cdk-*-image-publishing-role-*-* arn:aws:iam::*:role/cdk-*-lookup-role-*-*",
    true,
  ]),
  CloudFormationStackSetsOrgAdminServiceRolePolicy: statements([
    "Allow",
    "sts:AssumeRole",
    "arn:aws:iam::*:role/stacksets-exec-*",
    false,
  ]),
  CloudFormationStackSetsOrgMemberServiceRolePolicy: statements([
    "Allow",
    "iam:AttachRolePolicy",
    "arn:aws:iam::*:role/stacksets-exec-*",
    true,
  ]),
  "CloudWatch-CrossAccountAccess": statements([
    "Allow",
    "sts:AssumeRole",
    "arn:aws:iam::*:role/CloudWatch-CrossAccountSharing*",
    false,
  ]),
  CloudWatchInternetMonitorFullAccess: statements([
    "Allow",
    "iam:AttachRolePolicy",
    "arn:aws:iam::*:role/aws-service-role/internetmonitor.amazonaws.com/AWSServiceRoleForInternetMonitor",
    true,
  ]),
  IAMFullAccess: statements([
    "Allow",
    "iam:UpdateAssumeRolePolicy iam:AttachRolePolicy iam:PutRolePolicy iam:CreatePolicyVersion iam:SetDefaultPolicyVersion iam:CreateAccessKey iam:CreateLoginProfile iam:UpdateLoginProfile iam:AttachUserPolicy iam:PutUserPolicy iam:AddUserToGroup iam:AttachGroupPolicy iam:PutGroupPolicy iam:CreateOpenIDConnectProvider iam:AddClientIDToOpenIDConnectProvider iam:PutRolePermissionsBoundary iam:DeleteRolePermissionsBoundary",
    "*",
    false,
  ]),
  PowerUserAccess: statements([
    "Allow",
    "eks:CreateAccessEntry eks:UpdateAccessEntry eks:AssociateAccessPolicy eks:UpdateClusterConfig eks:CreatePodIdentityAssociation eks:UpdatePodIdentityAssociation eks:AssociateIdentityProviderConfig sts:AssumeRole",
    "*",
    false,
  ]),
  SageMakerStudioAdminIAMDefaultExecutionPolicy: statements(
    ["Allow", "sts:AssumeRole", "*", false],
    ["Allow", "iam:AttachRolePolicy", "arn:aws:iam::*:role/service-role/AmazonSageMaker*", true],
  ),
  SageMakerStudioAdminIAMPermissiveExecutionPolicy: statements(
    ["Allow", "sts:AssumeRole", "*", false],
    ["Allow", "iam:AttachRolePolicy", "arn:aws:iam::*:role/service-role/AmazonSageMaker*", true],
  ),
  SageMakerStudioEMRContainersSystemNamespaceRolePolicy: statements([
    "Allow",
    "sts:AssumeRole",
    "arn:aws:iam::*:role/datazone_usr_role_*",
    true,
  ]),
  SageMakerStudioEMRInstanceRolePolicy: statements(["Allow", "sts:AssumeRole", "*", true]),
  SageMakerStudioProjectProvisioningRolePolicy: statements(
    [
      "Allow",
      "iam:AttachRolePolicy iam:PutRolePolicy",
      "arn:aws:iam::*:role/datazone* arn:aws:iam::*:role/AmazonBedrockExecution* arn:aws:iam::*:role/BedrockStudio* arn:aws:iam::*:role/AmazonBedrockConsumptionRole* arn:aws:iam::*:role/AmazonBedrockEvaluation*",
      true,
    ],
    ["Allow", "iam:PutRolePolicy", "arn:aws:iam::*:role/datazone*", true],
    ["Allow", "iam:AttachRolePolicy", "arn:aws:iam::*:role/datazone*", true],
    ["Allow", "iam:AttachRolePolicy", "arn:aws:iam::*:role/datazone*", true],
    ["Allow", "iam:AttachRolePolicy", "arn:aws:iam::*:role/AmazonBedrock*", true],
    [
      "Allow",
      "iam:UpdateAssumeRolePolicy",
      "arn:aws:iam::*:role/datazone_usr_role_* arn:aws:iam::*:role/datazone_emr_* arn:aws:iam::*:role/datazone-partner-apps-* arn:aws:iam::*:role/AmazonBedrock* arn:aws:iam::*:role/datazone_s3tables_*",
      true,
    ],
    ["Allow", "iam:AttachRolePolicy", "arn:aws:iam::*:role/datazone*", true],
    [
      "Allow",
      "iam:CreatePolicyVersion",
      "arn:aws:iam::*:policy/datazone* arn:aws:iam::*:policy/connector-manage-access-policy* arn:aws:iam::*:policy/SageMakerStudioQueryExecutionRolePolicy",
      false,
    ],
    ["Allow", "iam:AttachRolePolicy", "arn:aws:iam::*:role/SageMakerStudioQueryExecutionRole", true],
    ["Allow", "iam:AttachRolePolicy", "arn:aws:iam::*:role/SageMakerStudioQueryExecutionRole", true],
    ["Allow", "eks:CreateAccessEntry eks:AssociateAccessPolicy", "*", true],
  ),
  SageMakerStudioProjectUserRolePermissionsBoundary: statements(
    ["Deny", "*", "*", true],
    ["Allow", "sts:AssumeRole", "*", true],
    [
      "Deny",
      "eks:CreateAccessEntry eks:UpdateAccessEntry eks:AssociateAccessPolicy eks:UpdateClusterConfig eks:CreatePodIdentityAssociation eks:UpdatePodIdentityAssociation eks:AssociateIdentityProviderConfig iam:UpdateAssumeRolePolicy iam:AttachRolePolicy iam:PutRolePolicy iam:CreatePolicyVersion iam:SetDefaultPolicyVersion iam:CreateAccessKey iam:CreateLoginProfile iam:UpdateLoginProfile iam:AttachUserPolicy iam:PutUserPolicy iam:AddUserToGroup iam:AttachGroupPolicy iam:PutGroupPolicy iam:CreateOpenIDConnectProvider iam:AddClientIDToOpenIDConnectProvider iam:PutRolePermissionsBoundary iam:DeleteRolePermissionsBoundary",
      "*",
      false,
    ],
  ),
  SageMakerStudioProjectUserRolePolicy: statements(["Allow", "sts:AssumeRole", "*", true]),
  SageMakerStudioUserIAMDefaultExecutionPolicy: statements(["Allow", "sts:AssumeRole", "*", false]),
  SageMakerStudioUserIAMPermissiveExecutionPolicy: statements(["Allow", "sts:AssumeRole", "*", false]),
};
