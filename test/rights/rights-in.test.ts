import { rightsIn } from "../../src/rights";
import { placeOf, readWorld } from "../../src/simulator";
import { buildMesh } from "../lab/support/meshes";
import { Synthesized } from "../lab/support/run-lab";
import { furtherBinding, lines, NOW, resourceIn } from "./support/holders";

let mesh: Synthesized;
beforeAll(() => {
  mesh = new Synthesized(buildMesh);
});
afterAll(() => mesh.remove());

it("lists what a mesh declares, each subject at each destination, and nothing else", () => {
  expect(lines([mesh.path])).toEqual([
    "corp:deploy/deployer → euro: edit in payments",
    "corp:deploy/deployer → west: AmazonEKSViewPolicy in telemetry; edit in payments",
    "euro:deploy/deployer → corp: edit in payments",
    "euro:deploy/deployer → west: edit in payments",
    "west:deploy/deployer → corp: Azure Kubernetes Service RBAC Reader in telemetry; edit in payments",
    "west:deploy/deployer → euro: edit in payments",
    "west:velero/velero → euro: view in backup",
  ]);
});

it("names the objects that decide at each hop, and the one that gives each right", () => {
  const { holders } = rightsIn(readWorld([mesh.path]), NOW);
  const found = holders.find(({ from, to }) => from.name === "west:velero/velero" && to.label === "euro");

  expect(found?.steps.map(({ hop, because }) => [hop, because.resource?.type])).toEqual([
    ["exchange", "google_iam_workload_identity_pool_provider"],
    ["impersonation", "google_service_account_iam_member"],
    ["authentication", undefined],
  ]);
  expect(found?.rights.map(({ because: { resource } }) => resource && placeOf(resource))).toEqual([
    expect.stringMatching(/^mesh: kubernetes_role_binding_v1\./),
  ]);
  expect(found?.to).toMatchObject({ kind: "cluster", cloud: "Google Cloud", account: "acme-euro" });
});

it("marks a right that no document declares", () => {
  const path = mesh.broken("mesh", "further binding", (document) =>
    furtherBinding(document, /corp_deploy_deployer_in_euro/, (copy) => {
      (copy.metadata as { namespace: string }).namespace = "vault";
    }),
  );

  expect(lines([path])[0]).toBe("corp:deploy/deployer → euro: edit in payments; ! edit in vault");
});

describe("a provider of a pool whose condition lets further subjects in", () => {
  const mapped = (mapping: string) =>
    mesh.broken("mesh", `mapped ${mapping}`, (document) => {
      const provider = resourceIn(document, "google_iam_workload_identity_pool_provider", /corp/);
      Object.assign(provider, { attribute_condition: "true", attribute_mapping: { "google.subject": mapping } });
    });

  // Google Cloud documentation: the mapping decides which principal a token is, and two tokens of one google.subject are one principal.
  it.each([
    "'system:serviceaccount:deploy:deployer'",
    "'system:serviceaccount:deploy:' + assertion['kubernetes.io'].serviceaccount.name",
  ])("lists those that %s makes the declared principal", (mapping) => {
    expect(lines([mapped(mapping)])).toContain("! corp: further subjects → euro: ! edit in payments");
  });

  it("lists none where they are principals of their own, which nothing is granted to", () => {
    expect(lines([mapped("assertion.sub")])).toEqual(lines([mesh.path]));
  });
});

it("lists a subject that a role trusts beside the declared one, with the role's rights", () => {
  const path = mesh.broken("mesh", "further subject", (document) => {
    const role = resourceIn(document, "aws_iam_role", /corp_deploy_deployer/) as { assume_role_policy: string };
    role.assume_role_policy = role.assume_role_policy.replace(
      '"system:serviceaccount:deploy:deployer"',
      '["system:serviceaccount:deploy:deployer","system:serviceaccount:evil:evil"]',
    );
  });

  expect(lines([path])).toContain("! corp:evil/evil → west: ! AmazonEKSViewPolicy in telemetry; ! edit in payments");
});

it("tells where one does not get in, and what it then misses", () => {
  const path = mesh.broken("mesh", "refused", (document) => {
    const role = resourceIn(document, "aws_iam_role", /euro_deploy_deployer/) as { assume_role_policy: string };
    role.assume_role_policy = role.assume_role_policy.replace("deploy:deployer", "deploy:deploy");
  });
  const { holders } = rightsIn(readWorld([path]), NOW);

  expect(lines([path])).toContain("euro:deploy/deployer → west: refused; missing edit");
  expect(holders.find(({ state }) => state === "refused")?.refusal).toMatchObject({
    ...{ hop: "exchange", code: "AccessDenied" },
    because: { argument: "assume_role_policy" },
  });
});

it("tells a declared access that no object gives", () => {
  const path = mesh.broken("mesh", "unbound", ({ resource }) => {
    for (const name of Object.keys(resource.kubernetes_role_binding_v1)) {
      if (/corp_deploy_deployer_in_west/.test(name)) delete resource.kubernetes_role_binding_v1[name];
    }
  });

  expect(lines([path])[1]).toBe("corp:deploy/deployer → west: AmazonEKSViewPolicy in telemetry; missing edit");
});

it("lists a trust that no document uses as one whose rights are not known", () => {
  const path = mesh.broken("mesh", "unclaimed", ({ resource }) => {
    const [first] = Object.values(resource.aws_iam_role);
    resource.aws_iam_role.other = { ...first, name: "other" };
  });

  expect(lines([path])).toContainEqual(
    expect.stringMatching(/^! \w+:deploy\/deployer → mesh: aws_iam_role\.other: unknown$/),
  );
});

it("lists the same at a time with fractions of a second, which AWS takes in no token", () => {
  const { holders } = rightsIn(readWorld([mesh.path]), NOW + 0.5);
  expect(holders.map(({ state }) => state)).toEqual(Array(7).fill("admitted"));
});
