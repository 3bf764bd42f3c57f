import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { App } from "cdktf";
import {
  AwsAccount,
  AzureFederatedIdentity,
  ClusterAccess,
  EksToAksTrust,
  EksToGkeTrust,
  GkeToEksTrust,
} from "../../src";
import { Clouds, homeOf } from "../support/clouds";
import { refusals, synthesize, warnings } from "../support/synthesized";

const access = ClusterAccess.view("payments");
const OTHER_CORP =
  "/subscriptions/00000000-1111-2222-3333-444444444444/resourceGroups/rg-corp/providers/Microsoft.ContainerService/managedClusters/other";

describe("two trusts of one service account into two clusters of an account", () => {
  it("share provider and role in AWS, and have an access entry each", () => {
    const clouds = new Clouds();
    const from = clouds.gke("euro").serviceAccount("argocd", "deployer");

    for (const id of ["one", "two"]) new GkeToEksTrust(clouds.stack, `t-${id}`, { from, to: clouds.eks(id), access });

    const out = synthesize(clouds.stack);
    expect(out.counts).toEqual({
      aws_iam_openid_connect_provider: 1,
      aws_iam_role: 1,
      aws_eks_access_entry: 2,
      kubernetes_role_binding_v1: 2,
    });
    const providers = out.all("kubernetes_role_binding_v1").map(({ provider }) => provider);
    expect(providers.sort()).toEqual(["kubernetes.one", "kubernetes.two"]);
  });

  it("share pool, provider and lookup in Google Cloud", () => {
    const clouds = new Clouds();
    const from = clouds.eks("west").serviceAccount("argocd", "deployer");

    for (const id of ["one", "two"]) new EksToGkeTrust(clouds.stack, `t-${id}`, { from, to: clouds.gke(id), access });

    expect(synthesize(clouds.stack).counts).toEqual({
      google_iam_workload_identity_pool: 1,
      google_iam_workload_identity_pool_provider: 1,
      google_project_iam_member: 1,
      kubernetes_role_binding_v1: 2,
    });
  });

  it("share identity and credential in one resource group of Azure", () => {
    const clouds = new Clouds();
    const from = clouds.eks("west").serviceAccount("argocd", "deployer");

    new EksToAksTrust(clouds.stack, "t-one", { from, to: clouds.aks("one"), access });
    new EksToAksTrust(clouds.stack, "t-two", { from, to: clouds.aks("two", { clusterId: OTHER_CORP }), access });

    expect(synthesize(clouds.stack).counts).toEqual({
      azurerm_user_assigned_identity: 1,
      azurerm_federated_identity_credential: 1,
      kubernetes_role_binding_v1: 2,
    });
  });

  it("have an identity each in two locations of Azure", () => {
    const clouds = new Clouds();
    const from = clouds.eks("west").serviceAccount("argocd", "deployer");

    new EksToAksTrust(clouds.stack, "t-one", { from, to: clouds.aks("one"), access });
    new EksToAksTrust(clouds.stack, "t-two", { from, to: clouds.aks("two", { location: "northeurope" }), access });

    const identities = synthesize(clouds.stack).all("azurerm_user_assigned_identity");
    expect(identities.map(({ location }) => location).sort()).toEqual(["northeurope", "westeurope"]);
    expect(new Set(identities.map(({ name }) => name)).size).toBe(2);
  });
});

