import { ACCOUNT, eks, ROLE_ARN } from "./support/aws";
import { itAnswers, Row } from "./support/rows";

const PODS = { verb: "get", resource: "pods", namespace: "payments" };
const SESSION = "deploy.deployer";

/** What binds one subject to a ClusterRole in a namespace, or everywhere. */
function bound(kind: string, name: string, role = "view", namespace?: string): Readonly<Record<string, object>> {
  const type = namespace === undefined ? "kubernetes_cluster_role_binding_v1" : "kubernetes_role_binding_v1";
  return {
    [type]: {
      one: {
        metadata: { name: "one", ...(namespace !== undefined && { namespace }) },
        role_ref: { api_group: "rbac.authorization.k8s.io", kind: "ClusterRole", name: role },
        subject: [{ api_group: "rbac.authorization.k8s.io", kind, name }],
      },
    },
  };
}
const cluster = (more: object) => ({
  aws_eks_cluster: {
    west: { name: "west", role_arn: "arn:aws:iam::111122223333:role/c", vpc_config: { subnet_ids: ["a"] }, ...more },
  },
});
const mapped = (roles: object[], more: object = {}) => ({
  kubernetes_config_map_v1: {
    auth: {
      metadata: { name: "aws-auth", namespace: "kube-system" },
      data: { mapRoles: JSON.stringify(roles), ...more },
    },
  },
});
const GROUPS = bound("Group", "deployers");
const policies = (name: string, scope: object = { type: "cluster" }) => ({
  aws_eks_access_policy_association: {
    one: {
      cluster_name: "west",
      principal_arn: ROLE_ARN,
      policy_arn: `arn:aws:eks::aws:cluster-access-policy/${name}`,
      access_scope: scope,
    },
  },
});
const NAMESPACED = (...namespaces: string[]) => ({ type: "namespace", namespaces });

