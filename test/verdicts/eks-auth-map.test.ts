import { ACCOUNT, eks, ROLE_ARN } from "./support/aws";
import { Expected, inWords, verdicts } from "./support/ask";

const SESSION = "deploy.deployer";
const PODS = { verb: "get", resource: "pods", namespace: "payments" };
const NODES = { verb: "list", resource: "nodes" };
const bound = (kind: string, name: string, role = "view") => ({
  kubernetes_cluster_role_binding_v1: {
    one: {
      metadata: { name: "one" },
      role_ref: { api_group: "rbac.authorization.k8s.io", kind: "ClusterRole", name: role },
      subject: [{ api_group: "rbac.authorization.k8s.io", kind, name }],
    },
  },
});
const GROUPS = bound("Group", "deployers");
const OWN = `- rolearn: ${ROLE_ARN}\n  username: x\n  groups:\n  - deployers\n`;
const map = (data: object, type = "kubernetes_config_map_v1") => ({
  [type]: { auth: { metadata: { name: "aws-auth", namespace: "kube-system" }, data } },
});
const ZEROS = "012345678901";

/**
 * What is written in the ConfigMap `aws-auth`, and what the server makes of it.
 *
 * kubernetes-sigs/aws-iam-authenticator, pkg/mapper/configmap/configmap.go (ParseMap, saveMap), pkg/config/mapper.go
 */
const CASES: readonly [words: string, resource: object, expected: Expected, request?: object, account?: string][] = [
  ["a mapping", { ...GROUPS, ...map({ mapRoles: OWN }) }, "allowed"],
  // The lists are made to JSON and decoded by Go, which ignores the letter case of keys
  [
    "keys in other letter cases",
    { ...GROUPS, ...map({ mapRoles: OWN.replace("rolearn", "roleARN").replace("groups", "Groups") }) },
    "allowed",
  ],
  ["userArn under mapUsers", { ...GROUPS, ...map({ mapUsers: OWN.replace("rolearn", "userArn") }) }, "allowed"],
  ["rolearn under mapUsers", { ...GROUPS, ...map({ mapUsers: OWN }) }, "authentication"],
  ["userarn under mapRoles", { ...GROUPS, ...map({ mapRoles: OWN.replace("rolearn", "userarn") }) }, "authentication"],
  ["maproles in small letters", { ...GROUPS, ...map({ maproles: OWN }) }, "authentication"],
  // Of lists that cannot be read the others count
  ["a broken list of users beside", { ...GROUPS, ...map({ mapRoles: OWN, mapUsers: "- userarn: [" }) }, "allowed"],
  ["broken accounts beside", { ...GROUPS, ...map({ mapRoles: OWN, mapAccounts: "a: b" }) }, "allowed"],
  ["an empty list of users beside", { ...GROUPS, ...map({ mapRoles: OWN, mapUsers: '""\n' }) }, "allowed"],
  ["a broken list of roles", { ...GROUPS, ...map({ mapRoles: `${OWN}- rolearn: [` }) }, "authentication"],
  ["a mapping that is no list", { ...GROUPS, ...map({ mapRoles: OWN.replace(/^- /, "  ") }) }, "authentication"],
  ["an entry without a role beside", { ...GROUPS, ...map({ mapRoles: `${OWN}- username: y\n` }) }, "allowed"],
  [
    "a mapping without groups",
    { ...bound("User", "x"), ...map({ mapRoles: OWN.replace(/ {2}groups[^]*/, "") }) },
    "allowed",
  ],
  [
    "a mapping of a role before one of a user",
    {
      ...GROUPS,
      ...map({ mapRoles: OWN, mapUsers: `- userarn: ${ROLE_ARN}\n  username: y\n  groups: [nobody]\n` }),
    },
    "allowed",
  ],
  [
    "a session's name in a group",
    { ...bound("Group", `team:${SESSION}`), ...map({ mapRoles: OWN.replace("deployers", "team:{{SessionName}}") }) },
    "allowed",
  ],
  [
    "the raw name of the session",
    { ...bound("User", SESSION), ...map({ mapRoles: OWN.replace("username: x", 'username: "{{SessionNameRaw}}"') }) },
    "allowed",
  ],
  ["an anchor", { ...GROUPS, ...map({ mapRoles: OWN.replace("groups:", "groups: &all") }) }, "allowed"],
  ["the group of nodes", { ...map({ mapRoles: OWN.replace("deployers", "system:masters") }) }, "allowed", NODES],
  [
    "groups that are no list",
    { ...GROUPS, ...map({ mapRoles: OWN.replace(/groups:[^]*/, "groups: deployers\n") }) },
    "authorization",
  ],
  // Accounts are decoded by yaml.v2 into texts, which keeps a number as it is written
  ["an account as a number", { ...bound("User", ROLE_ARN), ...map({ mapAccounts: `- ${ACCOUNT}\n` }) }, "allowed"],
  ["another account", { ...bound("User", ROLE_ARN), ...map({ mapAccounts: '- "444455556666"\n' }) }, "authentication"],
  [
    "an account with a zero in front",
    { ...bound("User", ROLE_ARN.replace(ACCOUNT, ZEROS)), ...map({ mapAccounts: `- ${ZEROS}\n` }) },
    "allowed",
    PODS,
    ZEROS,
  ],
  // pkg/config/mapper.go: later versions take wildcards in rolearn, earlier ones do not; which of them EKS runs nobody tells
  [
    "a wildcard in a role",
    { ...GROUPS, ...map({ mapRoles: OWN.replace("role/deployer", "role/dep*") }) },
    "authentication",
  ],
];

describe("the ConfigMap aws-auth of an EKS cluster", () => {
  it.each(CASES.map(([words, resource, expected, ...more]) => [words, expected, resource, ...more] as const))(
    "%s: %s",
    async (_words, expected, resource, request = PODS, account = ACCOUNT) => {
      const made = eks({ mode: "CONFIG_MAP", entry: null, resource: resource as Record<string, object> });
      const stack = JSON.parse(JSON.stringify(made).replaceAll(ACCOUNT, account)) as object;
      const [verdict] = await verdicts(stack, [{ from: "corp:deploy/deployer", to: "west", ...request }]);
      expect({ is: inWords(verdict, expected), verdict }).toMatchObject({ is: expected });
    },
  );
});
