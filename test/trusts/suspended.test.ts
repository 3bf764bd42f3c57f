import {
  AwsAccess,
  AwsFederatedRole,
  AzureAccess,
  ClusterAccess,
  EksSourceRole,
  EksTrust,
  GcpAccess,
  Kubeconfig,
  TrustMesh,
  TrustMeshOptions,
} from "../../src";
import { TrustDeclaration } from "../../src/trust-declaration";
import { accountsOf } from "../support/accounts";
import { Clouds, SUBSCRIPTION_ID } from "../support/clouds";
import { refusals, synthesize } from "../support/synthesized";
import { describeWithStandIns, TerraformFolder } from "../support/terraform";

const VAULT = `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/core/providers/Microsoft.KeyVault/vaults/acme`;
const access = ClusterAccess.view("payments");
const suspended = true;
const OFF: TrustMeshOptions = {
  eks: { suspended },
  gke: { suspended },
  aks: { suspended },
  aws: { suspended },
  gcp: { suspended },
  azure: { suspended },
};

/** A service account's edges into a cluster and the account of each cloud. */
function write(clouds: Clouds, options: TrustMeshOptions): void {
  const from = clouds.oidc("onprem").serviceAccount("ci", "runner");
  const { prod, data, core } = accountsOf(clouds);
  const mesh = new TrustMesh(clouds.stack, "mesh", options);
  mesh.allowAll([from], [clouds.eks("west", { account: prod }), clouds.gke("euro"), clouds.aks("corp")], access);
  mesh.allow(from, clouds.eks("east", { account: prod }), ClusterAccess.view("ops").viaCloudPolicy());
  mesh.allow(from, prod, AwsAccess.readBucket("acme-reports"));
  mesh.allow(from, data, GcpAccess.readBucket("acme-exports"));
  mesh.allow(from, core, AzureAccess.readSecrets(VAULT));
}

function edges(options: TrustMeshOptions) {
  const clouds = new Clouds();
  write(clouds, options);
  expect(refusals(clouds.stack)).toEqual([]);
  return synthesize(clouds.stack);
}

interface Policy {
  Statement: { Effect: string; Condition: Record<string, Record<string, string>> }[];
}
const policyOf = (text: unknown) => JSON.parse(text as string) as Policy;

describe("a mesh that is suspended", () => {
  it("keeps what identifies, and has nothing that grants", () => {
    const out = edges(OFF);

    expect(out.counts).toEqual({
      aws_iam_openid_connect_provider: 1,
      aws_iam_role: 2,
      azurerm_user_assigned_identity: 2,
      google_iam_workload_identity_pool: 2,
      google_iam_workload_identity_pool_provider: 2,
    });
    const policies = out.all("aws_iam_role").map((role) => policyOf(role.assume_role_policy));
    expect(policies.flatMap(({ Statement }) => Statement.map(({ Effect }) => Effect))).toEqual(["Deny", "Deny"]);
    expect(out.all("google_iam_workload_identity_pool_provider").map((one) => one.disabled)).toEqual([true, true]);
  });

  it("has each object at the address that it has otherwise", () => {
    const active = new Set(edges({}).addresses);

    expect(edges(OFF).addresses.filter((address) => !active.has(address))).toEqual([]);
  });
});

