import { unreadTypes } from "../../src/findings/rules/unread-types";
import { account, ROLE_ARN } from "../simulator/support/aws";
import { declaration, declaring, EKS_ARGS } from "../simulator/support/mesh";
import { Args, merged, read, Stack } from "../simulator/support/stack";
import { NOW } from "../simulator/support/tokens";

/** What can grant, mentions an edge's identity and is not simulated is told, whatever it is. */
const edge = declaring({ args: EKS_ARGS, declaration: declaration({ groups: ["deployers"] }) });
const one = (type: string, args: Args): Stack => ({ resource: { [type]: { one: args } } });
const found = (...stacks: Stack[]) =>
  unreadTypes(read({ ...merged(account(), edge, ...stacks), locals: { who: "${aws_iam_role.reader.arn}" } }), NOW).map(
    ({ severity, code, place }) => `${severity} ${code} ${place}`,
  );

/** A manifest of a custom resource. */
const custom = (kind: string, spec: object, metadata: object = { name: "x" }): Args => ({
  manifest: { apiVersion: "example.io/v1", kind, metadata, spec },
});

describe("a resource of a type that is not simulated", () => {
  it.each<[string, Args]>([
    ["awscc_lakeformation_principal_permissions", { principal: ROLE_ARN }],
    ["azapi_resource", { body: { principal: ROLE_ARN } }],
    ["aws_ssoadmin_account_assignment", { principal_id: "${aws_iam_role.reader.unique_id}" }],
    ["aws_ses_identity_policy", { policy: "${jsonencode({ Principal = { AWS = aws_iam_role.reader.arn } })}" }],
    [
      "aws_signer_signing_profile_permission",
      { profile_name: "k", principal: JSON.stringify({ Principal: { AWS: ROLE_ARN } }) },
    ],
    ["aws_s3control_bucket_policy", { policy: "${jsonencode({ Principal = { AWS = aws_iam_role.reader.arn } })}" }],
    ["aws_lambda_layer_version_permission", { layer_name: "k", principal: ROLE_ARN }],
    ["google_artifact_registry_repository_iam_member", { role: "roles/artifactregistry.reader", member: ROLE_ARN }],
    ["aws_lakeformation_data_lake_settings", { admins: ["${local.who}"] }],
    ["kubernetes_manifest", { manifest: { apiVersion: "x/v1", kind: "Grant", spec: { group: "deployers" } } }],
    ["unheard_of_thing", { who: "reader" }],
    // Their names say nothing of it; the argument by which a service is given an identity does.
    ["aws_pipes_pipe", { name: "x", role_arn: "${aws_iam_role.reader.arn}" }],
    ["aws_flow_log", { log_destination: "x", options: { iam_role: ROLE_ARN } }],
    ["azurerm_dev_center", { name: "x", identity: [{ type: "UserAssigned", identity_ids: [ROLE_ARN] }] }],
    // Names of Terraform's own arguments are another vendor's inside of an object. External Secrets Operator: "AWS Secrets Manager",
    // https://external-secrets.io/latest/provider/aws-secrets-manager/, `spec.provider.aws.role`.
    [
      "kubernetes_manifest",
      custom("SecretStore", { provider: { aws: { service: "SecretsManager", role: ROLE_ARN } } }),
    ],
    ["kubernetes_manifest", custom("SecretStore", { provider: { aws: { role: "${aws_iam_role.reader.arn}" } } })],
    ["kubernetes_manifest", custom("Sources", { providers: [{ role: ROLE_ARN }], lifecycle: "x" })],
    ["kubernetes_manifest", custom("Hook", { lifecycle: { post: { role: ROLE_ARN } } })],
    ["aws_pipes_pipe", { name: "x", settings: [{ provider: { role_arn: ROLE_ARN } }] }],
  ])("is told where it mentions an edge's identity: %s %j", (type, args) => {
    expect(found(one(type, args))).toEqual([`gap unread-type mesh: ${type}.one`]);
  });

  it.each<[string, Args]>([
    ["aws_iam_instance_profile", { role: "${aws_iam_role.reader.name}" }],
    ["aws_eks_pod_identity_association", { role_arn: ROLE_ARN, namespace: "ns", service_account: "other" }],
    ["awscc_eks_pod_identity_association", { role_arn: ROLE_ARN, namespace: "ns", service_account: "other" }],
    ["aws_lambda_function", { role: ROLE_ARN }],
    ["aws_ecs_task_definition", { family: "x", task_role_arn: ROLE_ARN }],
    ["aws_cognito_identity_pool_roles_attachment", { roles: { authenticated: ROLE_ARN } }],
  ])("is a fault where it gives the identity out: %s", (type, args) => {
    expect(found(one(type, args))).toEqual([`fault given-out mesh: ${type}.one`]);
  });

  it.each<[string, Args]>([
    ["unheard_of_thing", { who: "readers", role: "arn:aws:iam::111122223333:role/other" }],
    ["random_pet", { prefix: ROLE_ARN }],
    ["aws_cloudwatch_log_group", { name: "reader" }],
    ["aws_cloudwatch_log_group", { name: "x", tags: { of: ROLE_ARN } }],
    ["unheard_of_thing", { lifecycle: { precondition: [{ condition: '${aws_iam_role.reader.arn != ""}' }] } }],
    ["unheard_of_thing", { settings: [{ tags: { of: ROLE_ARN }, description: `of ${ROLE_ARN}` }] }],
    ["kubernetes_manifest", custom("Plain", { description: ROLE_ARN }, { name: "x", labels: { team: "deployers" } })],
    ["kubernetes_deployment_v1", { spec: { env: ROLE_ARN } }],
    ["kubernetes_manifest", { manifest: { apiVersion: "apps/v1", kind: "Deployment", spec: { role: ROLE_ARN } } }],
    ["kubernetes_config_map_v1", { data: { role: ROLE_ARN } }],
  ])("is not where it mentions none, or cannot grant: %s %j", (type, args) => {
    expect(found(one(type, args))).toEqual([]);
  });
});

