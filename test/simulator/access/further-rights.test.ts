import {
  authenticateSession,
  DeclaredAccess,
  entraUser,
  furtherRights,
  googleUser,
  KubernetesUser,
} from "../../../src/simulator";
import { account, ROLE_ARN } from "../support/aws";
import { identity, idsOf, SUBSCRIPTION } from "../support/azure";
import { decidedBy, given } from "../support/answers";
import { exchange, granting, PRINCIPAL, PROJECT, project } from "../support/google";
import { bound, clusterRoleBinding, rbacOf, roleBinding, userOf } from "../support/kubernetes";
import { Args, merged, read, Stack } from "../support/stack";

/** What somebody has beside what was declared, wherever it is. */
const access = (role: string, namespaces: readonly string[] = [], others: Partial<DeclaredAccess> = {}) => ({
  ...{ kind: "ClusterRole", role, namespaces, cloudPolicy: false },
  ...others,
});
const byPolicy = (role: string, ...namespaces: string[]) => access(role, namespaces, { cloudPolicy: true });

describe("by a binding", () => {
  const ALICE = userOf("alice", "staff");
  function rights(stack: Stack, accesses: readonly DeclaredAccess[], user: KubernetesUser = ALICE) {
    const world = read(stack);
    const cluster = { kind: "eks", name: "n", label: "l", servers: [], rbac: rbacOf(world) } as const;
    return furtherRights(world, cluster, user, accesses);
  }

  it.each<[string, Args, readonly DeclaredAccess[]]>([
    ["in its namespace", roleBinding("ns", "view", "User alice"), [access("view", ["ns"])]],
    ["in one of its namespaces", roleBinding("ns", "view", "Group staff"), [access("view", ["other", "ns"])]],
    ["in a namespace, where it was declared for all", roleBinding("ns", "view", "User alice"), [access("view")]],
    ["everywhere", clusterRoleBinding("view", "User alice"), [access("view")]],
    ["of a Role", roleBinding("ns", "Role own", "User alice"), [access("own", ["ns"], { kind: "Role" })]],
    ["of another", clusterRoleBinding("cluster-admin", "User bob", "Group admins", "ServiceAccount alice"), []],
    ["of what everybody has", clusterRoleBinding("system:discovery", "Group system:authenticated"), []],
  ])("that was declared there is none: %s", (_what, binding, accesses) => {
    expect(rights(bound(binding), accesses)).toEqual([]);
  });

  it.each<[Args, readonly DeclaredAccess[], string]>([
    [roleBinding("vault", "view", "User alice"), [access("view", ["ns"])], "ClusterRole view in vault"],
    [roleBinding("ns", "admin", "Group staff"), [access("view", ["ns"])], "ClusterRole admin in ns"],
    [roleBinding("ns", "Role view", "User alice"), [access("view", ["ns"])], "Role view in ns"],
    [clusterRoleBinding("view", "User alice"), [access("view", ["ns"])], "ClusterRole view everywhere"],
    [clusterRoleBinding("lost", "User alice"), [], "ClusterRole lost everywhere"],
    [roleBinding("ns", "view", "User alice"), [byPolicy("view", "ns")], "ClusterRole view in ns"],
    [clusterRoleBinding("edit", "Group system:authenticated"), [access("view")], "ClusterRole edit everywhere"],
  ])("%j beside %j is one", (binding, accesses, what) => {
    const [found, ...others] = rights(bound(binding), accesses);
    expect(others).toEqual([]);
    expect(found.what).toBe(what);
    expect(decidedBy(found)).toMatchObject({
      place: expect.stringMatching(/_binding_v1\.b$/) as string,
      argument: "subject",
    });
  });
});