describe("two service accounts of one cluster", () => {
  it("share the issuer's registration, and nothing that acts", () => {
    const clouds = new Clouds();
    const [source, eks, gke] = [clouds.gke("source"), clouds.eks("west"), clouds.gke("euro")];
    const west = clouds.eks("other");
    for (const name of ["a", "b"]) {
      new GkeToEksTrust(clouds.stack, `in-${name}`, { from: source.serviceAccount("argocd", name), to: eks, access });
      new EksToGkeTrust(clouds.stack, `out-${name}`, { from: west.serviceAccount("argocd", name), to: gke, access });
    }

    const out = synthesize(clouds.stack);
    expect(out.counts).toMatchObject({
      aws_iam_openid_connect_provider: 1,
      aws_iam_role: 2,
      aws_eks_access_entry: 2,
      google_iam_workload_identity_pool: 1,
      google_iam_workload_identity_pool_provider: 1,
      google_project_iam_member: 2,
    });
    expect(out.only("google_iam_workload_identity_pool_provider").attribute_condition).toBe(
      "assertion.sub in ['system:serviceaccount:argocd:a', 'system:serviceaccount:argocd:b']",
    );
    for (const role of out.all("aws_iam_role")) {
      const subjects = (role.assume_role_policy as string).match(/system:serviceaccount:argocd:[ab]/g);
      expect(subjects).toHaveLength(1);
    }
  });
});

describe("two sources of one project", () => {
  it("have a pool each, because equal subjects of one pool are one principal", () => {
    const clouds = new Clouds();
    const to = clouds.gke("euro");
    for (const id of ["one", "two"]) {
      const from = clouds.eks(id).serviceAccount("argocd", "deployer");
      new EksToGkeTrust(clouds.stack, `t-${id}`, { from, to, access });
    }

    const out = synthesize(clouds.stack);
    const pools = out.all("google_iam_workload_identity_pool").map((pool) => pool.workload_identity_pool_id);
    expect(new Set(pools).size).toBe(2);
    const members = out.all("google_project_iam_member").map(({ member }) => member);
    expect(new Set(members).size).toBe(2);
  });
});

describe("regional providers of one account", () => {
  function declareInOrder(order: string[], withAccount: boolean) {
    const clouds = new Clouds();
    const account = AwsAccount.fromProvider(clouds.stack, "acme", clouds.providers.aws);
    const from = clouds.gke("euro").serviceAccount("argocd", "deployer");
    const regions: Record<string, AwsProvider> = {
      "us-west-2": new AwsProvider(clouds.stack, "aws-west", { region: "us-west-2", alias: "west" }),
      "eu-central-1": new AwsProvider(clouds.stack, "aws-central", { region: "eu-central-1", alias: "central" }),
    };
    for (const region of order) {
      const own = { region, awsProvider: regions[region], issuer: undefined };
      const to = clouds.eks(region, withAccount ? { ...own, account } : own);
      new GkeToEksTrust(clouds.stack, `t-${region}`, { from, to, access });
    }
    return clouds.stack;
  }

  it("share what the account has, created by the account's provider whatever the order", () => {
    const orders = [
      ["us-west-2", "eu-central-1"],
      ["eu-central-1", "us-west-2"],
    ].map((order) => synthesize(declareInOrder(order, true)));

    for (const out of orders) {
      expect(out.only("aws_iam_role").provider).toBe("aws.target");
      expect(out.only("aws_iam_openid_connect_provider").provider).toBe("aws.target");
    }
    expect(orders[0].resources).toEqual(orders[1].resources);
  });

  it("make the entries of their own clusters", () => {
    const entries = synthesize(declareInOrder(["us-west-2", "eu-central-1"], true)).all("aws_eks_access_entry");

    expect(entries.map(({ region, provider }) => [region, provider]).sort()).toEqual([
      ["eu-central-1", "aws.central"],
      ["us-west-2", "aws.west"],
    ]);
  });

  it("are refused where nothing but the account's id makes them one", () => {
    const found = refusals(declareInOrder(["us-west-2", "eu-central-1"], false));

    expect(found).toHaveLength(2);
    expect(found[0]).toContain("oidcProvider: ");
    expect(found[1]).toContain("roleName: ");
    for (const one of found) expect(one).toContain("give the clusters of both one AwsAccount");
  });

  it("are two accounts where no account id says otherwise", () => {
    const clouds = new Clouds();
    const from = clouds.gke("euro").serviceAccount("argocd", "deployer");
    const second = new AwsProvider(clouds.stack, "aws-2", { region: "us-west-2", alias: "second" });
    new GkeToEksTrust(clouds.stack, "t1", { from, to: clouds.eks("one", { accountId: undefined }), access });
    new GkeToEksTrust(clouds.stack, "t2", {
      from,
      to: clouds.eks("two", { accountId: undefined, awsProvider: second }),
      access,
    });

    const roles = synthesize(clouds.stack).all("aws_iam_role");
    expect(roles.map(({ provider }) => provider).sort()).toEqual(["aws.second", "aws.target"]);
  });

  it("of Google Cloud share a project in the same way", () => {
    const clouds = new Clouds();
    const from = clouds.eks("west").serviceAccount("argocd", "deployer");
    const first = new GoogleProvider(clouds.stack, "a-google", { alias: "first" });
    new EksToGkeTrust(clouds.stack, "t1", { from, to: clouds.gke("one"), access });
    new EksToGkeTrust(clouds.stack, "t2", { from, to: clouds.gke("two", { googleProvider: first }), access });

    const out = synthesize(clouds.stack);
    expect(out.only("google_iam_workload_identity_pool").provider).toBe("google.first");
    expect(out.only("google_iam_workload_identity_pool_provider").provider).toBe("google.first");
    expect(out.only("google_project_iam_member").provider).toBe("google.first");
  });
});