describe("a resource that gives something to an edge's identity", () => {
  it.each<[string, Args]>([
    ["aws_ram_principal_association", { principal: ROLE_ARN, resource_share_arn: "s" }],
    ["aws_lakeformation_permissions", { principal: "${local.who}", permissions: ["ALL"] }],
    ["aws_kms_grant", { grantee_principal: "${aws_iam_role.reader.arn}", key_id: "k", operations: ["Decrypt"] }],
  ])("is a fault, whatever it gives: %s", (type, args) => {
    expect(found(one(type, args))).toEqual([`fault further-right mesh: ${type}.one`]);
  });

  it("is a gap where it mentions the identity otherwise, or cannot be known", () => {
    const permissions = ["ALL"];
    const told = ["gap unread-type mesh: aws_lakeformation_permissions.one"];
    const principal = "arn:aws:iam::111122223333:role/other";
    const table = { name: ROLE_ARN };
    expect(found(one("aws_lakeformation_permissions", { principal, permissions, table }))).toEqual(told);
    const unknown = "${var.who}${aws_iam_role.reader.arn}";
    expect(found(one("aws_lakeformation_permissions", { principal: unknown, permissions }))).toEqual(told);
  });
});

describe("a module", () => {
  const module = (args: Args) => ({ module: { m: { source: "./m", ...args } } }) as Stack;

  it.each<Args>([{ role: "${aws_iam_role.reader.name}" }, { arns: [ROLE_ARN] }, { group: "deployers" }])(
    "is told where it mentions an edge's identity: %j",
    (args) => {
      expect(found(module(args))).toEqual(["gap unread-type mesh: module.m"]);
    },
  );

  it("is not where it mentions none", () => {
    expect(found(module({ name: "network" }))).toEqual([]);
  });
});
