import { ACCOUNT, policy } from "./support/aws";
import { verdicts } from "./support/ask";
import { services } from "./support/documents";
import { Case, itAnswersOne } from "./support/rows";

const CLUSTER_ARN = `arn:aws:eks:us-west-2:${ACCOUNT}:cluster/west`;
const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/loader`;
const FURTHER = "444455556666";
const TARGET_ARN = `arn:aws:iam::${FURTHER}:role/target`;
const READ = { action: "s3:GetObject", resource: "arn:aws:s3:::acme-reports/payments/a.csv" };
const BOTH = ["sts:AssumeRole", "sts:TagSession"];

/** A statement that trusts EKS Pod Identity. */
const byPods = (Condition?: object, more: object = {}) => ({
  Effect: "Allow",
  Principal: { Service: "pods.eks.amazonaws.com" },
  Action: BOTH,
  ...(Condition && { Condition }),
  ...more,
});
/** A statement of the target role that trusts the first role. */
const byRole = (Condition?: object, more: object = {}) => byPods(Condition, { Principal: { AWS: ROLE_ARN }, ...more });
const tag = (name: string, value: string | string[]) => ({ StringEquals: { [`aws:RequestTag/${name}`]: value } });
const reads = (Resource = "*", Condition?: object) =>
  policy({ Effect: "Allow", Action: "s3:GetObject", Resource, ...(Condition && { Condition }) });

interface Parts {
  readonly trust?: object;
  readonly association?: object | null;
  readonly target?: object;
  readonly policy?: string;
  readonly tags?: object;
  /** What the first role may do to roles; what EKS's guide gives it, unless given. */
  readonly may?: object | null;
}

const MAY = { Effect: "Allow", Action: BOTH, Resource: TARGET_ARN };

function stack({
  trust = byPods(),
  association = {},
  target,
  policy: given = reads(),
  tags,
  may = MAY,
}: Parts): object {
  const of = { cluster_name: "west", namespace: "deploy", service_account: "loader", role_arn: ROLE_ARN };
  const acts = target ? TARGET_ARN : ROLE_ARN;
  const role = { name: "loader", assume_role_policy: policy(trust), ...(tags && { tags }) };
  const further = { name: "target", provider: "aws.further", assume_role_policy: policy(target ?? byRole()) };
  const use = {
    source: { cluster: "west", issuer: "", name: CLUSTER_ARN, subject: "system:serviceaccount:deploy:loader" },
    account: { name: "account-aws", cloud: "aws", id: target ? FURTHER : ACCOUNT },
    audience: "",
    principal: acts,
    client: { source: "eks-pod-identity", "session-name": "deploy.loader", region: "us-west-2" },
    grants: [{ words: "read", actions: ["s3:GetObject"], resources: ["arn:aws:s3:::acme-reports/*"] }],
  };
  return {
    provider: {
      aws: [
        { allowed_account_ids: [ACCOUNT], region: "us-west-2" },
        { alias: "further", allowed_account_ids: [FURTHER], region: "us-west-2" },
      ],
    },
    resource: {
      aws_iam_role: { loader: role, ...(target && { target: further }) },
      aws_iam_role_policy: {
        reads: {
          name: "reads",
          role: target ? "target" : "loader",
          policy: given,
          ...(target && { provider: "aws.further" }),
        },
        ...(may && { may: { name: "may", role: "loader", policy: policy(may) } }),
      },
      ...(association && {
        aws_eks_pod_identity_association: {
          one: { ...of, ...(target && { target_role_arn: TARGET_ARN }), ...association },
        },
      }),
    },
    output: { uses: services(use) },
  };
}

const CASES: readonly Case<Parts>[] = [
  // https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
  // EKS calls AssumeRole, and TagSession for the tags that it sends; the role's trust policy allows its service both.
  ["the trust policy that EKS asks for", {}, "allowed"],
  ["AssumeRole alone", { trust: byPods(undefined, { Action: "sts:AssumeRole" }) }, "exchange AccessDenied"],
  ["TagSession alone", { trust: byPods(undefined, { Action: "sts:TagSession" }) }, "exchange AccessDenied"],
  ["all actions of STS by a star", { trust: byPods(undefined, { Action: "sts:*" }) }, "allowed"],
  [
    "the principal of EKS's control plane",
    { trust: byPods(undefined, { Principal: { Service: "eks.amazonaws.com" } }) },
    "exchange AccessDenied",
  ],
  [
    "the account in place of the service",
    { trust: byPods(undefined, { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } }) },
    "exchange AccessDenied",
  ],
  [
    "one of two services",
    { trust: byPods(undefined, { Principal: { Service: ["ec2.amazonaws.com", "pods.eks.amazonaws.com"] } }) },
    "allowed",
  ],
  // The same page: the request's tags may be asked for, so that only some service accounts, namespaces and clusters get the role.
  ["the namespace", { trust: byPods(tag("kubernetes-namespace", ["deploy"])) }, "allowed"],
  ["another namespace", { trust: byPods(tag("kubernetes-namespace", "other")) }, "exchange AccessDenied"],
  ["the service account", { trust: byPods(tag("kubernetes-service-account", ["x", "loader"])) }, "allowed"],
  [
    "a service account that begins alike",
    { trust: byPods(tag("kubernetes-service-account", "load")) },
    "exchange AccessDenied",
  ],
  ["the cluster's ARN", { trust: byPods(tag("eks-cluster-arn", CLUSTER_ARN)) }, "allowed"],
  [
    "the cluster's ARN with a star",
    { trust: byPods({ ArnLike: { "aws:RequestTag/eks-cluster-arn": "arn:aws:eks:*:*:cluster/we*" } }) },
    "allowed",
  ],
  ["the ARN of another cluster", { trust: byPods(tag("eks-cluster-arn", `${CLUSTER_ARN}2`)) }, "exchange AccessDenied"],
  ["the cluster's name", { trust: byPods(tag("eks-cluster-name", "west")) }, "allowed"],
  ["a tag that EKS does not send", { trust: byPods(tag("team", "a")) }, "exchange AccessDenied"],
  [
    "a Deny for other namespaces",
    {
      trust: byPods({ StringNotEquals: { "aws:RequestTag/kubernetes-namespace": "deploy" } }, { Effect: "Deny" }),
    },
    "exchange AccessDenied",
  ],
  // https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html
  // Without session tags the request has none of them; with them, policies see them as tags of the principal.
  [
    "no session tags, and AssumeRole alone",
    { association: { disable_session_tags: true }, trust: byPods(undefined, { Action: "sts:AssumeRole" }) },
    "allowed",
  ],
  [
    "no session tags, and a namespace that is asked for",
    { association: { disable_session_tags: true }, trust: byPods(tag("kubernetes-namespace", "deploy")) },
    "exchange AccessDenied",
  ],
  [
    "a path by the namespace's tag",
    { policy: reads("arn:aws:s3:::acme-reports/$${aws:PrincipalTag/kubernetes-namespace}/*") },
    "authorization",
  ],
  [
    "a condition on the principal's tag",
    { policy: reads("*", { StringEquals: { "aws:PrincipalTag/kubernetes-service-account": "loader" } }) },
    "allowed",
  ],
  [
    "a condition on another value of the tag",
    { policy: reads("*", { StringEquals: { "aws:PrincipalTag/kubernetes-namespace": "payments" } }) },
    "authorization",
  ],
  [
    "no session tags, and a condition on the principal's tag",
    {
      association: { disable_session_tags: true },
      policy: reads("*", { StringEquals: { "aws:PrincipalTag/kubernetes-namespace": "deploy" } }),
    },
    "authorization",
  ],
  // The same page: a tag of the session counts before one of the role with the same key; others of the role count, too.
  [
    "a tag of the role with the session's key",
    {
      tags: { "kubernetes-namespace": "payments" },
      policy: reads("*", { StringEquals: { "aws:PrincipalTag/kubernetes-namespace": "payments" } }),
    },
    "authorization",
  ],
  [
    "a tag of the role with a key of its own",
    {
      tags: { team: "reports" },
      policy: reads("*", { StringEquals: { "aws:PrincipalTag/team": "reports" } }),
    },
    "allowed",
  ],
  // https://docs.aws.amazon.com/eks/latest/userguide/pod-id-association.html
  // An association is of one service account in one namespace of one cluster.
  ["no association", { association: null }, "source ResourceNotFoundException"],
  ["an association of another namespace", { association: { namespace: "other" } }, "source"],
  ["an association of another service account", { association: { service_account: "loader2" } }, "source"],
  ["an association by a star", { association: { service_account: "*" } }, "source"],
  ["an association of another cluster", { association: { cluster_name: "east" } }, "source"],
  ["an association of another region", { association: { region: "eu-west-1" } }, "source"],
  // https://docs.aws.amazon.com/eks/latest/userguide/pod-id-assign-target-role.html
  // EKS assumes the target role with the first one; its tags are passed on, so that the target role allows TagSession, too.
  ["a target role", { target: byRole() }, "allowed"],
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html: a role of another account cannot be passed to a service
  [
    "a role of another account that is no target role",
    { target: byPods(), association: { role_arn: TARGET_ARN, target_role_arn: undefined } },
    "source",
  ],
  [
    "a target role that trusts the first one's account",
    { target: byRole(undefined, { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } }) },
    "allowed",
  ],
  [
    "a target role that trusts another role",
    { target: byRole(undefined, { Principal: { AWS: `${ROLE_ARN}2` } }) },
    "impersonation AccessDenied",
  ],
  ["a target role that trusts EKS itself", { target: byPods() }, "impersonation AccessDenied"],
  [
    "a target role without TagSession",
    { target: byRole(undefined, { Action: "sts:AssumeRole" }) },
    "impersonation AccessDenied",
  ],
  ["a target role that asks for the namespace", { target: byRole(tag("kubernetes-namespace", "deploy")) }, "allowed"],
  [
    "a target role that asks for another namespace",
    { target: byRole(tag("kubernetes-namespace", "other")) },
    "impersonation AccessDenied",
  ],
  [
    "a target role that asks for the first role's ARN",
    {
      target: byRole(
        { ArnEquals: { "aws:PrincipalArn": ROLE_ARN } },
        { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } },
      ),
    },
    "allowed",
  ],
  [
    "a first role that does not trust EKS, and a target role",
    { target: byRole(), trust: byPods(undefined, { Principal: { Service: "ec2.amazonaws.com" } }) },
    "exchange AccessDenied",
  ],
  // The same page, "Update the permission policy for EKS Pod Identity role"; https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
  // Into another account, the caller's own policies allow AssumeRole on the role, too.
  ["a first role without permissions on roles", { target: byRole(), may: null }, "impersonation AccessDenied"],
  [
    "a first role that may assume another role",
    { target: byRole(), may: { ...MAY, Resource: `${TARGET_ARN}2` } },
    "impersonation AccessDenied",
  ],
  [
    "a first role that is denied to assume roles",
    { target: byRole(), may: { ...MAY, Effect: "Deny", Resource: "*" } },
    "impersonation AccessDenied",
  ],
  ["a first role that may assume any role", { target: byRole(), may: { ...MAY, Resource: "*" } }, "allowed"],
  // The same page: where session tags are off, EKS sends region/account/cluster/namespace/service account as the external id.
  [
    "no session tags, and the external id",
    {
      association: { disable_session_tags: true },
      target: byRole(
        { StringEquals: { "sts:ExternalId": `us-west-2/${ACCOUNT}/west/deploy/loader` } },
        { Action: "sts:AssumeRole" },
      ),
    },
    "allowed",
  ],
  [
    "no session tags, and another service account's external id",
    {
      association: { disable_session_tags: true },
      target: byRole({ StringEquals: { "sts:ExternalId": `us-west-2/${ACCOUNT}/west/deploy/other` } }),
    },
    "impersonation AccessDenied",
  ],
  [
    "no session tags, and a target role that asks for the namespace",
    { association: { disable_session_tags: true }, target: byRole(tag("kubernetes-namespace", "deploy")) },
    "impersonation AccessDenied",
  ],
];

describe("roles by EKS Pod Identity", () => {
  itAnswersOne(CASES, { from: "west:deploy/loader", ...READ }, stack);

  it("gives the role to no other service account", async () => {
    const answers = await verdicts(stack({}), [
      { from: "west:deploy/other", ...READ },
      { from: "west:other/loader", ...READ },
    ]);
    expect(answers.map(({ allowed }) => allowed)).toEqual([false, false]);
  });
});
