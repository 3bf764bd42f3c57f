import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { App, TerraformOutput } from "cdktf";
import {
  AksTrust,
  AzureAccess,
  AzureFederatedIdentity,
  AzureTrust,
  ClusterAccess,
  Kubeconfig,
  PodWiring,
} from "../../src";
import { findingsIn } from "../../src/findings";
import { readWorld } from "../../src/simulator";
import { ThreeClusters } from "./support/meshes";
import { add, named, referenceTo, replace } from "./support/mutate";
import { Document, runLab, Synthesized } from "./support/run-lab";
import { STORAGE, VAULT } from "./support/services";

jest.setTimeout(120_000);

const DEPLOYER = "0b1c2d3e-4f50-4617-8293-a4b5c6d7e8f9";

/**
 * Applications of Entra act: one of a pod on EKS in a vault, one in AKS, and one that pods of two clusters share in a storage account.
 */
function build(app: App): void {
  const { stack, west, euro, corp } = new ThreeClusters(app, "applications");
  const application = { azureadProvider: new AzureadProvider(stack, "azuread", {}) };
  const { account } = corp;
  const from = west.serviceAccount("etl", "loader");
  const vault = new AzureTrust(stack, "vault", {
    from,
    to: account,
    access: AzureAccess.readSecrets(VAULT),
    application,
  });
  new TerraformOutput(stack, "vault-of", { value: PodWiring.for(from, [vault]).toDeclaration() });

  const shared = new AzureFederatedIdentity(stack, "shared", {
    ...{ account, identityName: "shared" },
    application: { ...application, owners: [DEPLOYER] },
  });
  for (const cluster of [west, euro]) {
    const reader = cluster.serviceAccount("reports", "reader");
    const trust = new AzureTrust(stack, `${cluster.node.id}-blobs`, {
      ...{ from: reader, to: account, access: AzureAccess.readBlobs(STORAGE), identity: shared },
    });
    new TerraformOutput(stack, `${cluster.node.id}-blobs-of`, {
      value: PodWiring.for(reader, [trust]).toDeclaration(),
    });
  }

  const deployer = euro.serviceAccount("deploy", "deployer");
  const cluster = new AksTrust(stack, "aks", {
    from: deployer,
    to: corp,
    access: ClusterAccess.edit("payments"),
    application,
  });
  new TerraformOutput(stack, "kubeconfig", { value: Kubeconfig.of([cluster]).toYaml() });
}

describe("applications of Entra in the lab", () => {
  let synthesized: Synthesized;
  beforeAll(() => {
    synthesized = new Synthesized(build);
  });
  afterAll(() => synthesized.remove());

  it("let in their own subjects alone, to what is declared", async () => {
    const all = await runLab([synthesized.path]);

    expect(all.filter(({ verdict }) => verdict !== "as declared")).toEqual([]);
    const found = findingsIn(readWorld([synthesized.path]), Date.now() / 1000);
    expect(found.filter(({ severity }) => severity !== "note")).toEqual([]);
    expect(all.filter(({ code }) => code === "own-identity")).toHaveLength(4);
    expect(all.length).toBeGreaterThan(40);
  });

  const CREDENTIAL = "azuread_application_federated_identity_credential";
  const application = (document: Document) => referenceTo(document, "azuread_application", /^shared/, "id");
  const principal = (document: Document) => referenceTo(document, "azuread_service_principal", /^shared/, "object_id");
  const MUTATIONS: [what: string, code: string, breakIt: (document: Document) => void][] = [
    [
      "a credential of another namespace",
      "own-identity",
      (d) => named(d, CREDENTIAL, /^shared.*reader/).forEach((one) => replace(one, "subject", "reports", "other")),
    ],
    [
      "a credential for another audience",
      "further-audience",
      (d) =>
        named(d, CREDENTIAL, /deployer/).forEach((one) =>
          replace(one, "audiences", "api://AzureADTokenExchange", "sts.amazonaws.com"),
        ),
    ],
    [
      "the service principal of another application",
      "own-identity",
      (d) => {
        const [one] = named(d, "azuread_service_principal", /^shared/);
        one.client_id = "00000000-0000-4000-8000-000000000000";
      },
    ],
    [
      "a service principal that is switched off",
      "own-identity",
      (d) => {
        const [one] = named(d, "azuread_service_principal", /^shared/);
        one.account_enabled = false;
      },
    ],
    [
      "an owner that is in no document",
      "further-trust",
      (d) => {
        const [one] = named(d, "azuread_application", /^shared/);
        one.owners = [DEPLOYER, "5e8d1c3a-2b4f-4a6e-9c70-d1e2f3a4b5c6"];
      },
    ],
    [
      "an owner of the service principal",
      "further-trust",
      (d) => {
        const [one] = named(d, "azuread_service_principal", /^shared/);
        one.owners = ["5e8d1c3a-2b4f-4a6e-9c70-d1e2f3a4b5c6"];
      },
    ],
    ["a password", "given-out", (d) => add(d, "azuread_application_password", { application_id: application(d) })],
    [
      "a certificate of the service principal",
      "given-out",
      (d) =>
        add(d, "azuread_service_principal_certificate", {
          ...{ service_principal_id: referenceTo(d, "azuread_service_principal", /^shared/, "id"), value: "…" },
        }),
    ],
    [
      "a further subject",
      "other-callers",
      (d) =>
        add(d, CREDENTIAL, {
          ...{ application_id: application(d), display_name: "further", audiences: ["api://AzureADTokenExchange"] },
          ...{ issuer: "https://oidc.example.com/further", subject: "system:serviceaccount:etl:loader" },
        }),
    ],
    [
      "a further role",
      "further-right",
      (d) =>
        add(d, "azurerm_role_assignment", {
          ...{ scope: `${STORAGE}2`, role_definition_name: "Storage Blob Data Reader", principal_id: principal(d) },
        }),
    ],
  ];

  it.each(MUTATIONS)("are red with %s", async (what, code, breakIt) => {
    const path = synthesized.broken("applications", what, breakIt);

    const red = (await runLab([path])).filter(({ verdict }) => verdict !== "as declared");
    const found = findingsIn(readWorld([path]), Date.now() / 1000).filter(({ severity }) => severity === "fault");

    const codes = [...red, ...found].map((one) => one.code);
    expect(codes).toContain(code);
  });
});