describe("the same pair twice", () => {
  it("shares everything but the bindings, whose names differ", () => {
    const clouds = new Clouds();
    const [from, to] = [clouds.gke("euro").serviceAccount("argocd", "deployer"), clouds.eks("west")];

    new GkeToEksTrust(clouds.stack, "first", { from, to, access });
    new GkeToEksTrust(clouds.stack, "second", { from, to, access });

    const out = synthesize(clouds.stack);
    expect(out.counts).toEqual({
      aws_iam_openid_connect_provider: 1,
      aws_iam_role: 1,
      aws_eks_access_entry: 1,
      kubernetes_role_binding_v1: 2,
    });
    const names = out.all("kubernetes_role_binding_v1").map(({ metadata }) => (metadata as { name: string }).name);
    expect(new Set(names).size).toBe(2);
  });
});

describe("trusts that share an object and ask for it differently", () => {
  it.each([
    [{ roleName: "one" }, { roleName: "two" }, "roleName"],
    [{ maxSessionSeconds: 3600 }, {}, "maxSessionSeconds"],
    [{ roleName: "one", rolePath: "/a/" }, { roleName: "two", rolePath: "/b/" }, "roleName and rolePath"],
  ])("are refused for a role: %j and %j", (first, second, properties) => {
    const clouds = new Clouds();
    const from = clouds.gke("euro").serviceAccount("argocd", "deployer");
    new GkeToEksTrust(clouds.stack, "t1", { from, to: clouds.eks("one"), access, ...first });
    new GkeToEksTrust(clouds.stack, "t2", { from, to: clouds.eks("two"), access, ...second });

    const [found, ...rest] = refusals(clouds.stack);
    expect(rest).toEqual([]);
    expect(found.replace(/euro-[0-9a-f]{8}/, "euro")).toBe(
      `[stack/trust-mesh-shared/aws-aws] ${properties}: two trusts share "role_euro_argocd_deployer" and ask for it differently. Give both the same ${properties}.`,
    );
  });

  it.each([
    [{ poolId: "pool-one" }, "pool-west", "poolId"],
    [{ audience: "other" }, "pool-west", "audience"],
    [{ grantLookupRole: false }, "principal_west_argocd_deployer", "lookupRole"],
  ])("are refused in Google Cloud: %j", (option, shared, property) => {
    const clouds = new Clouds();
    const from = clouds.eks("west").serviceAccount("argocd", "deployer");
    new EksToGkeTrust(clouds.stack, "t1", { from, to: clouds.gke("one"), access });
    new EksToGkeTrust(clouds.stack, "t2", { from, to: clouds.gke("two"), access, ...option });

    const found = refusals(clouds.stack).map((one) => one.replace(/west-[0-9a-f]{8}/, "west"));
    expect(found).toEqual([
      `[stack/trust-mesh-shared/google-acme-euro] ${property}: two trusts share "${shared}" and ask for it differently. Give both the same ${property}.`,
    ]);
  });

  it("are refused for an identity", () => {
    const clouds = new Clouds();
    const [from, to] = [clouds.eks("west").serviceAccount("argocd", "deployer"), clouds.aks("corp")];
    new EksToAksTrust(clouds.stack, "t1", { from, to, access, identityName: "one" });
    new EksToAksTrust(clouds.stack, "t2", { from, to, access, identityName: "two" });

    const [found, ...rest] = refusals(clouds.stack);
    expect(rest).toEqual([]);
    expect(found).toMatch(
      /\] identityName: two trusts share "identity_west_argocd_deployer_in_rg-corp_westeurope" and ask for it differently\. Give both the same identityName\.$/,
    );
  });

  it("are not refused when they ask for the same", () => {
    const clouds = new Clouds();
    const from = clouds.gke("euro").serviceAccount("argocd", "deployer");
    const shape = () => ({ roleName: "one", maxSessionSeconds: 7200, tags: { a: "1" } });
    new GkeToEksTrust(clouds.stack, "t1", { from, to: clouds.eks("one"), access, ...shape() });
    new GkeToEksTrust(clouds.stack, "t2", { from, to: clouds.eks("two"), access, ...shape() });

    expect(refusals(clouds.stack)).toEqual([]);
  });

  it("have roles of their own for two audiences, and one provider with both", () => {
    const clouds = new Clouds();
    const from = clouds.gke("euro").serviceAccount("argocd", "deployer");
    new GkeToEksTrust(clouds.stack, "t1", { from, to: clouds.eks("one"), access, audience: "b.example.com" });
    new GkeToEksTrust(clouds.stack, "t2", { from, to: clouds.eks("two"), access, audience: "a.example.com" });

    const out = synthesize(clouds.stack);
    expect(out.only("aws_iam_openid_connect_provider").client_id_list).toEqual(["a.example.com", "b.example.com"]);
    expect(new Set(out.all("aws_iam_role").map(({ name }) => name)).size).toBe(2);
    expect(warnings(clouds.app).filter((one) => !one.includes("made of names"))).toEqual([]);
  });
});

