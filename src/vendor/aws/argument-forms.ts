import { ArgumentForm, named, numbered } from "../argument-form";
import { EKS_AUTHENTICATION_MODES, EKS_CLUSTER_NAME_FORM, EKS_POLICY_ARN_FORM } from "./eks";
import { MAX_SESSION_SECONDS, ROLE_NAME } from "./iam";
import { AWS_REGION_FORM } from "./partitions";

const REGION: ArgumentForm = {
  ...{ argument: "region", form: AWS_REGION_FORM, words: "a region's code", isOptional: true },
};
const CLUSTER: ArgumentForm = { argument: "cluster_name", form: EKS_CLUSTER_NAME_FORM, words: "a cluster's name" };
const PRINCIPAL: ArgumentForm = {
  argument: "principal_arn",
  form: /^arn:aws[\w-]*:iam::\d{12}:(role|user)\/[!-)+-~]+$/,
  words: "the ARN of an IAM role or user",
};
const ROLE: ArgumentForm = { ...named("role", ROLE_NAME), words: "a role's name" };
const POLICY_NAME: ArgumentForm = {
  ...{ argument: "name", form: /^[\w+=,.@-]{1,128}$/, words: "1 to 128 of [A-Za-z0-9_+=,.@-]", isOptional: true },
};
const POLICY_ARN: ArgumentForm = {
  argument: "policy_arn",
  form: /^arn:aws[\w-]*:iam::(aws|\d{12}):policy\/[!-)+-~]+$/,
  words: "the ARN of an IAM policy",
};

/** Forms of what AWS's provider is configured with. Terraform registry: "AWS Provider". */
export const AWS_PROVIDER_FORMS: Readonly<Record<string, readonly ArgumentForm[]>> = {
  aws: [
    REGION,
    { argument: "allowed_account_ids", form: /^\[("?\d{12}"?,?)*\]$/, words: "ids of accounts, of 12 digits each" },
  ],
};

/**
 * Forms of arguments by the types of resources. AWS IAM API Reference: CreateRole, PutRolePolicy, AttachRolePolicy,
 * CreateOpenIDConnectProvider; Amazon EKS API Reference: CreateCluster, CreateAccessEntry, AssociateAccessPolicy.
 */
export const AWS_ARGUMENT_FORMS: Readonly<Record<string, readonly ArgumentForm[]>> = {
  aws_eks_access_entry: [CLUSTER, PRINCIPAL, REGION],
  aws_eks_access_policy_association: [
    CLUSTER,
    PRINCIPAL,
    { argument: "policy_arn", form: EKS_POLICY_ARN_FORM, words: "the ARN of an access policy of EKS" },
    { argument: "access_scope.type", form: /^(cluster|namespace)$/, words: '"cluster" or "namespace"' },
    REGION,
  ],
  aws_eks_cluster: [
    { argument: "name", form: EKS_CLUSTER_NAME_FORM, words: "a cluster's name" },
    {
      argument: "access_config.authentication_mode",
      form: new RegExp(`^(${EKS_AUTHENTICATION_MODES.join("|")})$`),
      words: EKS_AUTHENTICATION_MODES.join(", "),
      isOptional: true,
    },
    REGION,
  ],
  aws_iam_openid_connect_provider: [
    // IAM answers the URL without its scheme, and so does a state.
    { argument: "url", form: /^https:\/\/.{1,246}$/i, words: "a URL with https://", shown: /^[^/:]+(\/.*)?$/ },
    {
      argument: "thumbprint_list",
      form: /^\[("[\da-f]{40}",?){0,5}\]$/i,
      words: "up to five thumbprints of 40 hexadecimal digits",
      isOptional: true,
    },
  ],
  aws_iam_policy: [POLICY_NAME],
  aws_iam_policy_attachment: [POLICY_ARN],
  aws_iam_role: [
    { ...named("name", ROLE_NAME), isOptional: true },
    { ...numbered("max_session_duration", MAX_SESSION_SECONDS), isOptional: true },
  ],
  aws_iam_role_policy: [ROLE, POLICY_NAME],
  aws_iam_role_policy_attachment: [ROLE, POLICY_ARN],
};