type Parts = Parameters<typeof eks>[0];
const CASES: readonly Row<Parts>[] = [
  // Amazon EKS User Guide, "Create access entries"
  ["a group of the entry", { resource: GROUPS }, PODS, "allowed"],
  ["a group in another letter case", { resource: bound("Group", "Deployers") }, PODS, "authorization"],
  [
    "the user's name with the session's name in it",
    { resource: bound("User", `deployers:${SESSION}`) },
    PODS,
    "allowed",
  ],
  ["the template as a user's name", { resource: bound("User", "deployers:{{SessionName}}") }, PODS, "authorization"],
  [
    "the default name of a role's user",
    {
      entry: { user_name: undefined },
      user: `arn:aws:sts::${ACCOUNT}:assumed-role/deployer/{{SessionName}}`,
      resource: bound("User", `arn:aws:sts::${ACCOUNT}:assumed-role/deployer/${SESSION}`),
    },
    PODS,
    "allowed",
  ],
  [
    "the default name of a role with a path has no path",
    {
      role: { path: "/team/" },
      roleArn: `arn:aws:iam::${ACCOUNT}:role/team/deployer`,
      entry: { user_name: undefined },
      user: `arn:aws:sts::${ACCOUNT}:assumed-role/deployer/{{SessionName}}`,
      resource: bound("User", `arn:aws:sts::${ACCOUNT}:assumed-role/deployer/${SESSION}`),
    },
    PODS,
    "allowed",
  ],
  [
    "an entry without the role's path",
    {
      role: { path: "/team/" },
      roleArn: `arn:aws:iam::${ACCOUNT}:role/team/deployer`,
      entry: { principal_arn: ROLE_ARN },
      resource: GROUPS,
    },
    PODS,
    "authentication",
  ],
  ["an entry for another role", { entry: { principal_arn: `${ROLE_ARN}2` }, resource: GROUPS }, PODS, "authentication"],
  [
    "an entry for the role's session",
    { entry: { principal_arn: `arn:aws:sts::${ACCOUNT}:assumed-role/deployer/${SESSION}` }, resource: GROUPS },
    PODS,
    "authentication",
  ],
  [
    "an entry for the account",
    { entry: { principal_arn: `arn:aws:iam::${ACCOUNT}:root` }, resource: GROUPS },
    PODS,
    "authentication",
  ],
  ["no entry", { entry: null, resource: GROUPS }, PODS, "authentication"],
  ["an entry of another cluster", { entry: { cluster_name: "east" }, resource: GROUPS }, PODS, "authentication"],
  [
    "a session's name without a colon before it",
    { entry: { user_name: "deployers-{{SessionName}}" }, resource: GROUPS },
    PODS,
    "authentication",
  ],
  [
    "a user's name that begins with system:",
    { entry: { user_name: "system:deployers" }, resource: GROUPS },
    PODS,
    "authentication",
  ],
  [
    "a user's name that begins with eks:",
    { entry: { user_name: "eks:deployers" }, resource: GROUPS },
    PODS,
    "authentication",
  ],
  [
    "a group that begins with system:",
    { entry: { kubernetes_groups: ["system:masters"] }, resource: GROUPS },
    PODS,
    "authentication",
  ],
  [
    "an entry of type EC2_LINUX with groups",
    { entry: { type: "EC2_LINUX", user_name: undefined }, resource: GROUPS },
    PODS,
    "authentication",
  ],
  [
    "an entry of type FARGATE_LINUX with groups",
    { entry: { type: "FARGATE_LINUX", user_name: undefined }, resource: GROUPS },
    PODS,
    "authentication",
  ],
  [
    "an entry of type HYBRID_LINUX with groups",
    { entry: { type: "HYBRID_LINUX", user_name: undefined }, resource: GROUPS },
    PODS,
    "authentication",
  ],
  ["an entry without a type is STANDARD", { entry: { type: undefined }, resource: GROUPS }, PODS, "allowed"],
  // "Change authentication mode to use access entries"; API reference, CreateAccessConfigRequest
  [
    "a cluster in the mode CONFIG_MAP",
    { mode: "", resource: { ...GROUPS, ...cluster({ access_config: { authentication_mode: "CONFIG_MAP" } }) } },
    PODS,
    "authentication",
  ],
  ["a cluster without a mode", { mode: "", resource: { ...GROUPS, ...cluster({}) } }, PODS, "authentication"],
  [
    "a cluster in the mode API",
    { mode: "", resource: { ...GROUPS, ...cluster({ access_config: [{ authentication_mode: "API" }] }) } },
    PODS,
    "allowed",
  ],
  // "Grant IAM users access to Kubernetes with a ConfigMap"; aws-iam-authenticator, mapper/configmap
  [
    "aws-auth in the mode API",
    { entry: null, resource: { ...GROUPS, ...mapped([{ rolearn: ROLE_ARN, username: "x", groups: ["deployers"] }]) } },
    PODS,
    "authentication",
  ],
  [
    "aws-auth in the mode CONFIG_MAP",
    {
      mode: "CONFIG_MAP",
      entry: null,
      resource: { ...GROUPS, ...mapped([{ rolearn: ROLE_ARN, username: "x", groups: ["deployers"] }]) },
    },
    PODS,
    "allowed",
  ],
  [
    "aws-auth and no entry in the mode of both",
    {
      mode: "API_AND_CONFIG_MAP",
      entry: null,
      resource: { ...GROUPS, ...mapped([{ rolearn: ROLE_ARN, username: "x", groups: ["deployers"] }]) },
    },
    PODS,
    "allowed",
  ],
  [
    "an entry comes before aws-auth",
    {
      mode: "API_AND_CONFIG_MAP",
      entry: { kubernetes_groups: ["nobody"] },
      resource: { ...GROUPS, ...mapped([{ rolearn: ROLE_ARN, username: "x", groups: ["deployers"] }]) },
    },
    PODS,
    "authorization",
  ],
  [
    "aws-auth with a role's path",
    {
      mode: "CONFIG_MAP",
      role: { path: "/team/" },
      roleArn: `arn:aws:iam::${ACCOUNT}:role/team/deployer`,
      entry: null,
      resource: {
        ...GROUPS,
        ...mapped([{ rolearn: `arn:aws:iam::${ACCOUNT}:role/team/deployer`, username: "x", groups: ["deployers"] }]),
      },
    },
    PODS,
    "authentication",
  ],
  [
    "aws-auth without the role's path",
    {
      mode: "CONFIG_MAP",
      role: { path: "/team/" },
      roleArn: `arn:aws:iam::${ACCOUNT}:role/team/deployer`,
      entry: null,
      resource: { ...GROUPS, ...mapped([{ rolearn: ROLE_ARN, username: "x", groups: ["deployers"] }]) },
    },
    PODS,
    "allowed",
  ],
  [
    "aws-auth with an ARN in another letter case",
    {
      mode: "CONFIG_MAP",
      entry: null,
      resource: {
        ...GROUPS,
        ...mapped([{ rolearn: ROLE_ARN.replace("deployer", "Deployer"), username: "x", groups: ["deployers"] }]),
      },
    },
    PODS,
    "allowed",
  ],
  [
    "aws-auth with the session's ARN",
    {
      mode: "CONFIG_MAP",
      entry: null,
      resource: {
        ...GROUPS,
        ...mapped([
          { rolearn: `arn:aws:sts::${ACCOUNT}:assumed-role/deployer/${SESSION}`, username: "x", groups: ["deployers"] },
        ]),
      },
    },
    PODS,
    "authentication",
  ],
  [
    "aws-auth with a template",
    {
      mode: "CONFIG_MAP",
      entry: null,
      resource: {
        ...bound("User", `${ACCOUNT}:${SESSION}`),
        ...mapped([{ rolearn: ROLE_ARN, username: "{{AccountID}}:{{SessionName}}", groups: [] }]),
      },
    },
    PODS,
    "allowed",
  ],
  [
    "aws-auth with system:masters",
    {
      mode: "CONFIG_MAP",
      entry: null,
      resource: mapped([{ rolearn: ROLE_ARN, username: "x", groups: ["system:masters"] }]),
    },
    { verb: "delete", resource: "nodes", name: "a" },
    "allowed",
  ],
  [
    "aws-auth under mapUsers",
    {
      mode: "CONFIG_MAP",
      entry: null,
      resource: {
        ...GROUPS,
        ...mapped([], { mapUsers: JSON.stringify([{ userarn: ROLE_ARN, username: "x", groups: ["deployers"] }]) }),
      },
    },
    PODS,
    "allowed",
  ],
  [
    "aws-auth in another namespace",
    {
      mode: "CONFIG_MAP",
      entry: null,
      resource: {
        ...GROUPS,
        kubernetes_config_map_v1: {
          auth: {
            metadata: { name: "aws-auth", namespace: "default" },
            data: { mapRoles: JSON.stringify([{ rolearn: ROLE_ARN, username: "x", groups: ["deployers"] }]) },
          },
        },
      },
    },
    PODS,
    "authentication",
  ],
  [
    "the last of two mappings of one role",
    {
      mode: "CONFIG_MAP",
      entry: null,
      resource: {
        ...GROUPS,
        ...mapped([
          { rolearn: ROLE_ARN, username: "x", groups: ["deployers"] },
          { rolearn: ROLE_ARN, username: "y", groups: ["nobody"] },
        ]),
      },
    },
    PODS,
    "authorization",
  ],
  [
    "aws-auth in YAML",
    {
      mode: "CONFIG_MAP",
      entry: null,
      resource: {
        ...GROUPS,
        kubernetes_config_map: {
          auth: {
            metadata: [{ name: "aws-auth", namespace: "kube-system" }],
            data: { mapRoles: `- rolearn: ${ROLE_ARN}\n  username: x\n  groups:\n    - deployers\n` },
          },
        },
      },
    },
    PODS,
    "allowed",
  ],
  [
    "aws-auth by mapAccounts",
    {
      mode: "CONFIG_MAP",
      entry: null,
      resource: { ...bound("User", ROLE_ARN), ...mapped([], { mapAccounts: JSON.stringify([ACCOUNT]) }) },
    },
    PODS,
    "allowed",
  ],
  // "Review access policy permissions", "Associate access policies with access entries"
  ["AmazonEKSViewPolicy, pods", { resource: policies("AmazonEKSViewPolicy") }, PODS, "allowed"],
  [
    "AmazonEKSViewPolicy, secrets",
    { resource: policies("AmazonEKSViewPolicy") },
    { ...PODS, resource: "secrets" },
    "authorization",
  ],
  [
    "AmazonEKSViewPolicy in a namespace",
    { resource: policies("AmazonEKSViewPolicy", NAMESPACED("payments")) },
    PODS,
    "allowed",
  ],
  [
    "AmazonEKSViewPolicy in another namespace",
    { resource: policies("AmazonEKSViewPolicy", NAMESPACED("checkout")) },
    PODS,
    "authorization",
  ],
  [
    "AmazonEKSViewPolicy in a namespace, across the cluster",
    { resource: policies("AmazonEKSViewPolicy", NAMESPACED("payments")) },
    { verb: "list", resource: "pods" },
    "authorization",
  ],
  [
    "AmazonEKSViewPolicy in namespaces by a star",
    { resource: policies("AmazonEKSViewPolicy", NAMESPACED("pay*")) },
    PODS,
    "allowed",
  ],
  [
    "AmazonEKSEditPolicy, secrets",
    { resource: policies("AmazonEKSEditPolicy") },
    { ...PODS, resource: "secrets" },
    "allowed",
  ],
  [
    "AmazonEKSEditPolicy, bindings of roles",
    { resource: policies("AmazonEKSEditPolicy") },
    { ...PODS, verb: "create", resource: "rolebindings.rbac.authorization.k8s.io" },
    "authorization",
  ],
  [
    "AmazonEKSEditPolicy, exec",
    { resource: policies("AmazonEKSEditPolicy") },
    { ...PODS, verb: "create", resource: "pods/exec" },
    "allowed",
  ],
  [
    "AmazonEKSAdminPolicy, bindings of roles",
    { resource: policies("AmazonEKSAdminPolicy", NAMESPACED("payments")) },
    { ...PODS, verb: "create", resource: "rolebindings.rbac.authorization.k8s.io" },
    "allowed",
  ],
  [
    "AmazonEKSAdminPolicy, nodes",
    { resource: policies("AmazonEKSAdminPolicy") },
    { verb: "list", resource: "nodes" },
    "authorization",
  ],
  [
    "AmazonEKSAdminPolicy, quotas",
    { resource: policies("AmazonEKSAdminPolicy") },
    { ...PODS, verb: "delete", resource: "resourcequotas" },
    "authorization",
  ],
  [
    "AmazonEKSAdminViewPolicy, secrets",
    { resource: policies("AmazonEKSAdminViewPolicy") },
    { ...PODS, resource: "secrets" },
    "allowed",
  ],
  [
    "AmazonEKSAdminViewPolicy, nodes",
    { resource: policies("AmazonEKSAdminViewPolicy") },
    { verb: "list", resource: "nodes" },
    "allowed",
  ],
  [
    "AmazonEKSAdminViewPolicy, a write",
    { resource: policies("AmazonEKSAdminViewPolicy") },
    { ...PODS, verb: "create" },
    "authorization",
  ],
  [
    "AmazonEKSClusterAdminPolicy, all",
    { resource: policies("AmazonEKSClusterAdminPolicy") },
    { verb: "delete", resource: "clusterroles.rbac.authorization.k8s.io", name: "x" },
    "allowed",
  ],
  [
    "AmazonEKSClusterAdminPolicy, a path",
    { resource: policies("AmazonEKSClusterAdminPolicy") },
    { verb: "get", resource: "/metrics" },
    "allowed",
  ],
  [
    "AmazonEKSSecretReaderPolicy, secrets",
    { resource: policies("AmazonEKSSecretReaderPolicy", NAMESPACED("payments")) },
    { ...PODS, resource: "secrets" },
    "allowed",
  ],
  [
    "AmazonEKSSecretReaderPolicy, pods",
    { resource: policies("AmazonEKSSecretReaderPolicy", NAMESPACED("payments")) },
    PODS,
    "authorization",
  ],
  ["a policy without an entry", { entry: null, resource: policies("AmazonEKSViewPolicy") }, PODS, "authentication"],
  [
    "a policy of IAM in place of EKS's",
    {
      resource: {
        aws_eks_access_policy_association: {
          one: {
            cluster_name: "west",
            principal_arn: ROLE_ARN,
            policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess",
            access_scope: { type: "cluster" },
          },
        },
      },
    },
    PODS,
    "authorization",
  ],
  [
    "a policy of another partition",
    {
      resource: {
        aws_eks_access_policy_association: {
          one: {
            cluster_name: "west",
            principal_arn: ROLE_ARN,
            policy_arn: "arn:aws-cn:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
            access_scope: { type: "cluster" },
          },
        },
      },
    },
    PODS,
    "authorization",
  ],
  [
    "a policy for another role",
    {
      resource: {
        aws_eks_access_policy_association: {
          one: {
            cluster_name: "west",
            principal_arn: `${ROLE_ARN}2`,
            policy_arn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
            access_scope: { type: "cluster" },
          },
        },
      },
    },
    PODS,
    "authorization",
  ],
  // https://docs.aws.amazon.com/eks/latest/userguide/setting-up-access-entries.html and
  // https://docs.aws.amazon.com/eks/latest/APIReference/API_AssociateAccessPolicy.html: policies are of entries, which CONFIG_MAP has not
  [
    "a policy of a role that aws-auth lets in, and that has no entry",
    {
      mode: "API_AND_CONFIG_MAP",
      entry: null,
      resource: {
        ...policies("AmazonEKSClusterAdminPolicy"),
        ...mapped([{ rolearn: ROLE_ARN, username: "x", groups: [] }]),
      },
    },
    PODS,
    "authorization",
  ],
  [
    "a policy and an entry in the mode CONFIG_MAP",
    {
      mode: "CONFIG_MAP",
      resource: {
        ...policies("AmazonEKSClusterAdminPolicy"),
        ...mapped([{ rolearn: ROLE_ARN, username: "x", groups: [] }]),
      },
    },
    PODS,
    "authorization",
  ],
  [
    "the entry's groups in the mode CONFIG_MAP",
    {
      mode: "CONFIG_MAP",
      resource: { ...GROUPS, ...mapped([{ rolearn: ROLE_ARN, username: "x", groups: ["nobody"] }]) },
    },
    PODS,
    "authorization",
  ],
  [
    "an entry without groups before aws-auth with system:masters",
    {
      mode: "API_AND_CONFIG_MAP",
      entry: { kubernetes_groups: [] },
      resource: mapped([{ rolearn: ROLE_ARN, username: "x", groups: ["system:masters"] }]),
    },
    PODS,
    "authorization",
  ],
  [
    "an entry's policy in the mode of both, beside aws-auth",
    {
      mode: "API_AND_CONFIG_MAP",
      entry: { kubernetes_groups: [] },
      resource: { ...policies("AmazonEKSViewPolicy"), ...mapped([{ rolearn: ROLE_ARN, username: "x", groups: [] }]) },
    },
    PODS,
    "allowed",
  ],
  // https://docs.aws.amazon.com/eks/latest/userguide/access-policies.html: policies add up with each other and with RBAC
  [
    "two policies, the one of the namespace",
    {
      resource: {
        aws_eks_access_policy_association: {
          ...policies("AmazonEKSViewPolicy").aws_eks_access_policy_association,
          two: {
            ...policies("AmazonEKSEditPolicy", NAMESPACED("payments", "checkout")).aws_eks_access_policy_association
              .one,
          },
        },
      },
    },
    { ...PODS, verb: "delete", name: "a" },
    "allowed",
  ],
  [
    "two policies, the one of the namespace elsewhere",
    {
      resource: {
        aws_eks_access_policy_association: {
          ...policies("AmazonEKSViewPolicy").aws_eks_access_policy_association,
          two: {
            ...policies("AmazonEKSEditPolicy", NAMESPACED("payments", "checkout")).aws_eks_access_policy_association
              .one,
          },
        },
      },
    },
    { ...PODS, namespace: "billing", verb: "delete", name: "a" },
    "authorization",
  ],
  [
    "RBAC beside a policy of another namespace",
    { resource: { ...GROUPS, ...policies("AmazonEKSSecretReaderPolicy", NAMESPACED("checkout")) } },
    PODS,
    "allowed",
  ],
  // https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html: tables of groups, resources and verbs
  [
    "AmazonEKSEditPolicy, a token of a service account",
    { resource: policies("AmazonEKSEditPolicy") },
    { ...PODS, verb: "create", resource: "serviceaccounts/token", name: "a" },
    "authorization",
  ],
  [
    "AmazonEKSEditPolicy, as a service account",
    { resource: policies("AmazonEKSEditPolicy") },
    { ...PODS, verb: "impersonate", resource: "serviceaccounts", name: "a" },
    "allowed",
  ],
  [
    "AmazonEKSEditPolicy, an eviction",
    { resource: policies("AmazonEKSEditPolicy") },
    { ...PODS, verb: "create", resource: "pods/eviction", name: "a" },
    "authorization",
  ],
  [
    "AmazonEKSEditPolicy, leases",
    { resource: policies("AmazonEKSEditPolicy") },
    { ...PODS, resource: "leases.coordination.k8s.io" },
    "authorization",
  ],
  [
    "AmazonEKSEditPolicy, roles",
    { resource: policies("AmazonEKSEditPolicy") },
    { ...PODS, resource: "roles.rbac.authorization.k8s.io" },
    "authorization",
  ],
  [
    "AmazonEKSEditPolicy, a quota",
    { resource: policies("AmazonEKSEditPolicy") },
    { ...PODS, verb: "update", resource: "resourcequotas", name: "a" },
    "authorization",
  ],
  [
    "AmazonEKSViewPolicy, logs",
    { resource: policies("AmazonEKSViewPolicy") },
    { ...PODS, resource: "pods/log", name: "a" },
    "allowed",
  ],
  [
    "AmazonEKSViewPolicy, a custom resource",
    { resource: policies("AmazonEKSViewPolicy") },
    { ...PODS, resource: "crontabs.stable.example.com" },
    "authorization",
  ],
  [
    "AmazonEKSAdminViewPolicy, a custom resource",
    { resource: policies("AmazonEKSAdminViewPolicy") },
    { ...PODS, resource: "crontabs.stable.example.com" },
    "allowed",
  ],
  [
    "AmazonEKSAdminViewPolicy, a path",
    { resource: policies("AmazonEKSAdminViewPolicy") },
    { verb: "get", resource: "/metrics" },
    "authorization",
  ],
  [
    "AmazonEKSAdminPolicy, cluster roles",
    { resource: policies("AmazonEKSAdminPolicy") },
    { verb: "get", resource: "clusterroles.rbac.authorization.k8s.io", name: "a" },
    "authorization",
  ],
  [
    "AmazonEKSAdminPolicy, to bind a role that it has not",
    { resource: policies("AmazonEKSAdminPolicy") },
    { ...PODS, verb: "bind", resource: "roles.rbac.authorization.k8s.io", name: "a" },
    "authorization",
  ],
  [
    "AmazonEKSClusterAdminPolicy in a namespace",
    { resource: policies("AmazonEKSClusterAdminPolicy", NAMESPACED("payments")) },
    { ...PODS, verb: "delete", resource: "secrets", name: "a" },
    "allowed",
  ],
  [
    "AmazonEKSClusterAdminPolicy in a namespace, nodes",
    { resource: policies("AmazonEKSClusterAdminPolicy", NAMESPACED("payments")) },
    { verb: "list", resource: "nodes" },
    "authorization",
  ],
  [
    "AmazonEKSClusterAdminPolicy in a namespace, a path",
    { resource: policies("AmazonEKSClusterAdminPolicy", NAMESPACED("payments")) },
    { verb: "get", resource: "/metrics" },
    "authorization",
  ],
  // https://kubernetes.io/docs/reference/access-authn-authz/rbac/#discovery-roles: every authenticated user may ask for its own rights
  [
    "an entry without groups, its own rights",
    { entry: { kubernetes_groups: [] } },
    { verb: "create", resource: "selfsubjectaccessreviews.authorization.k8s.io" },
    "allowed",
  ],
  [
    "an entry without groups, another's rights",
    { entry: { kubernetes_groups: [] } },
    { verb: "create", resource: "subjectaccessreviews.authorization.k8s.io" },
    "authorization",
  ],
  [
    "an entry without groups, the version",
    { entry: { kubernetes_groups: [] } },
    { verb: "get", resource: "/version" },
    "allowed",
  ],
  [
    "an entry without groups, discovery",
    { entry: { kubernetes_groups: [] } },
    { verb: "get", resource: "/apis/apps/v1" },
    "allowed",
  ],
  [
    "an entry without groups, metrics",
    { entry: { kubernetes_groups: [] } },
    { verb: "get", resource: "/metrics" },
    "authorization",
  ],
];

describe("access to an EKS cluster", () => {
  itAnswers(CASES, { from: "corp:deploy/deployer", to: "west" }, eks);
});
