import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { App } from "cdktf";
import {
  AksToAksTrust,
  AwsAccount,
  AwsOidcProvider,
  AzureFederatedIdentity,
  AzureSubscription,
  ClusterAccess,
  EksToAksTrust,
  EksToGkeTrust,
  GcpProject,
  GkeToEksTrust,
  NameRequest,
} from "../../src";
import { Clouds, homeOf, SUBSCRIPTION_ID } from "../support/clouds";
import { refusals, synthesize } from "../support/synthesized";

const access = ClusterAccess.view("payments");
const EURO_HOST = "container.googleapis.com/v1/projects/acme-euro/locations/europe-west4/clusters/euro";

describe("defaults of an AWS account", () => {
  it("shape all that is created in it, and a trust's own options come on top", () => {
    const clouds = new Clouds();
    const account = AwsAccount.fromProvider(clouds.stack, "prod", clouds.providers.aws, {
      namePrefix: "acme",
      rolePath: "/mesh/",
      permissionsBoundaryArn: "arn:aws:iam::111122223333:policy/boundary",
      tags: { team: "platform", stage: "prod" },
    });
    const from = clouds.gke("euro").serviceAccount("argocd", "deployer");

    const to = clouds.eks("west", { account });
    const trust = new GkeToEksTrust(clouds.stack, "trust", { from, to, access, tags: { stage: "test" } });

    const out = synthesize(clouds.stack);
    const role = out.only("aws_iam_role");
    expect(role).toMatchObject({
      path: "/mesh/",
      permissions_boundary: "arn:aws:iam::111122223333:policy/boundary",
      tags: { team: "platform", stage: "test" },
    });
    expect(role.name).toMatch(/^acme-euro-argocd-deployer-[0-9a-f]{8}$/);
    expect(trust.roleArn).toBe(`arn:aws:iam::111122223333:role/mesh/${role.name as string}`);
    expect(out.only("aws_iam_openid_connect_provider").tags).toEqual({ team: "platform", stage: "prod" });
  });

  it("may name objects by a scheme of the user's own", () => {
    const clouds = new Clouds();
    const naming = { nameOf: ({ kind, parts }: NameRequest) => `${kind}.${parts.join(".")}` };
    const account = AwsAccount.fromProvider(clouds.stack, "prod", clouds.providers.aws, { naming });
    const from = clouds.gke("euro").serviceAccount("argocd", "deployer");
    new GkeToEksTrust(clouds.stack, "trust", { from, to: clouds.eks("west", { account }), access });

    expect(synthesize(clouds.stack).only("aws_iam_role").name).toBe("aws-role.euro.argocd.deployer");
  });

  it("take an existing OIDC provider for all trusts of an issuer", () => {
    const clouds = new Clouds();
    const euro = clouds.gke("euro");
    const arn = `arn:aws:iam::111122223333:oidc-provider/${EURO_HOST}`;
    const account = AwsAccount.fromProvider(clouds.stack, "prod", clouds.providers.aws);
    account.adoptOidcProvider(euro, AwsOidcProvider.fromArn(clouds.stack, "given", arn));
    for (const name of ["a", "b"]) {
      const from = euro.serviceAccount("argocd", name);
      new GkeToEksTrust(clouds.stack, `t-${name}`, { from, to: clouds.eks(name, { account }), access });
    }

    const out = synthesize(clouds.stack);
    expect(out.all("aws_iam_openid_connect_provider")).toEqual([]);
    for (const role of out.all("aws_iam_role")) expect(role.assume_role_policy).toContain(`"Federated":"${arn}"`);
  });

  it("leave the id to the data source that looks it up", () => {
    const clouds = new Clouds();
    const data = new DataAwsCallerIdentity(clouds.stack, "caller", { provider: clouds.providers.aws });
    const account = AwsAccount.fromDataSource(clouds.stack, "prod", data);
    const from = clouds.gke("euro").serviceAccount("argocd", "deployer");
    new GkeToEksTrust(clouds.stack, "trust", {
      from,
      to: clouds.eks("west", { account, accountId: undefined }),
      access,
    });

    expect(synthesize(clouds.stack).only("aws_iam_role").provider).toBe("aws.target");
  });
});