describe("one issuer that two clusters declare", () => {
  it("is refused by an account, which registers it once", () => {
    const clouds = new Clouds();
    const to = clouds.eks("west");
    for (const id of ["one", "two"]) {
      new GkeToEksTrust(clouds.stack, `t-${id}`, { from: clouds.gke(id).serviceAccount("a", "b"), to, access });
    }

    expect(refusals(clouds.stack)).toContain(
      '[stack/trust-mesh-shared/aws-aws] issuer: https://container.googleapis.com/v1/projects/acme-euro/locations/europe-west4/clusters/euro is declared by two clusters, "stack/one" and "stack/two", and an account registers it once. Declare the cluster once and use that object in all trusts.',
    );
  });
});

describe("one identity that service accounts share", () => {
  it("is found again by the same service account", () => {
    const clouds = new Clouds();
    const identity = new AzureFederatedIdentity(clouds.stack, "shared", { ...homeOf(clouds.aks("corp")) });
    const source = clouds.gke("euro");

    const first = identity.allow(source.serviceAccount("argocd", "a"));
    const again = identity.allow(source.serviceAccount("argocd", "a"));

    expect(again).toBe(first);
    expect(synthesize(clouds.stack).counts.azurerm_federated_identity_credential).toBe(1);
  });
});

describe("an account whose clusters are targets in two stacks", () => {
  it("is refused when both register one issuer", () => {
    const app = new App();
    const [a, b] = [new Clouds(app, "a"), new Clouds(app, "b")];
    const from = a.gke("euro").serviceAccount("argocd", "deployer");
    new GkeToEksTrust(a.stack, "t", { from, to: a.eks("one"), access });
    new GkeToEksTrust(b.stack, "t", { from, to: b.eks("two"), access });

    expect(refusals(a.stack)).toEqual([]);
    expect(refusals(b.stack)).toContain(
      '[b/trust-mesh-shared/aws-aws] oidcProvider: "https://container.googleapis.com/v1/projects/acme-euro/locations/europe-west4/clusters/euro" is asked for by "a/trust-mesh-shared/aws-aws/issuer-euro" and by "b/trust-mesh-shared/aws-aws/issuer-euro", and there can be only one. An account registers an issuer once: give the clusters of both one AwsAccount, or adopt the provider that exists (AwsAccount.adoptOidcProvider).',
    );
  });

  it("has them made in the stack of the account that both clusters have", () => {
    const app = new App();
    const [a, b] = [new Clouds(app, "a"), new Clouds(app, "b")];
    const from = a.gke("euro").serviceAccount("argocd", "deployer");
    const home = a.eks("one");
    new GkeToEksTrust(a.stack, "t", { from, to: home, access });
    const trust = new GkeToEksTrust(b.stack, "t", { from, to: b.eks("two", { account: home.account }), access });

    const [inA, inB] = [synthesize(a.stack), synthesize(b.stack)];
    expect(inA.counts).toMatchObject({ aws_iam_openid_connect_provider: 1, aws_iam_role: 1, aws_eks_access_entry: 1 });
    expect(inB.all("aws_iam_role")).toEqual([]);
    expect(inB.counts).toEqual({ aws_eks_access_entry: 1, terraform_data: 1, kubernetes_role_binding_v1: 1 });
    const copy = inB.addressOf("terraform_data");
    expect(inB.only("aws_eks_access_entry").lifecycle).toEqual({ replace_triggered_by: [`${copy}.output`] });
    expect(trust.roleArn).toMatch(/^arn:aws:iam::111122223333:role\//);
  });

  it("is refused when both make one pool of Google Cloud", () => {
    const app = new App();
    const [a, b] = [new Clouds(app, "a"), new Clouds(app, "b")];
    const from = a.eks("west").serviceAccount("argocd", "deployer");
    new EksToGkeTrust(a.stack, "t", { from, to: a.gke("one"), access, poolId: "west" });
    new EksToGkeTrust(b.stack, "t", { from, to: b.gke("two"), access, poolId: "west" });

    expect(refusals(b.stack)).toContain(
      '[b/trust-mesh-shared/google-acme-euro] poolId: "west" is asked for by "a/trust-mesh-shared/google-acme-euro/pool-west" and by "b/trust-mesh-shared/google-acme-euro/pool-west", and there can be only one. Give each source cluster its own poolId, and the clusters of one project one GcpProject as their account.',
    );
  });

  it("has pools and identities made in the stacks of their accounts", () => {
    const app = new App();
    const [a, b] = [new Clouds(app, "a"), new Clouds(app, "b")];
    const from = a.eks("west").serviceAccount("argocd", "deployer");
    const [gke, aks] = [a.gke("one"), a.aks("corp")];
    new EksToGkeTrust(b.stack, "gke", { from, to: b.gke("two", { account: gke.account }), access });
    const identity = new EksToAksTrust(b.stack, "aks", {
      from,
      to: b.aks("other", { clusterId: OTHER_CORP, account: aks.account }),
      access,
    });

    expect(synthesize(a.stack).counts).toEqual({
      google_iam_workload_identity_pool: 1,
      google_iam_workload_identity_pool_provider: 1,
      google_project_iam_member: 1,
      azurerm_user_assigned_identity: 1,
      azurerm_federated_identity_credential: 1,
    });
    expect(synthesize(b.stack).counts).toEqual({ kubernetes_role_binding_v1: 2 });
    expect(identity.audience).toBe("api://AzureADTokenExchange");
  });
});
