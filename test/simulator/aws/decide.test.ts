import { authorize, awsName, KubernetesUser } from "../../../src/simulator";
import { decidedBy } from "../support/answers";
import { ACCOUNT, AWS } from "../support/aws";
import { asking, bound, rbacOf, roleBinding } from "../support/kubernetes";
import { Args, merged, read, Stack } from "../support/stack";

/**
 * An EKS cluster asks RBAC and the access policies of the role's entry. Amazon EKS documentation: "Associate access policies
 * with access entries".
 */
const CLUSTER = `arn:aws:eks:us-east-1:${ACCOUNT}:cluster/west`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/apps/reader`;
const user: KubernetesUser = {
  name: `arn:aws:sts::${ACCOUNT}:assumed-role/reader/ns.sa`,
  groups: ["deployers", "system:authenticated"],
  extra: {},
  cloudName: awsName(ROLE),
};

function policy(name: string, namespaces: readonly string[], others: Args = {}): Args {
  return {
    cluster_name: "west",
    principal_arn: ROLE,
    policy_arn: `arn:aws:eks::aws:cluster-access-policy/AmazonEKS${name}Policy`,
    access_scope: namespaces.length ? { type: "namespace", namespaces } : { type: "cluster" },
    ...others,
  };
}
const associated = (...all: Args[]): Stack => ({
  provider: AWS,
  resource: {
    // AssociateAccessPolicy takes policies for entries that exist.
    aws_eks_access_entry: { reader: { cluster_name: "west", principal_arn: ROLE } },
    aws_eks_access_policy_association: Object.fromEntries(all.map((one, i) => [`p${i}`, one])),
  },
});

function decide(stack: Stack, words: string) {
  const world = read(stack);
  return authorize(world, { kind: "eks", name: CLUSTER, rbac: rbacOf(world) }, user, asking(words));
}

describe("a policy in namespaces", () => {
  it.each([
    ["list pods in ns", true],
    ["get namespaces ns in ns", true],
    ["list namespaces", false],
    ["list pods", false],
    ["list pods in other", false],
    ["list pods in dev-1", true],
    ["list pods in dev", false],
    ["create pods in ns", false],
    ["get secrets a in ns", false],
  ])("for viewing answers %j: %p", (words, allowed) => {
    expect(decide(associated(policy("View", ["ns", "dev-*"])), words).allowed).toBe(allowed);
  });

  it("gives nothing of the whole cluster, whichever it is", () => {
    const stack = associated(policy("ClusterAdmin", ["*"]));
    expect(decide(stack, "delete secrets a in ns").allowed).toBe(true);
    expect(decide(stack, "list nodes").allowed).toBe(false);
    expect(decide(stack, "list secrets").allowed).toBe(false);
  });
});

describe("a policy in the whole cluster", () => {
  it.each([
    ["list pods in ns", true],
    ["list pods", true],
    ["list namespaces", true],
    ["list nodes", false],
  ])("for viewing answers %j: %p", (words, allowed) => {
    expect(decide(associated(policy("View", [])), words).allowed).toBe(allowed);
  });

  it.each([
    ["ClusterAdmin", [], true],
    ["ClusterAdmin", ["*"], false],
    ["AdminView", [], false],
    ["Admin", [], false],
  ])("%s in %j answers for a path: %p", (name, namespaces, allowed) => {
    expect(decide(associated(policy(name, namespaces)), "get /metrics").allowed).toBe(allowed);
  });

  it("tells that it decided", () => {
    const decision = decide(associated(policy("View", [])), "list pods");
    expect(decidedBy(decision).place).toBe("mesh: aws_eks_access_policy_association.p0");
    expect(decision.because.line).toBe("policy_arn is AmazonEKSViewPolicy, in the whole cluster");
    expect(decision.reason).toMatch(/^EKS Access Policy: allowed by /);
  });
});

describe("several policies", () => {
  it("add up, each in its own place", () => {
    const stack = associated(policy("View", []), policy("Edit", ["ns"]), policy("SecretReader", ["other"]));
    const answers = ["create pods in ns", "create pods in other", "get secrets a in other", "get secrets a in third"];
    expect(answers.map((words) => decide(stack, words).allowed)).toEqual([true, false, true, false]);
  });

  it("add up with what bindings give to the entry's groups", () => {
    const stack = merged(associated(policy("View", ["ns"])), bound(roleBinding("other", "edit", "Group deployers")));
    expect(decide(stack, "list pods in ns").allowed).toBe(true);
    expect(decide(stack, "create pods in other").allowed).toBe(true);
    expect(decide(stack, "create pods in ns").allowed).toBe(false);
  });
});

describe("a policy", () => {
  it.each([
    ["of another role", { principal_arn: ROLE.replace("reader", "writer") }],
    ["of the role without its path", { principal_arn: ROLE.replace("/apps", "") }],
    ["of another cluster", { cluster_name: "east" }],
    ["of another region", { region: "eu-west-1" }],
    ["that nobody has", { policy_arn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSEverythingPolicy" }],
    ["with no scope", { access_scope: undefined }],
  ])("%s gives nothing", (_what, others) => {
    expect(decide(associated(policy("ClusterAdmin", [], others)), "list pods in ns").allowed).toBe(false);
  });
});

describe("a refusal", () => {
  it("has no reason, and is no denial", () => {
    expect(decide(associated(policy("View", ["ns"])), "list pods in other")).toEqual({
      allowed: false,
      reason: "",
      because: { line: `nothing grants it to ${user.name}` },
    });
  });

  it("tells of a binding to a role that is not there", () => {
    const decision = decide(bound(roleBinding("ns", "gone", "Group deployers")), "list pods in ns");
    expect(decision.reason).toBe('RBAC: clusterrole.rbac.authorization.k8s.io "gone" not found');
    expect(decidedBy(decision).place).toBe("mesh: kubernetes_role_binding_v1.b");
  });
});

describe("what everybody may", () => {
  it.each([
    ["get /version", "system:discovery"],
    ["get /apis/apps/v1", "system:discovery"],
    ["create selfsubjectreviews.authentication.k8s.io", "system:basic-user"],
  ])("%s, by %s", (words, role) => {
    expect(decide({ provider: AWS }, words)).toMatchObject({
      allowed: true,
      reason: `RBAC: allowed by ClusterRoleBinding "${role}" of ClusterRole "${role}" to Group "system:authenticated"`,
      because: { line: `binds ClusterRole ${role} to Group "system:authenticated"` },
    });
  });
});