describe("two stacks of one account that only the providers name", () => {
  const two = () => {
    const app = new App();
    return [new Clouds(app, "a"), new Clouds(app, "b")] as const;
  };

  it.each([
    ["the only account that it may use", { allowedAccountIds: ["111122223333"] }],
    ["the role that it assumes", { assumeRole: [{ roleArn: "arn:aws:iam::111122223333:role/deploy" }] }],
  ])("are refused in AWS: %s", (_, config) => {
    const [a, b] = two();
    const from = a.gke("euro").serviceAccount("argocd", "deployer");
    for (const [clouds, id] of [
      [a, "one"],
      [b, "two"],
    ] as const) {
      const awsProvider = new AwsProvider(clouds.stack, "own", { alias: "own", region: "us-west-2", ...config });
      const to = clouds.eks(id, { awsProvider, accountId: undefined });
      new GkeToEksTrust(clouds.stack, `t-${id}`, { from, to, access });
    }

    expect(refusals(a.stack)).toEqual([]);
    expect(refusals(b.stack).join("\n")).toContain(
      `oidcProvider: "https://${EURO_HOST}" is asked for by "a/trust-mesh-shared/aws-own/issuer-euro" and by "b/trust-mesh-shared/aws-own/issuer-euro"`,
    );
  });

  it("are refused in Google Cloud", () => {
    const [a, b] = two();
    const from = a.eks("west").serviceAccount("argocd", "deployer");
    for (const clouds of [a, b]) {
      const googleProvider = new GoogleProvider(clouds.stack, "own", { alias: "own", project: "acme-euro" });
      new EksToGkeTrust(clouds.stack, "t", { from, to: clouds.gke("euro", { googleProvider }), access });
    }

    expect(refusals(b.stack).join("\n")).toContain('by "b/trust-mesh-shared/google-own/pool-west"');
  });

  it("are refused in Azure, in any letter case", () => {
    const [a, b] = two();
    const from = a.eks("west").serviceAccount("argocd", "deployer");
    for (const [clouds, identityName, resourceGroupName] of [
      [a, "deployer", "rg-one"],
      [b, "Deployer", "RG-One"],
    ] as const) {
      const provider = new AzurermProvider(clouds.stack, "own", {
        alias: "own",
        features: [{}],
        subscriptionId: SUBSCRIPTION_ID,
      });
      const account = AzureSubscription.fromProvider(clouds.stack, "core", provider, { resourceGroupName });
      new EksToAksTrust(clouds.stack, `t-${identityName}`, {
        from,
        to: clouds.aks("corp", { account }),
        access,
        identityName,
      });
    }

    expect(refusals(b.stack).join("\n")).toContain('identityName: "rg-one/deployer" is asked for by ');
  });
});

describe("two accounts of one key in a stack", () => {
  it("are refused, because their objects would have the same addresses", () => {
    const clouds = new Clouds();
    const second = new AwsProvider(clouds.stack, "second", { alias: "second", region: "us-west-2" });
    const account = AwsAccount.fromProvider(clouds.stack, "other", second, { key: "aws", accountId: "999988887777" });
    const from = clouds.gke("euro").serviceAccount("argocd", "deployer");
    new GkeToEksTrust(clouds.stack, "t1", { from, to: clouds.eks("one"), access });
    new GkeToEksTrust(clouds.stack, "t2", { from, to: clouds.eks("two", { account, accountId: undefined }), access });

    expect(refusals(clouds.stack)).toContain(
      '[stack/trust-mesh-shared/aws-aws] key: two accounts of the stack "stack" have the key "aws": "stack/trust-mesh-shared/account-aws" and "stack/other". Declare the account once and give it to its clusters, or give two accounts two keys.',
    );
  });
});

it("the lookup role is the project's own", () => {
  const clouds = new Clouds();
  const account = GcpProject.fromAttributes(clouds.stack, "data", {
    googleProvider: clouds.providers.google,
    projectId: "acme-euro",
    lookupRole: "projects/acme-euro/roles/connect",
  });
  const from = clouds.eks("west").serviceAccount("argocd", "deployer");
  new EksToGkeTrust(clouds.stack, "trust", { from, to: clouds.gke("euro", { account }), access });

  expect(synthesize(clouds.stack).only("google_project_iam_member").role).toBe("projects/acme-euro/roles/connect");
});

describe("an existing identity that is declared twice", () => {
  /** As `az identity show` prints it, and in other letters. */
  const ids = [
    `/subscriptions/${SUBSCRIPTION_ID}/resourcegroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/deployer`,
    `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/RG/providers/Microsoft.ManagedIdentity/userAssignedIdentities/Deployer`,
  ];
  const declare = (clouds: Clouds, count: number) => {
    const [source, to] = [clouds.aks("source"), clouds.aks("corp")];
    for (let index = 0; index < count; index++) {
      const identity = new AzureFederatedIdentity(clouds.stack, `given-${index}`, {
        ...homeOf(to),
        existing: {
          identityId: ids[index % 2],
          clientId: "cccccccc-0000-4000-8000-000000000001",
          principalId: "cccccccc-0000-4000-8000-000000000002",
        },
      });
      const from = source.serviceAccount("argocd", `account-${index}`);
      new AksToAksTrust(clouds.stack, `trust-${index}`, { from, to, access, identity });
    }
    return clouds.stack;
  };

  it("is one: its credentials are chained, under the id that azurerm takes", () => {
    const credentials = synthesize(declare(new Clouds(), 3)).all("azurerm_federated_identity_credential");

    expect(credentials.map(({ depends_on }) => depends_on !== undefined)).toEqual([false, true, true]);
    expect(new Set(credentials.map(({ parent_id }) => parent_id))).toEqual(
      new Set([ids[0].replace("resourcegroups", "resourceGroups")]),
    );
  });

  it("has room for 20 credentials", () => {
    expect(refusals(declare(new Clouds(), 20))).toEqual([]);
    expect(refusals(declare(new Clouds(), 21)).join("\n")).toContain(
      "from: 21 subjects share one identity, and Entra takes 20 federated credentials.",
    );
  });
});
