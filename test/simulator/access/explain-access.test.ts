import { explainRefusal, KubernetesUser, travel, claimsOf } from "../../../src/simulator";
import {
  SOURCE_CLUSTER_ANNOTATION,
  SOURCE_SUBJECT_ANNOTATION,
  TARGET_ANNOTATION,
} from "../../../src/trust-declaration";
import { decidedBy } from "../support/answers";
import { account, HOST, ISSUER, ROLE_ARN, trusting } from "../support/aws";
import { AZURE } from "../support/azure";
import { objects, subject, userOf } from "../support/kubernetes";
import { declaration, declaring, EKS_ARGS } from "../support/mesh";
import { Args, merged, read, Stack } from "../support/stack";
import { NOW, SUBJECT } from "../support/tokens";

/** Where to look when a user may not do what was promised: the object that should have given it. */
const TARGET = declaration().target.name;
const OWN = { [SOURCE_SUBJECT_ANNOTATION]: SUBJECT, [SOURCE_CLUSTER_ANNOTATION]: "hub", [TARGET_ANNOTATION]: TARGET };

const mesh: Stack = merged(
  account([trusting({ Condition: { StringEquals: { [`${HOST}:sub`]: SUBJECT, [`${HOST}:aud`]: "client-a" } } })]),
  {
    resource: {
      aws_eks_access_entry: { reader: { cluster_name: "west", principal_arn: ROLE_ARN, user_name: "alice" } },
    },
  },
  declaring({ args: EKS_ARGS, declaration: declaration() }),
);

/** A binding in a stack; annotations say for whom it was made. */
function binding(name: string, role: string, subjects: readonly string[], metadata: Args = {}): Stack {
  const args = {
    metadata: { name, ...metadata },
    role_ref: { api_group: "rbac.authorization.k8s.io", kind: "ClusterRole", name: role },
    subject: subjects.map(subject),
  };
  const type = metadata.namespace === undefined ? "kubernetes_cluster_role_binding_v1" : "kubernetes_role_binding_v1";
  return { resource: { [type]: { [name]: args } } };
}

function explained(words: string, stacks: readonly Stack[], user?: KubernetesUser) {
  const world = read(merged(mesh, ...stacks));
  const [edge] = world.edges;
  const token = { claims: claimsOf(ISSUER, SUBJECT, "client-a", NOW), signature: "good" } as const;
  const seen = user ?? travel(world, edge, token, NOW).user;
  if (!seen) throw new Error("The edge does not arrive.");
  const because = explainRefusal(world, world.clusterOf(edge), seen, objects(words), edge.declaration);
  return { ...decidedBy({ because }), line: because.line };
}

describe("a binding of the user", () => {
  it.each<[string, Stack, string, ReturnType<typeof explained>]>([
    [
      "of a role that gives something else",
      binding("b", "view", ["User alice"]),
      "create pods in ns",
      {
        place: "mesh: kubernetes_cluster_role_binding_v1.b",
        argument: "role_ref",
        line: "binds ClusterRole view, which does not allow it",
      },
    ],
    [
      "of a role that was not read",
      binding("b", "lost", ["User alice"]),
      "list pods in ns",
      {
        place: "mesh: kubernetes_cluster_role_binding_v1.b",
        argument: "role_ref",
        line: "binds ClusterRole lost, which is not in what was read",
      },
    ],
    [
      "in another namespace",
      binding("b", "view", ["User alice"], { namespace: "other" }),
      "list pods in ns",
      {
        place: "mesh: kubernetes_role_binding_v1.b",
        argument: "metadata",
        line: `binds ClusterRole view in the namespace "other" only`,
      },
    ],
  ])("is named: %s", (_what, stack, words, expected) => {
    expect(explained(words, [stack])).toEqual(expected);
  });

  it("is named before one that was made for the edge", () => {
    const made = binding("made", "edit", ["User malice"], { annotations: OWN });
    expect(explained("create pods in ns", [made, binding("own", "view", ["User alice"])])).toMatchObject({
      place: "mesh: kubernetes_cluster_role_binding_v1.own",
      argument: "role_ref",
    });
  });
});

describe("a binding that names somebody else", () => {
  it("is found by the annotations that say it was made for the edge, however its subject is written", () => {
    const made = binding("made", "view", ["User completely-different"], { annotations: OWN });
    const near = binding("near", "view", ["User alicf"]);
    const { place, argument, line } = explained("list pods in ns", [near, made]);
    expect({ place, argument }).toEqual({
      place: "mesh: kubernetes_cluster_role_binding_v1.made",
      argument: "subject",
    });
    expect(line).toMatch(
      /^subject is the User "completely-different" in .*west.*, and the API server sees the user "alice"$/,
    );
  });

  it.each(Object.keys(OWN))("is not taken for the edge's own if its %s is another", (annotation) => {
    const made = binding("made", "view", ["User x"], { annotations: { ...OWN, [annotation]: "another" } });
    expect(explained("list pods in ns", [made]).argument).not.toBe("subject");
  });

  it("is found by a name that is written almost alike", () => {
    expect(explained("list pods in ns", [binding("b", "view", ["User alicf"])])).toEqual({
      place: "mesh: kubernetes_cluster_role_binding_v1.b",
      argument: "subject",
      line: 'subject is the User "alicf", and the API server sees the user "alice"',
    });
  });

  it("is found by a group that is written almost alike", () => {
    const user = userOf("0000-somebody", "deployers-of-hub");
    expect(explained("list pods in ns", [binding("b", "view", ["Group deployers-of-hab"])], user)).toEqual({
      place: "mesh: kubernetes_cluster_role_binding_v1.b",
      argument: "subject",
      line: 'subject is the Group "deployers-of-hab", and the API server sees the group "deployers-of-hub"',
    });
  });
});

