import { merged, Stack } from "../../simulator/support/stack";
import { ACCOUNT, EKS, exactly, GITHUB, GKE, registered, role, statement, SUBJECT, trusting } from "./support/aws";
import { describeCheck } from "./support/cases";

const ROLE = trusting(EKS, exactly(EKS));
const one = (type: string, args: object, name = "it"): Stack => ({ resource: { [type]: { [name]: { ...args } } } });
const allowing = (Action: unknown, Resource: unknown = "*", others: object = {}) =>
  one("aws_iam_role_policy", {
    name: "it",
    role: "it",
    policy: JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource, ...others }] }),
  });
const attached = (name: string) =>
  one("aws_iam_role_policy_attachment", { role: "it", policy_arn: `arn:aws:iam::aws:policy/${name}` });
const PLAIN = assumedBy("ec2.amazonaws.com");

function assumedBy(Service: string) {
  return role({ Effect: "Allow", Principal: { Service }, Action: "sts:AssumeRole" });
}

/** AWS documentation: "Create IAM role with trust policy required by EKS Pod Identity". */
const PODS = role({
  Effect: "Allow",
  Principal: { Service: "pods.eks.amazonaws.com" },
  Action: ["sts:AssumeRole", "sts:TagSession"],
});

describeCheck("aws-admin-role", {
  bad: {
    "the managed policy": merged(ROLE, attached("AdministratorAccess")),
    "everything in a policy of its own": merged(ROLE, allowing("*")),
    "everything, with a colon": merged(ROLE, allowing(["s3:GetObject", "*:*"])),
    "a role of EKS Pod Identity": merged(PODS, attached("AdministratorAccess")),
  },
  good: { "one bucket": merged(ROLE, allowing("s3:GetObject", "arn:aws:s3:::acme/*")) },
  near: {
    "a role of machines": merged(PLAIN, attached("AdministratorAccess")),
    "everything on one bucket": merged(ROLE, allowing("*", "arn:aws:s3:::acme")),
    "everything that is denied": merged(ROLE, allowing("*", "*", { Effect: "Deny" })),
  },
});

describeCheck("aws-iam-rights", {
  bad: {
    "policies of any role": merged(ROLE, allowing("iam:PutRolePolicy")),
    "all of IAM": merged(ROLE, attached("IAMFullAccess")),
    "all of IAM, for EKS Pod Identity": merged(PODS, attached("IAMFullAccess")),
  },
  good: { "one bucket": merged(ROLE, allowing("s3:GetObject", "arn:aws:s3:::acme/*")) },
  near: {
    "reading IAM": merged(ROLE, allowing(["iam:Get*", "iam:List*"])),
    "a role of machines": merged(PLAIN, attached("IAMFullAccess")),
    "everything, which is told as such": merged(ROLE, attached("AdministratorAccess")),
  },
});