describe("one suspended edge of several", () => {
  it.each([
    ["first", ["west", "east"]],
    ["last", ["east", "west"]],
  ])("that is made %s leaves the role to the others", (_when, order) => {
    const clouds = new Clouds();
    const from = clouds.oidc("onprem").serviceAccount("ci", "runner");
    const mesh = new TrustMesh(clouds.stack, "mesh");
    for (const id of order) mesh.allow(from, clouds.eks(id), access, id === "west" ? { eks: { suspended } } : {});

    const out = synthesize(clouds.stack);
    expect(policyOf(out.only("aws_iam_role").assume_role_policy).Statement.map(({ Effect }) => Effect)).toEqual([
      "Allow",
    ]);
    expect(out.addresses.filter((address) => /access_entry|binding/.test(address)).join()).not.toContain("west");
    expect(out.counts).toMatchObject({ aws_eks_access_entry: 1, kubernetes_role_binding_v1: 1 });
  });

  it("leaves its subject out of the pool provider's condition, and the others in", () => {
    const clouds = new Clouds();
    const [onprem, euro] = [clouds.oidc("onprem"), clouds.gke("euro")];
    const mesh = new TrustMesh(clouds.stack, "mesh");
    mesh.allow(onprem.serviceAccount("ci", "a"), euro, access, { gke: { suspended } });
    mesh.allow(onprem.serviceAccount("ci", "b"), euro, access);

    const provider = synthesize(clouds.stack).only("google_iam_workload_identity_pool_provider");
    expect(provider.attribute_condition).toBe("assertion.sub in ['system:serviceaccount:ci:b']");
    expect(provider.disabled).toBeUndefined();
  });

  it("leaves its subject out of a role that several share", () => {
    const clouds = new Clouds();
    const onprem = clouds.oidc("onprem");
    const west = clouds.eks("west");
    const [a, b] = ["a", "b"].map((name) => onprem.serviceAccount("ci", name));
    const role = new AwsFederatedRole(clouds.stack, "role", { account: west.account, subjects: [a, b] });
    new EksTrust(clouds.stack, "one", { from: a, to: west, access, role, suspended });
    new EksTrust(clouds.stack, "two", { from: b, to: west, access, role });

    const [statement] = policyOf(synthesize(clouds.stack).only("aws_iam_role").assume_role_policy).Statement;
    expect(Object.values(statement.Condition.StringEquals)).toContain(b.subject);
    expect(Object.values(statement.Condition.StringEquals)).not.toContain(a.subject);
  });

  it("is refused where another trust lets the same role in, which is not written here", () => {
    const clouds = new Clouds();
    const [west, east] = [clouds.eks("west"), clouds.eks("east")];
    const sourceRole = EksSourceRole.podIdentity("arn:aws:iam::111122223333:role/pods");
    new EksTrust(clouds.stack, "one", {
      from: west.serviceAccount("ci", "a"),
      to: east,
      access,
      sourceRole,
      suspended,
    });
    new EksTrust(clouds.stack, "two", { from: west.serviceAccount("ci", "b"), to: east, access, sourceRole });

    expect(refusals(clouds.stack)).toEqual([
      "[stack/one] suspended: another trust lets the same role into this cluster, and who may assume it is not decided here. Take the subject out of the role's trust policy, or suspend all trusts of the role.",
    ]);
  });
});

it("a kubeconfig declares that its trust is suspended, and no access", () => {
  const clouds = new Clouds();
  const from = clouds.oidc("onprem").serviceAccount("ci", "runner");
  const to = clouds.eks("west", { endpoint: "https://west.example" });
  const trust = new EksTrust(clouds.stack, "trust", { from, to, access, suspended });

  const { contexts } = Kubeconfig.of([trust]).toDocument() as {
    contexts: { context: { extensions: { extension: TrustDeclaration }[] } }[];
  };

  expect(contexts[0].context.extensions[0].extension).toMatchObject({ suspended: true, access: [] });
});

describeWithStandIns("an applied mesh", () => {
  it("is suspended and resumed with no resource replaced, and is then as it was", () => {
    const folder = new TerraformFolder();
    const apply = (options: TrustMeshOptions) => {
      folder.synth((app) => {
        const clouds = new Clouds(app);
        clouds.providers.azurerm.subscriptionId = SUBSCRIPTION_ID;
        write(clouds, options);
      });
      folder.init("stack");
      const changes = folder.plan("stack");
      folder.apply("stack");
      return changes;
    };
    const replaced = (changes: ReturnType<typeof apply>) =>
      changes.filter(({ actions }) => actions.includes("delete") && actions.includes("create"));
    try {
      apply({});
      const before = folder.resources("stack");

      const off = apply(OFF);
      const meanwhile = folder.resources("stack").map(({ address }) => address);
      const on = apply({});

      expect([...replaced(off), ...replaced(on)]).toEqual([]);
      expect(off.filter(({ actions }) => actions.includes("delete")).length).toBe(before.length - meanwhile.length);
      const after = folder.resources("stack");
      expect(after.map(({ address }) => address).sort()).toEqual(before.map(({ address }) => address).sort());
      const identities = (all: typeof after) =>
        all.filter(({ address }) => meanwhile.includes(address)).map(({ address, values }) => [address, values.id]);
      expect(identities(after)).toEqual(identities(before));
    } finally {
      folder.remove();
    }
  });
});