describe("the binding to mend, and not its sibling that does what was declared", () => {
  const access = [
    { kind: "ClusterRole", role: "view", namespaces: ["a", "b"], cloudPolicy: false },
    { kind: "ClusterRole", role: "edit", namespaces: ["a"], cloudPolicy: false },
  ] as const;
  const declared = declaring({ args: EKS_ARGS, declaration: declaration({ access }) });
  const bound = (name: string, role: string, namespace: string, subject = "User alice", metadata: Args = {}) =>
    binding(name, role, [subject], { ...metadata, namespace });
  const place = (words: string, ...stacks: Stack[]) => explained(words, [declared, ...stacks]).place;
  const sibling = bound("sibling", "view", "a");

  it.each<[what: string, words: string, broken: Stack]>([
    ["of another user in another namespace", "list pods in b", bound("broken", "view", "b", "User alicf")],
    ["of a group of the user's name", "list pods in b", bound("broken", "view", "b", "Group alice")],
    ["of another user in the same namespace", "create pods in a", bound("broken", "edit", "a", "User alicf")],
    [
      "that was made for the edge, however it names its subject",
      "list pods in b",
      bound("broken", "view", "b", "User completely-different", { annotations: OWN }),
    ],
  ])("is the one %s", (_what, words, broken) => {
    const own = bound("own", "view", "a", "User alice", { annotations: OWN });
    const address = "mesh: kubernetes_role_binding_v1.broken";
    expect(place(words, sibling, broken)).toBe(address);
    expect(place(words, own, broken)).toBe(address);
  });

  it("is the user's own where its role is none that was declared", () => {
    const changed = bound("changed", "lost", "b");
    expect(place("list pods in b", sibling, changed, bound("near", "view", "b", "User alicf"))).toBe(
      "mesh: kubernetes_role_binding_v1.changed",
    );
  });

  it("is not one of another edge's user, however alike the names are", () => {
    const source = { subject: "system:serviceaccount:ns:other" };
    const principal = "arn:aws:iam::111122223333:role/other";
    const other = { args: EKS_ARGS, declaration: declaration({ user: "alicf", source, principal }) };
    const both = declaring({ args: EKS_ARGS, declaration: declaration({ access }) }, other);
    expect(explained("list pods in b", [both, sibling, bound("other", "view", "b", "User alicf")]).place).toBe(
      "mesh: kubernetes_role_binding_v1.sibling",
    );
  });

  it("is not one whose subject is written otherwise", () => {
    expect(place("list pods in b", sibling, bound("other", "view", "b", "User somebody-else"))).toBe(
      "mesh: kubernetes_role_binding_v1.sibling",
    );
  });
});

describe("a cloud's own grant", () => {
  const policyIn = (access_scope: Args): Stack => ({
    resource: {
      aws_eks_access_policy_association: {
        view: {
          cluster_name: "west",
          principal_arn: ROLE_ARN,
          policy_arn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
          access_scope,
        },
      },
    },
  });

  it.each<[Args, string]>([
    [{ type: "namespace", namespaces: ["a", "b"] }, "AmazonEKSViewPolicy in a, b"],
    [{ type: "cluster" }, "AmazonEKSViewPolicy in the whole cluster"],
  ])("is named where it gives something else: the EKS access policy of %j", (scope, line) => {
    expect(explained("create pods in ns", [policyIn(scope)])).toEqual({
      place: "mesh: aws_eks_access_policy_association.view",
      argument: "access_scope",
      line,
    });
  });

  it("is named where it is elsewhere: the Azure role assignment", () => {
    // GIVEN
    const args = { scope: "/subscriptions/x", role_definition_name: "Azure Kubernetes Service RBAC Reader" };
    const assigned: Stack = {
      provider: AZURE,
      resource: { azurerm_role_assignment: { reader: { ...args, principal_id: "object-id" } } },
    };

    // WHEN
    const cluster = { kind: "aks", name: "/subscriptions/y", azureRbac: true } as const;
    const because = read(assigned).cloudOf(cluster).explain(cluster, userOf("object-id"));

    // THEN
    expect(because?.resource?.address).toBe("azurerm_role_assignment.reader");
    expect(because?.argument).toBe("scope");
    expect(because?.line).toMatch(/^role .+ on \/subscriptions\/x$/);
  });
});

describe("nothing that comes near", () => {
  it("leaves the word to the API server's own reason", () => {
    const { place, line } = explained("list pods in ns", []);
    expect(place).toBeUndefined();
    expect(line).toContain("alice");
  });
});
