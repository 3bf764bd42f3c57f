import { Change, differenceOf, rightsIn, rightWords } from "../../src/rights";
import { readWorld } from "../../src/simulator";
import { buildMesh } from "../lab/support/meshes";
import { Document, Synthesized } from "../lab/support/run-lab";
import { NOW } from "./support/holders";

/** What is granted to the identity of an edge into a cluster beside the cluster is a right, too: the same credential has it. */
let mesh: Synthesized;
beforeAll(() => {
  mesh = new Synthesized(buildMesh);
});
afterAll(() => mesh.remove());

const words = ({ from, to, rights }: Change) => `${from.name} → ${to.label}: ${rights.map(rightWords).join("; ")}`;

function added(change: (document: Document) => void): readonly string[] {
  const name = `${expect.getState().currentTestName}`.replace(/\W+/g, "-").slice(-80);
  const [old, current] = [mesh.path, mesh.broken("mesh", name, change)].map((path) => rightsIn(readWorld([path]), NOW));
  return differenceOf(old, current).added.map(words);
}

type Made = Record<string, unknown>;
/** The first resource of a type, with its name. */
const first = ({ resource }: Document, type: string) => Object.entries(resource[type])[0] as [string, Made];
const make = (document: Document, type: string, args: Made) =>
  void (document.resource[type] = { ...document.resource[type], beside: args });

const role = (document: Document) => {
  const [name, { provider }] = first(document, "aws_iam_role");
  return { role: `\${aws_iam_role.${name}.name}`, provider };
};
const inline =
  (Action: unknown, Resource: unknown = "*") =>
  (document: Document) =>
    make(document, "aws_iam_role_policy", {
      ...{ ...role(document), name: "beside" },
      policy: JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource }] }),
    });
const attached = (policy: string) => (document: Document) =>
  make(document, "aws_iam_role_policy_attachment", {
    ...role(document),
    policy_arn: `arn:aws:iam::aws:policy/${policy}`,
  });
const member = (type: string, args: Made) => (document: Document) => {
  const [, { member: who, project, provider }] = first(document, "google_project_iam_member");
  make(document, type, { member: who, project, provider, ...args });
};
const assigned = (roleId: string, scopeOf: (cluster: string) => string) => (document: Document) => {
  const all = Object.values(document.resource.azurerm_role_assignment) as Made[];
  const [{ principal_id, provider, scope }] = all;
  const cluster = String(scope).replace(/(managedClusters\/[^/]+).*$/, "$1");
  const subscription = cluster.split("/").slice(0, 3).join("/");
  const role_definition_id = `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${roleId}`;
  make(document, "azurerm_role_assignment", { principal_id, provider, role_definition_id, scope: scopeOf(cluster) });
};
const group = (cluster: string) => cluster.split("/").slice(0, 5).join("/");

describe("what is granted beside an edge's cluster", () => {
  it.each<[string, (document: Document) => void, RegExp]>([
    ["actions of a service", inline("s3:*"), /AWS 111122223333: s3:\* on \*/],
    ["an AWS managed policy of a service", attached("AmazonS3FullAccess"), /: AmazonS3FullAccess/],
    ["AdministratorAccess", attached("AdministratorAccess"), /: AdministratorAccess/],
    ["another role", inline("sts:AssumeRole", "arn:aws:iam::111122223333:role/other"), /sts:AssumeRole on/],
    ["more than a look-up", inline(["eks:DescribeCluster", "eks:CreateAccessEntry"]), /eks:CreateAccessEntry/],
    [
      "a role on a bucket",
      member("google_storage_bucket_iam_member", { bucket: "exports", role: "roles/storage.objectViewer" }),
      /Google Cloud \S+: roles\/storage.objectViewer on \S+\/exports/,
    ],
    [
      "a role on the project",
      member("google_project_iam_member", { role: "roles/storage.admin" }),
      /Google Cloud \S+: roles\/storage.admin on/,
    ],
    [
      "a role that administers clusters",
      member("google_project_iam_member", { role: "roles/container.clusterAdmin" }),
      /Google Cloud \S+: roles\/container.clusterAdmin on/,
    ],
    [
      "a role for data of storage accounts",
      assigned("2a2b9908-6ea1-4ae2-8e65-a410df84e7d1", group),
      /Azure \S+: Storage Blob Data Reader on/,
    ],
    [
      "a role for secrets of a vault",
      assigned(
        "4633458b-17de-408a-b874-0445c86b69e6",
        (cluster) => `${group(cluster)}/providers/Microsoft.KeyVault/vaults/v`,
      ),
      /Azure \S+: Key Vault Secrets User on/,
    ],
    [
      "a role in another cluster",
      assigned("b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b", (cluster) => `${cluster}-other`),
      /Azure \S+: Azure Kubernetes Service RBAC Cluster Admin on \S+-other/,
    ],
  ])("is a right: %s", (_what, change, told) => {
    expect(added(change).join("\n")).toMatch(told);
  });

  it.each<[string, (document: Document) => void]>([
    ["what looks an EKS cluster up", inline(["eks:DescribeCluster", "eks:ListClusters"])],
    ["what looks a GKE cluster up", member("google_project_iam_member", { role: "roles/container.clusterViewer" })],
    ["what gets an AKS kubeconfig", assigned("4abbcc35-e782-43d8-92c5-2d3f1bd2253f", (cluster) => cluster)],
    ["the same for a resource group", assigned("4abbcc35-e782-43d8-92c5-2d3f1bd2253f", group)],
  ])("is none where the cluster needs it: %s", (_what, change) => {
    expect(added(change)).toEqual([]);
  });
});

describe("what gives an identity to others", () => {
  it("is a gap of the rights, so that diff does not end with 0", () => {
    const path = mesh.broken("mesh", "given-out", (document) =>
      make(document, "aws_iam_instance_profile", { ...role(document), name: "beside" }),
    );
    const { gaps } = differenceOf(rightsIn(readWorld([mesh.path]), NOW), rightsIn(readWorld([path]), NOW));

    expect(gaps.map(({ code, place }) => `${code} ${place}`)).toEqual([
      "given-out mesh: aws_iam_instance_profile.beside",
    ]);
  });
});
