import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readWorld, UnresolvedValue, World } from "../../src/simulator";
import { TARGET_ANNOTATION } from "../../src/trust-declaration";
import { asking, userOf } from "./support/kubernetes";
import { declaration, EKS_ARGS, kubeconfig } from "./support/mesh";
import { Args } from "./support/stack";

/** A state shows no providers: objects tell their account and their cluster themselves. */
const ACCOUNT = "111122223333";
const WEST = `arn:aws:eks:us-east-1:${ACCOUNT}:cluster/west`;
const EAST = `arn:aws:eks:us-east-1:${ACCOUNT}:cluster/east`;

function state(resources: readonly { type: string; values: Args }[], ...targets: string[]): World {
  const contexts = targets.map((name) => ({
    args: EKS_ARGS,
    declaration: declaration({ target: { cluster: name, name } }),
  }));
  const document = {
    format_version: "1.0",
    values: {
      outputs: { kubeconfig: { value: JSON.stringify(kubeconfig(...contexts)) } },
      root_module: {
        resources: resources.map(({ type, values }, i) => ({
          address: `${type}.r${i}`,
          mode: "managed",
          type,
          values,
        })),
      },
    },
  };
  const folder = mkdtempSync(join(tmpdir(), "trust-mesh-simulator-"));
  try {
    writeFileSync(join(folder, "mesh.json"), JSON.stringify(document));
    return readWorld([join(folder, "mesh.json")]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const binding = (annotations: Args = {}) => ({
  type: "kubernetes_role_binding_v1",
  values: {
    metadata: [{ name: "b", namespace: "ns", annotations }],
    role_ref: [{ kind: "ClusterRole", name: "view" }],
    subject: [{ kind: "User", name: "alice" }],
  },
});
const clustersOfAlice = ({ clusters }: World) =>
  clusters.flatMap(({ name, rbac }) =>
    rbac.opinion(userOf("alice"), asking("list pods in ns")).allowed ? [name] : [],
  );

describe("a binding in a state", () => {
  it("is in the only cluster that there is", () => {
    expect(clustersOfAlice(state([binding()], WEST))).toEqual([WEST]);
  });

  it("is in the cluster that its annotation names", () => {
    expect(clustersOfAlice(state([binding({ [TARGET_ANNOTATION]: EAST })], WEST, EAST))).toEqual([EAST]);
    expect(clustersOfAlice(state([binding({ [TARGET_ANNOTATION]: EAST })], WEST))).toEqual([]);
  });

  it("keeps the lab from starting where several could be meant", () => {
    expect(() => state([binding()], WEST, EAST)).toThrow(UnresolvedValue);
    expect(() => state([binding()], WEST, EAST)).toThrow("there are 2 clusters that it may be in");
  });
});

describe("a cluster in a state", () => {
  it.each([
    ["somewhere else than the client says, which is told", "https://real.example.com", 1],
    ["where the client says", "https://west.example.com", 0],
  ])("is %s", (_what, endpoint, beliefs) => {
    const world = state([{ type: "aws_eks_cluster", values: { name: "west", arn: WEST, endpoint } }], WEST);
    expect(world.assumptionsOf(world.edges[0])).toHaveLength(beliefs);
    for (const { belief } of world.assumptionsOf(world.edges[0])) {
      expect(belief).toMatch(/ is at https:\/\/west.* though aws_eks_cluster.r0 is at https:\/\/real\.example\.com$/);
    }
  });
});

describe("an access entry in a state", () => {
  const role = "arn:aws:iam::999988887777:role/reader";
  const entry = {
    type: "aws_eks_access_entry",
    values: {
      access_entry_arn: `arn:aws:eks:us-east-1:${ACCOUNT}:access-entry/west/role/999988887777/reader/id`,
      cluster_name: "west",
      principal_arn: role,
      region: "us-east-1",
    },
  };
  const association = {
    type: "aws_eks_access_policy_association",
    values: {
      cluster_name: "west",
      principal_arn: role,
      region: "us-east-1",
      policy_arn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
      access_scope: [{ type: "cluster", namespaces: null }],
    },
  };

  it("is of the account in its own ARN, and so is its policy, whoever the principal is", () => {
    const { aws } = state([entry, association], WEST);
    expect(aws.entriesOf(WEST).map(({ principalArn }) => principalArn)).toEqual([role]);
    expect(aws.associationsOf(WEST)).toMatchObject([{ principalArn: role, policy: "AmazonEKSViewPolicy" }]);
  });
});

describe("a role in a state", () => {
  it("is the one of its own ARN", () => {
    const arn = `arn:aws:iam::${ACCOUNT}:role/apps/reader`;
    const { aws } = state(
      [{ type: "aws_iam_role", values: { arn, name: "reader", path: "/apps/", assume_role_policy: "{}" } }],
      WEST,
    );
    expect(aws.roleOf(arn)).toMatchObject({ account: ACCOUNT, name: "reader", maxSeconds: 3600 });
  });
});