describe("by an EKS access policy", () => {
  const CLUSTER = "arn:aws:eks:us-east-1:111122223333:cluster/west";
  function rights(policy: string, access_scope: Args, accesses: readonly DeclaredAccess[], principal_arn = ROLE_ARN) {
    const policy_arn = `arn:aws:eks::aws:cluster-access-policy/${policy}`;
    const world = read(
      merged(account(), {
        resource: {
          aws_eks_access_entry: { reader: { cluster_name: "west", principal_arn: ROLE_ARN } },
          aws_eks_access_policy_association: { one: { cluster_name: "west", principal_arn, policy_arn, access_scope } },
        },
      }),
    );
    const role = world.aws.roleOf(ROLE_ARN);
    if (!role) throw new Error("There is no role.");
    const user = given(
      authenticateSession(world.aws, { kind: "eks", name: CLUSTER }, { role, sessionName: "s", issued: 0, expires: 0 }),
    );
    const cluster = { kind: "eks", name: CLUSTER, label: "l", servers: [], rbac: rbacOf(world) } as const;
    return furtherRights(world, cluster, user, accesses).map(({ what }) => what);
  }
  const IN_NS = { type: "namespace", namespaces: ["ns"] };

  it.each<[string, Args, readonly DeclaredAccess[], readonly string[]]>([
    ["AmazonEKSViewPolicy", IN_NS, [byPolicy("view", "ns")], []],
    ["AmazonEKSViewPolicy", { type: "cluster" }, [byPolicy("view")], []],
    ["AmazonEKSViewPolicy", { type: "cluster" }, [byPolicy("view", "ns")], ["AmazonEKSViewPolicy everywhere"]],
    [
      "AmazonEKSViewPolicy",
      { type: "namespace", namespaces: ["ns", "vault"] },
      [byPolicy("view", "ns")],
      ["AmazonEKSViewPolicy in ns, vault"],
    ],
    ["AmazonEKSAdminPolicy", IN_NS, [byPolicy("view", "ns")], ["AmazonEKSAdminPolicy in ns"]],
    ["AmazonEKSViewPolicy", IN_NS, [access("view", ["ns"])], ["AmazonEKSViewPolicy in ns"]],
    [
      "AmazonEKSAutoNodePolicy",
      { type: "cluster" },
      [byPolicy("cluster-admin")],
      ["AmazonEKSAutoNodePolicy everywhere"],
    ],
  ])("%s in %j beside %j", (policy, scope, accesses, expected) => {
    expect(rights(policy, scope, accesses)).toEqual(expected);
  });

  it("another role's is not one", () => {
    expect(rights("AmazonEKSViewPolicy", IN_NS, [], `${ROLE_ARN}s`)).toEqual([]);
  });
});

describe("by a role on the project", () => {
  function rights(role: string, further: Stack = {}, member = PRINCIPAL) {
    const world = read(merged(granting("google_project_iam_member", { role, member }), further));
    const user = googleUser(given(exchange(world)));
    const cluster = { kind: "gke", name: "n", label: "l", servers: [], project: PROJECT, rbac: rbacOf(world) } as const;
    return furtherRights(world, cluster, user, [access("view")]).map(({ what }) => what);
  }
  const own = (...permissions: string[]): Stack => ({
    resource: { google_project_iam_custom_role: { own: { role_id: "own", permissions } } },
  });
  const OWN = `projects/${PROJECT}/roles/own`;

  it.each(["roles/container.clusterViewer", "roles/container.clusterAdmin", "roles/storage.objectViewer"])(
    "%s is not one",
    (role) => {
      expect(rights(role)).toEqual([]);
    },
  );

  it.each(["roles/container.viewer", "roles/viewer", "roles/owner", "roles/container.somethingNew", OWN])(
    "%s is one",
    (role) => {
      expect(rights(role)).toEqual([`${role} on the project`]);
    },
  );

  it("one's own is one where it reaches into clusters", () => {
    expect(rights(OWN, own("container.pods.list"))).toEqual([`${OWN} on the project`]);
    expect(rights(OWN, own("container.clusters.get", "container.clusters.connect", "storage.objects.get"))).toEqual([]);
  });

  it.each(["roles/iam.serviceAccountTokenCreator", "roles/iam.workloadIdentityUser"])("%s is one", (role) => {
    expect(rights(role)).toEqual(["to act as every service account of the project"]);
  });

  it("one's own is one where it gives service accounts' tokens", () => {
    const expected = ["to act as every service account of the project"];
    expect(rights(OWN, own("iam.serviceAccounts.getAccessToken"))).toEqual(expected);
    expect(rights(OWN, own("iam.serviceAccounts.get"))).toEqual([]);
  });

  it("another's is not one", () => {
    expect(rights("roles/owner", {}, `${PRINCIPAL}s`)).toEqual([]);
    expect(rights("roles/owner", project(), "allUsers")).toEqual(["roles/owner on the project"]);
  });
});

