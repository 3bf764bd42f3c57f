import { Change, differenceOf, heldIn, rightsIn, rightWords } from "../../src/rights";
import { readWorld } from "../../src/simulator";
import { buildMesh } from "../lab/support/meshes";
import { Document, Synthesized } from "../lab/support/run-lab";
import { furtherBinding, NOW, resourceIn } from "./support/holders";

let mesh: Synthesized;
beforeAll(() => {
  mesh = new Synthesized(buildMesh);
});
afterAll(() => mesh.remove());

const words = ({ from, to, rights, isEntry, unknown }: Change) =>
  `${from.name} → ${to.label}: ${[...rights.map(rightWords), ...(isEntry ? ["gets in"] : []), ...(unknown ? ["?"] : [])].join("; ")}`;

/** The difference to the mesh with a change, and back. */
function difference(name: string, change: (document: Document) => void) {
  const [before, after] = [mesh.path, mesh.broken("mesh", name, change)].map((path) =>
    rightsIn(readWorld([path]), NOW),
  );
  const { added, removed } = differenceOf(before, after);
  // What is kept of a world that is forgotten gives the same.
  const kept = differenceOf(heldIn(readWorld([mesh.path]), NOW), after);
  expect([kept.added, kept.removed].map((changes) => changes.map(words))).toEqual([
    added.map(words),
    removed.map(words),
  ]);
  const back = differenceOf(after, before);
  expect({ added: back.added.map(words), removed: back.removed.map(words) }).toEqual({
    added: removed.map(words),
    removed: added.map(words),
  });
  return { added: added.map(words), removed: removed.map(words) };
}

const BINDING = /corp_deploy_deployer_in_euro/;
const bound = (document: Document) => resourceIn(document, "kubernetes_role_binding_v1", BINDING);
const roleOf = (document: Document) => bound(document).role_ref as { name: string; kind: string };

describe("a change of rights", () => {
  it("is a binding in another namespace", () => {
    const change = (document: Document) =>
      furtherBinding(
        document,
        BINDING,
        ({ metadata }) => void ((metadata as { namespace: string }).namespace = "vault"),
      );
    expect(difference("vault", change)).toEqual({ added: ["corp:deploy/deployer → euro: edit in vault"], removed: [] });
  });

  it("is only a loss where the new role permits less than the old one", () => {
    expect(difference("view", (document) => void (roleOf(document).name = "view"))).toEqual({
      added: [],
      removed: ["corp:deploy/deployer → euro: edit in payments"],
    });
  });

  it("is a gain and no loss where the new role permits more", () => {
    expect(difference("admin", (document) => void (roleOf(document).name = "admin"))).toEqual({
      added: ["corp:deploy/deployer → euro: admin in payments"],
      removed: [],
    });
  });

  it("is a role that permits more under its old name", () => {
    // GIVEN a role of one's own that reads ConfigMaps
    const rule = (resources: string[]) => [{ api_groups: [""], resources, verbs: ["get"] }];
    const withRole = (resources: string[]) => (document: Document) => {
      roleOf(document).name = "reader";
      const { provider } = bound(document);
      document.resource.kubernetes_cluster_role_v1 = {
        reader: { metadata: { name: "reader" }, rule: rule(resources), provider },
      };
    };
    const [before, after] = [["configmaps"], ["configmaps", "secrets"]].map((resources) =>
      rightsIn(readWorld([mesh.broken("mesh", resources.join("-"), withRole(resources))]), NOW),
    );

    // WHEN it reads secrets too
    const { added, removed } = differenceOf(before, after);

    // THEN
    expect(added.map(words)).toEqual(["corp:deploy/deployer → euro: reader in payments"]);
    expect([...added[0].rules.values()]).toEqual([
      [{ apiGroups: [""], resources: ["secrets"], verbs: ["get"], resourceNames: [] }],
    ]);
    expect(removed).toEqual([]);
  });

  it("is none where another object gives the same, and another name stands for it", () => {
    expect(
      difference("renamed", ({ resource }) => {
        const bindings = resource.kubernetes_role_binding_v1;
        resource.kubernetes_role_binding_v1 = Object.fromEntries(
          Object.entries(bindings).map(([name, body]) => [`other_${name}`, body]),
        );
      }),
    ).toEqual({ added: [], removed: [] });
  });

  it("is a level of Azure's roles", () => {
    const role = (document: Document) => resourceIn(document, "azurerm_role_assignment", /view_in-telemetry/);
    const id = (level: string) => `/subscriptions/x/providers/Microsoft.Authorization/roleDefinitions/${level}`;
    // "Azure built-in roles for Containers": Azure Kubernetes Service RBAC Writer
    const writer = (document: Document) => {
      delete role(document).role_definition_name;
      role(document).role_definition_id = id("a7ffa36f-339b-4b5c-8bdf-e2c188b2c0eb");
    };
    expect(difference("writer", writer)).toEqual({
      added: ["west:deploy/deployer → corp: Azure Kubernetes Service RBAC Writer in telemetry"],
      removed: [],
    });
  });

  it("is a subject that a role trusts beside the old one", () => {
    const change = (document: Document) => {
      const role = resourceIn(document, "aws_iam_role", /euro_deploy_deployer/) as { assume_role_policy: string };
      const own = '"system:serviceaccount:deploy:deployer"';
      role.assume_role_policy = role.assume_role_policy.replace(own, `[${own},"system:serviceaccount:evil:evil"]`);
    };
    expect(difference("evil", change)).toEqual({
      added: ["euro:evil/evil → west: edit in payments; gets in"],
      removed: [],
    });
  });

  it("is a trust whose rights are not known", () => {
    const change = ({ resource }: Document) =>
      void (resource.aws_iam_role.other = {
        ...resourceIn({ resource } as Document, "aws_iam_role", /corp/),
        name: "other",
      });
    expect(difference("other", change)).toEqual({
      added: ["corp:deploy/deployer → mesh: aws_iam_role.other: ?"],
      removed: [],
    });
  });

  it("is an edge that no longer gets in", () => {
    const change = (document: Document) => {
      const role = resourceIn(document, "aws_iam_role", /euro_deploy_deployer/) as { assume_role_policy: string };
      role.assume_role_policy = role.assume_role_policy.replace("deploy:deployer", "deploy:deploy");
    };
    const { removed } = difference("refused", change);
    expect(removed).toEqual(["euro:deploy/deployer → west: edit in payments; gets in"]);
  });
});