const NEXT = role(
  { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/it` }, Action: "sts:AssumeRole" },
  {},
  "next",
);
const nextMay = (policy: string) =>
  one("aws_iam_role_policy_attachment", { role: "next", policy_arn: `arn:aws:iam::aws:policy/${policy}` }, "next");

const ofNext = (policy: string) =>
  one("aws_eks_access_policy_association", {
    ...{ cluster_name: "shop", principal_arn: `arn:aws:iam::${ACCOUNT}:role/next`, access_scope: { type: "cluster" } },
    policy_arn: `arn:aws:eks::aws:cluster-access-policy/${policy}`,
  });

describeCheck("aws-role-chain", {
  bad: {
    "every role": merged(ROLE, allowing("sts:AssumeRole")),
    "every role of the account": merged(ROLE, allowing("sts:*", `arn:aws:iam::${ACCOUNT}:role/*`)),
    "an administrator that trusts it": merged(ROLE, NEXT, nextMay("AdministratorAccess")),
    "an administrator that trusts a role of EKS Pod Identity": merged(PODS, NEXT, nextMay("AdministratorAccess")),
    "an administrator of a cluster that trusts it": merged(PODS, NEXT, ofNext("AmazonEKSClusterAdminPolicy")),
  },
  good: { "one role": merged(ROLE, allowing("sts:AssumeRole", `arn:aws:iam::${ACCOUNT}:role/next`)) },
  near: {
    "a reader that trusts it": merged(ROLE, NEXT, nextMay("ReadOnlyAccess")),
    "a reader of a cluster that trusts it": merged(PODS, NEXT, ofNext("AmazonEKSViewPolicy")),
    "a role of machines": merged(PLAIN, allowing("sts:AssumeRole")),
  },
});

const subjects = (count: number) =>
  trusting(EKS, {
    StringEquals: {
      [`${EKS}:aud`]: "sts.amazonaws.com",
      [`${EKS}:sub`]: Array.from({ length: count }, (_, i) => `${SUBJECT}-${i}`),
    },
  });

describeCheck("aws-trust-policy-length", {
  bad: { "forty subjects": subjects(40), "little room": subjects(35) },
  good: { "one subject": ROLE },
  near: {
    "white space, which does not count": {
      ...ROLE,
      resource: {
        aws_iam_role: {
          it: {
            name: "it",
            assume_role_policy: JSON.stringify({ Statement: [statement(EKS, exactly(EKS))] }, null, 200),
          },
        },
      },
    },
  },
});

describeCheck("aws-thumbprints", {
  bad: { GitHub: registered(GITHUB, { thumbprint_list: ["6938fd4d98bab03faadb97b34396831e3780aea1"] }) },
  good: { none: registered(GITHUB) },
  near: {
    "an issuer of one's own, whose authority may be its own": registered("oidc.acme.example", {
      thumbprint_list: ["00"],
    }),
  },
});

describeCheck("aws-provider-url", {
  bad: {
    "no encryption": registered("x", { url: "http://oidc.acme.example" }),
    "an EKS issuer with a slash": registered(`${EKS}/`),
    "an AKS issuer without one": registered("westeurope.oic.prod-aks.azure.com/tenant/guid"),
    "a query": registered("oidc.acme.example?x=1"),
  },
  good: { EKS: registered(EKS), GKE: registered(GKE) },
  near: {
    "an AKS issuer with its slash": registered("westeurope.oic.prod-aks.azure.com/tenant/guid/"),
    "another issuer with a slash, as Auth0 has it": registered("acme.auth0.com/"),
    "what is read back of AWS": registered("x", { url: EKS }),
  },
});

const SAME = { provider: ROLE.provider };

describeCheck("aws-audience-not-registered", {
  bad: { another: merged(SAME, registered(EKS, { client_id_list: ["kubernetes"] }), ROLE) },
  good: { "the same": merged(SAME, registered(EKS), ROLE) },
  near: {
    "one of several": merged(SAME, registered(EKS, { client_id_list: ["kubernetes", "sts.amazonaws.com"] }), ROLE),
    "a provider that was not read": ROLE,
    "a list that is not known": merged(SAME, registered(EKS, { client_id_list: "${var.ids}" }), ROLE, {
      variable: { ids: {} },
    }),
  },
});

describeCheck("aws-provider-unused", {
  bad: { "beside one that is": merged(SAME, registered(EKS), registered(GITHUB, {}, "old"), ROLE) },
  good: { none: merged(SAME, registered(EKS), ROLE) },
  near: { "a stack of providers alone": merged(SAME, registered(EKS), registered(GITHUB, {}, "other")) },
});

describeCheck("aws-access-key", {
  bad: { "a key": one("aws_iam_access_key", { user: "loader" }) },
  good: { "a role": ROLE },
  near: { "a user without one": one("aws_iam_user", { name: "person" }) },
});

const entry = (args: object) =>
  one("aws_eks_access_entry", { cluster_name: "one", principal_arn: `arn:aws:iam::${ACCOUNT}:role/it`, ...args });
const binding = (subject: object) =>
  one("kubernetes_role_binding_v1", {
    metadata: { name: "it", namespace: "payments" },
    role_ref: { kind: "ClusterRole", name: "edit", api_group: "rbac.authorization.k8s.io" },
    subject: [{ api_group: "rbac.authorization.k8s.io", ...subject }],
  });

describeCheck("eks-session-name-user", {
  bad: {
    "the template's user": merged(
      ROLE,
      entry({ user_name: "ci:{{SessionName}}" }),
      binding({ kind: "User", name: "ci:release" }),
    ),
    "the session's ARN": binding({ kind: "User", name: `arn:aws:sts::${ACCOUNT}:assumed-role/it/release` }),
  },
  good: {
    "a group": merged(
      ROLE,
      entry({ user_name: "ci:{{SessionName}}", kubernetes_groups: ["ci"] }),
      binding({ kind: "Group", name: "ci" }),
    ),
  },
  near: {
    "a user of another name": merged(
      ROLE,
      entry({ user_name: "ci:{{SessionName}}" }),
      binding({ kind: "User", name: "cd:x" }),
    ),
    "a role's ARN": binding({ kind: "User", name: `arn:aws:iam::${ACCOUNT}:role/it` }),
  },
});

const associated = (policy: string, principal = "it") =>
  one("aws_eks_access_policy_association", {
    cluster_name: "one",
    principal_arn: `arn:aws:iam::${ACCOUNT}:role/${principal}`,
    policy_arn: `arn:aws:eks::aws:cluster-access-policy/${policy}`,
    access_scope: { type: "cluster" },
  });

describeCheck("eks-cluster-admin", {
  bad: {
    "a role that tokens assume": merged(ROLE, associated("AmazonEKSClusterAdminPolicy")),
    "a role of EKS Pod Identity": merged(PODS, associated("AmazonEKSClusterAdminPolicy")),
  },
  good: { "a reader": merged(ROLE, associated("AmazonEKSViewPolicy")) },
  near: { "a role of people": merged(ROLE, associated("AmazonEKSClusterAdminPolicy", "admins")) },
});

const awsAuth = (name: string, groups: string[]) =>
  one("kubernetes_config_map_v1", {
    metadata: { name, namespace: "kube-system" },
    data: { mapRoles: `- rolearn: arn:aws:iam::${ACCOUNT}:role/it\n  groups: ${JSON.stringify(groups)}\n` },
  });

describeCheck("eks-system-masters", {
  bad: { masters: awsAuth("aws-auth", ["system:masters"]) },
  good: { nodes: awsAuth("aws-auth", ["system:nodes"]) },
  near: { "another ConfigMap": awsAuth("notes", ["system:masters"]) },
});