describe("by a role assignment", () => {
  const GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-corp`;
  const CLUSTER = `${GROUP}/providers/Microsoft.ContainerService/managedClusters/corp`;
  const READER = "7f6c6a51-bcf8-42ba-9220-52d62157d7db";
  const ADMIN = "3498e952-d568-435e-9b2c-8d77e338d7f7";

  function rights(args: Args, accesses: readonly DeclaredAccess[], azureRbac = true, further: Stack = {}) {
    const ids = idsOf(read(identity()));
    const world = read(
      merged(identity(), further, {
        resource: { azurerm_role_assignment: { one: { principal_id: ids.principalId, scope: CLUSTER, ...args } } },
      }),
    );
    const cluster = {
      kind: "aks",
      name: CLUSTER.toLowerCase(),
      label: "l",
      servers: [],
      azureRbac,
      rbac: rbacOf(world),
    } as const;
    return furtherRights(world, cluster, entraUser(ids.principalId), accesses).map(({ what }) => what);
  }
  const upper = idsOf(read(identity())).principalId.toUpperCase();

  it.each<[string, Args, readonly DeclaredAccess[]]>([
    ["the declared one", { role_definition_id: READER }, [byPolicy("view")]],
    [
      "the declared one in a namespace",
      { role_definition_id: READER, scope: `${CLUSTER}/namespaces/ns` },
      [byPolicy("view", "ns")],
    ],
    ["one on another cluster", { role_definition_id: ADMIN, scope: `${CLUSTER}2` }, []],
    [
      "one on something else",
      {
        role_definition_name: "Storage Blob Data Owner",
        scope: `${GROUP}/providers/Microsoft.Storage/storageAccounts/x`,
      },
      [],
    ],
    ["one that permits nothing inside", { role_definition_name: "AcrPull", scope: GROUP }, []],
  ])("is none: %s", (_what, args, accesses) => {
    expect(rights(args, accesses)).toEqual([]);
  });

  it.each<[string, Args, readonly DeclaredAccess[], string]>([
    ["another role", { role_definition_id: ADMIN }, [byPolicy("view")], `the role ${ADMIN} on ${CLUSTER}`],
    [
      "more than the namespace",
      { role_definition_id: READER },
      [byPolicy("view", "ns")],
      `the role ${READER} on ${CLUSTER}`,
    ],
    [
      "another namespace",
      { role_definition_id: READER, scope: `${CLUSTER}/namespaces/vault` },
      [byPolicy("view", "ns")],
      `the role ${READER} on ${CLUSTER}/namespaces/vault`,
    ],
    [
      "more than the cluster",
      { role_definition_id: READER, scope: GROUP },
      [byPolicy("view")],
      `the role ${READER} on ${GROUP}`,
    ],
    [
      "a management group",
      { role_definition_id: READER, scope: "/providers/Microsoft.Management/managementGroups/all" },
      [byPolicy("view")],
      `the role ${READER} on /providers/Microsoft.Management/managementGroups/all`,
    ],
    [
      "a role that is not known",
      { role_definition_name: "Billing Reader" },
      [byPolicy("view")],
      `the role Billing Reader on ${CLUSTER}`,
    ],
    [
      "a role of Azure that is known by its name",
      { role_definition_name: "Contributor" },
      [byPolicy("view")],
      `the role b24988ac-6180-42a0-ab88-20f7382dd24c on ${CLUSTER}`,
    ],
    [
      "an id in other letters",
      { role_definition_id: ADMIN, principal_id: upper },
      [],
      `the role ${ADMIN} on ${CLUSTER}`,
    ],
  ])("is one: %s", (_what, args, accesses, what) => {
    expect(rights(args, accesses)).toEqual([what]);
  });

  it("of one's own is one where it reaches into clusters", () => {
    const own = (...data_actions: string[]): Stack => ({
      resource: { azurerm_role_definition: { own: { name: "Own", scope: GROUP, permissions: [{ data_actions }] } } },
    });
    const args = { role_definition_name: "Own" };
    expect(rights(args, [], true, own("Microsoft.ContainerService/managedClusters/pods/read"))).toHaveLength(1);
    expect(rights(args, [], true, own("*/read"))).toHaveLength(1);
    expect(rights(args, [], true, own("Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read"))).toEqual(
      [],
    );
  });

  it.each([
    ["a built-in role", "Azure Kubernetes Service RBAC Admin"],
    ["a role that is not known", "Billing Reader"],
    ["a role of one's own", "Own"],
  ])("counts by a data source as by its name: %s", (_what, name) => {
    const data_actions = ["Microsoft.ContainerService/managedClusters/pods/read"];
    const further: Stack = {
      data: { azurerm_role_definition: { it: { name } } },
      resource: { azurerm_role_definition: { own: { name: "Own", scope: GROUP, permissions: [{ data_actions }] } } },
    };
    const byName = rights({ role_definition_name: name }, [], true, further);
    expect(byName).toHaveLength(1);
    expect(rights({ role_definition_id: "${data.azurerm_role_definition.it.id}" }, [], true, further)).toEqual(byName);
  });

  it("counts for nothing where Azure does not decide, unless it is not known", () => {
    expect(rights({ role_definition_id: ADMIN }, [], false)).toEqual([]);
    expect(rights({ role_definition_name: "Contributor" }, [], false)).toHaveLength(1);
  });
});
