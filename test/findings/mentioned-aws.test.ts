import { unreadTypes } from "../../src/findings/rules/unread-types";
import { account, ISSUER, ROLE_ARN } from "../simulator/support/aws";
import { declaration, declaring, EKS_ARGS } from "../simulator/support/mesh";
import { Args, merged, read, Stack } from "../simulator/support/stack";
import { NOW } from "../simulator/support/tokens";

/** Resources of AWS whose types are in no list of policies, and that give something to an edge's role or group all the same. */
const edge = declaring({ args: EKS_ARGS, declaration: declaration({ principal: ROLE_ARN, groups: ["deployers"] }) });
const found = (type: string, args: Args) => {
  const stack: Stack = { resource: { [type]: { one: args } } };
  return unreadTypes(read(merged(account(), edge, stack)), NOW).map(({ severity, place }) => `${severity} ${place}`);
};
const ARN = "${aws_iam_role.reader.arn}";
const NAME = "${aws_iam_role.reader.name}";
const ATTACH = "aws iam attach-role-policy --role-name reader --policy-arn arn:aws:iam::aws:policy/AdministratorAccess";
const policy = (Action: string) =>
  JSON.stringify({ Statement: [{ Effect: "Allow", Principal: { AWS: ROLE_ARN }, Action }] });
const ENTRY = `Resources:
  Entry:
    Type: AWS::EKS::AccessEntry
    Properties:
      PrincipalArn: arn:aws:iam::111122223333:role/eve
      KubernetesGroups:
        - deployers
`;
const POLICY = `Resources:
  Policy: { Type: "AWS::IAM::Policy", Properties: { Roles: [reader], PolicyDocument: {} } }
`;
const CLOUDFORMATION = "CloudFormation Template Reference";
const REGISTRY = "Terraform registry, hashicorp/aws";

describe("a resource of AWS that mentions an edge's role or group is told", () => {
  it.each<[string, string, Args]>([
    // Terraform registry: "desired_state - (Required) JSON string matching the CloudFormation resource type schema".
    [
      `${CLOUDFORMATION}, AWS::IAM::RolePolicy`,
      "aws_cloudcontrolapi_resource",
      { type_name: "AWS::IAM::RolePolicy", desired_state: "${jsonencode({ RoleName = aws_iam_role.reader.name })}" },
    ],
    [
      `${CLOUDFORMATION}, AWS::EKS::AccessEntry`,
      "aws_cloudcontrolapi_resource",
      {
        type_name: "AWS::EKS::AccessEntry",
        desired_state: JSON.stringify({ PrincipalArn: "arn:aws:iam::1:role/eve", KubernetesGroups: ["deployers"] }),
      },
    ],
    [`${CLOUDFORMATION}, AWS::EKS::AccessEntry`, "aws_cloudformation_stack", { name: "x", template_body: ENTRY }],
    [`${CLOUDFORMATION}, AWS::IAM::Policy`, "aws_cloudformation_stack", { name: "x", template_body: POLICY }],
    [
      `${CLOUDFORMATION}, AWS::IAM::Policy`,
      "aws_cloudformation_stack",
      { name: "x", template_body: JSON.stringify({ Resources: { P: { Properties: { Roles: ["reader"] } } } }) },
    ],
    [
      `${REGISTRY}, parameter_overrides`,
      "aws_cloudformation_stack_set_instance",
      { stack_set_name: "x", parameter_overrides: { Role: NAME } },
    ],
    [
      `${REGISTRY}, parameter_overrides`,
      "aws_cloudformation_stack_instances",
      { stack_set_name: "x", parameter_overrides: { Role: ARN } },
    ],
    [
      `${REGISTRY}, provisioning_parameters`,
      "aws_servicecatalog_provisioned_product",
      { name: "x", provisioning_parameters: [{ key: "RoleName", value: NAME }] },
    ],
    [
      `${REGISTRY}, parameters`,
      "aws_serverlessapplicationrepository_cloudformation_stack",
      { name: "x", parameters: { Role: NAME } },
    ],
    [
      `${REGISTRY}, template_body`,
      "aws_config_conformance_pack",
      { name: "x", template_body: `Values: [${ROLE_ARN}]` },
    ],
    // API Gateway API Reference, "Integration", `credentials`: "an IAM role for API Gateway to assume".
    [`${REGISTRY}, credentials`, "aws_api_gateway_integration", { http_method: "GET", credentials: ARN }],
    [`${REGISTRY}, authorizer_credentials`, "aws_api_gateway_authorizer", { name: "x", authorizer_credentials: ARN }],
    [`${REGISTRY}, credentials_arn`, "aws_apigatewayv2_integration", { api_id: "x", credentials_arn: ARN }],
    [`${REGISTRY}, policy`, "aws_api_gateway_domain_name", { domain_name: "x", policy: policy("execute-api:Invoke") }],
    [`${REGISTRY}, policy`, "aws_glacier_vault_lock", { vault_name: "x", policy: policy("glacier:*") }],
    [`${REGISTRY}, policy`, "aws_s3control_bucket_policy", { policy: policy("s3-outposts:*") }],
    [
      `${REGISTRY}, repository_policy`,
      "aws_ecr_repository_creation_template",
      { prefix: "x", repository_policy: policy("ecr:*") },
    ],
    [`${REGISTRY}, policy_document`, "aws_verifiedaccess_group", { policy_document: `context.arn == "${ROLE_ARN}"` }],
    [`${REGISTRY}, owner_arn`, "aws_cloud9_environment_ec2", { name: "x", owner_arn: ARN }],
    // Systems Manager User Guide, "Automation actions": aws:executeAwsApi calls any API.
    [
      "Systems Manager User Guide, aws:executeAwsApi",
      "aws_ssm_document",
      { name: "x", content: JSON.stringify({ inputs: { Service: "iam", RoleName: "reader" } }) },
    ],
    [
      `${REGISTRY}, parameters`,
      "aws_ssm_association",
      { name: "AWS-RunShellScript", parameters: { commands: ATTACH } },
    ],
    [`${REGISTRY}, input`, "aws_lambda_invocation", { function_name: "x", input: '{"roleName":"reader"}' }],
    [`${REGISTRY}, user_data`, "aws_instance", { user_data: `#!/bin/sh\n${ATTACH}\n` }],
    // Amazon Cognito: the registrations whose tokens an identity pool takes.
    [
      `${REGISTRY}, openid_connect_provider_arns`,
      "aws_cognito_identity_pool",
      { identity_pool_name: "x", openid_connect_provider_arns: ["${aws_iam_openid_connect_provider.issuer.arn}"] },
    ],
    [
      `${CLOUDFORMATION}, AWS::IAM::Role`,
      "aws_cloudformation_stack",
      {
        name: "x",
        template_body: `Federated: arn:aws:iam::111122223333:oidc-provider/${ISSUER.replace("https://", "")}\n`,
      },
    ],
  ])("%s: %s %j", (_source, type, args) => {
    expect(found(type, args)).toEqual([`gap mesh: ${type}.one`]);
  });
});

describe("a resource of AWS that says nothing of rights is not told", () => {
  it.each<[string, string, Args]>([
    ["a tag", "aws_cloudwatch_log_group", { name: "x", tags: { role: ARN, owner: "deployers" } }],
    ["a tag of what can grant", "aws_cloudformation_stack", { name: "x", tags: { role: ARN } }],
    ["a description", "aws_iam_group", { name: "x", description: "of reader: deployers" }],
    ["the order of creation", "aws_lambda_invocation", { function_name: "x", depends_on: ["aws_iam_role.reader"] }],
    [
      "when it is replaced",
      "aws_cloudformation_stack",
      { name: "x", lifecycle: { replace_triggered_by: ["aws_iam_role.reader.unique_id"] } },
    ],
    ["a stored value", "aws_ssm_parameter", { name: "x", value: ARN }],
    ["another template", "aws_cloudformation_stack", { name: "x", template_body: "Resources: {}" }],
    ["another role", "aws_api_gateway_integration", { credentials: `${ROLE_ARN}s` }],
    ["another role of a longer name", "aws_cloudformation_stack", { name: "x", template_body: "Roles: [reader-of-x]" }],
    ["a word of a sentence", "aws_cloudformation_stack", { name: "x", template_body: "# for the reader of this\n" }],
    ["another script", "aws_instance", { user_data: "#!/bin/sh\nkubectl get nodes\n" }],
    ["a data source of the same name", "aws_lambda_invocation", { input: "${data.aws_iam_role.reader.path}" }],
  ])("%s: %s %j", (_what, type, args) => {
    expect(found(type, args)).toEqual([]);
  });
});
