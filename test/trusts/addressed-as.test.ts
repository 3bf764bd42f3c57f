import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { App, Lazy, TerraformStack, TerraformVariable } from "cdktf";
import {
  AwsAccess,
  AwsAccount,
  AwsFederatedRole,
  AwsTrust,
  AzureAccess,
  AzureSubscription,
  AzureTrust,
  ClusterAccess,
  EksCluster,
  EksSourceRole,
  EksTrust,
  GcpAccess,
  GcpImpersonation,
  GcpProject,
  GcpTrust,
  GkeCluster,
  GkeTrust,
  OidcCluster,
  ServiceAccount,
} from "../../src";
import { AZURE_SUBSCRIPTION, AZURE_TENANT, kubernetesProviderOf } from "../support/clusters";
import { refusalCodes, refusals, synthesize } from "../support/synthesized";

const [POLICY_OF_AWS, POLICY] = ["aws", "111122223333"].map((owner) => `arn:aws:iam::${owner}:policy/ReadOnlyAccess`);
const ROLE = "arn:aws:iam::111122223333:role/loader";

class Accounts {
  public readonly stack = new TerraformStack(new App(), "stack");
  public readonly prod = AwsAccount.fromProvider(
    this.stack,
    "prod",
    new AwsProvider(this.stack, "aws", { region: "us-west-2" }),
  );
  public readonly data = GcpProject.fromProvider(
    this.stack,
    "data",
    new GoogleProvider(this.stack, "google", { project: "acme-data" }),
    { projectNumber: "617699331288" },
  );
  public readonly core = AzureSubscription.fromProvider(
    this.stack,
    "core",
    new AzurermProvider(this.stack, "azurerm", { features: [{}], subscriptionId: AZURE_SUBSCRIPTION }),
    { tenantId: AZURE_TENANT, resourceGroupName: "core", location: "westeurope" },
  );
  private readonly onprem = OidcCluster.fromAttributes(this.stack, "onprem", { issuer: "https://oidc.onprem.example" });

  public get from(): ServiceAccount {
    return this.onprem.serviceAccount("etl", "loader");
  }

  public variable(id: string): string {
    return new TerraformVariable(this.stack, id, { type: "string" }).stringValue;
  }

  public trustInGoogle(access: GcpAccess): GcpTrust {
    return new GcpTrust(this.stack, "google-trust", { from: this.from, to: this.data, access });
  }

  public trustInAws(
    access: AwsAccess,
    id = "aws-trust",
    role?: ReturnType<typeof AwsFederatedRole.fromRoleArn>,
  ): AwsTrust {
    return new AwsTrust(this.stack, id, { from: this.from, to: this.prod, access, role });
  }
}

const late = () => Lazy.stringValue({ produce: () => "acme-late" });

describe("a grant on what a Lazy names", () => {
  it("is refused in each cloud with the way out", () => {
    const accounts = new Accounts();
    accounts.trustInGoogle(GcpAccess.readBucket(late()));
    accounts.trustInAws(AwsAccess.managedPolicy(late()));
    const access = AzureAccess.readSecrets(late());
    new AzureTrust(accounts.stack, "azure-trust", { from: accounts.from, to: accounts.core, access });

    const wayOut =
      "names what it is granted on by a Lazy, and the grant's address is made of that name. Give the name itself, or say what the address is made of: addressedAs(…) with an access whose names are literals.";
    expect(refusals(accounts.stack)).toEqual([
      `[stack/google-trust] access: "roles/storage.objectViewer on bucket of a name that is not known at synth" ${wayOut}`,
      `[stack/aws-trust] access: "the policy of an ARN that is not known at synth" ${wayOut}`,
      `[stack/azure-trust] access: "Key Vault Secrets User on a scope that is not known at synth" ${wayOut}`,
    ]);
    expect(refusalCodes(accounts.stack)).toEqual(Array(3).fill("access-address"));
  });

  it("is each its own, where they say what addresses are made of", () => {
    const accounts = new Accounts();
    const trust = accounts.trustInGoogle(GcpAccess.readBucket(late()).addressedAs(GcpAccess.readBucket("first")));
    trust.grant(GcpAccess.readBucket(late()).addressedAs(GcpAccess.readBucket("second")));

    expect(
      synthesize(accounts.stack)
        .all("google_storage_bucket_iam_member")
        .map(({ bucket }) => bucket),
    ).toEqual(["acme-late", "acme-late"]);
  });
});

describe("addressedAs", () => {
  it("is refused where its own names are tokens", () => {
    const accounts = new Accounts();
    const bucket = GcpAccess.readBucket(accounts.variable("bucket"));
    accounts.trustInGoogle(bucket.addressedAs(bucket));

    expect(refusals(accounts.stack)).toEqual([
      '[stack/google-trust] access addressedAs: "roles/storage.objectViewer on bucket of a name that is not known at synth" is not known at synth itself, and the grant\'s address is made of it. Give an access whose names are literals.',
    ]);
  });

  it("is refused where two grants of one subject would share an address", () => {
    const accounts = new Accounts();
    const address = GcpAccess.readBucket("exports");
    const trust = accounts.trustInGoogle(GcpAccess.readBucket("first-bucket").addressedAs(address));
    trust.grant(GcpAccess.readBucket("second-bucket").addressedAs(address));

    expect(refusals(accounts.stack)).toEqual([
      expect.stringMatching(
        /^\[stack\/trust-mesh-shared\/google-data\] access: two trusts share "member_onprem_etl_loader_bucket_\w+" and ask for it differently\. Give both the same access\.$/,
      ),
    ]);
  });

  it("is refused for statements, and where two managed policies would share an address", () => {
    const accounts = new Accounts();
    const address = AwsAccess.managedPolicy(POLICY);
    const trust = accounts.trustInAws(AwsAccess.readBucket("acme").addressedAs(address));
    trust.grant(AwsAccess.managedPolicy(accounts.variable("first")).addressedAs(address));
    trust.grant(AwsAccess.managedPolicy(accounts.variable("second")).addressedAs(address));

    expect(refusals(accounts.stack)).toEqual([
      "[stack/aws-trust] access addressedAs: is about two managed policies, and one of the two is a statement, which has no address. Leave it out.",
      expect.stringMatching(
        /^\[stack\/\S+\] access addressedAs: "\$\{var\.first\}" and "\$\{var\.second\}" would have one address, of "111122223333:ReadOnlyAccess"\. Give each managed policy an address of its own\.$/,
      ),
    ]);
  });

  it.each<[string, string | undefined, string, string]>([
    [
      "is a token itself",
      undefined,
      "addressedAs: is not known at synth, and addresses are made of it. Give a literal.",
      "addressed-as",
    ],
    [
      "differs from a literal",
      ROLE,
      `addressedAs: is "other", and the identity is "${ROLE}". Leave it out.`,
      "addressed-as",
    ],
  ])("of an existing identity is refused where it %s", (_, roleArn, message, code) => {
    const accounts = new Accounts();
    const role = AwsFederatedRole.fromRoleArn(accounts.stack, "given", roleArn ?? accounts.variable("role"), {
      addressedAs: roleArn === undefined ? accounts.variable("address") : "other",
    });
    accounts.trustInAws(AwsAccess.readBucket("acme"), "trust", role);

    expect(refusals(accounts.stack)).toEqual([`[stack/given] ${message}`]);
    expect(refusalCodes(accounts.stack)).toEqual([code]);
  });

  it("is missing where an existing identity is given by a Lazy", () => {
    const accounts = new Accounts();
    accounts.trustInAws(
      AwsAccess.readBucket("acme"),
      "trust",
      AwsFederatedRole.fromRoleArn(accounts.stack, "given", late()),
    );
    new GcpTrust(accounts.stack, "google-trust", {
      ...{ from: accounts.from, to: accounts.data, access: GcpAccess.readBucket("acme-exports") },
      impersonation: GcpImpersonation.existingServiceAccount(late()),
    });
    const west = EksCluster.fromAttributes(accounts.stack, "west", {
      ...{ account: accounts.prod, clusterName: "west", region: "us-west-2" },
      issuer: "https://oidc.eks.us-west-2.amazonaws.com/id/WEST",
    });
    const east = EksCluster.fromAttributes(accounts.stack, "east", {
      ...{ account: accounts.prod, clusterName: "east", region: "us-west-2" },
      kubernetesProvider: kubernetesProviderOf(accounts.stack, "east"),
    });
    const sourceRole = EksSourceRole.irsa(late());
    const access = ClusterAccess.view("apps");
    new EksTrust(accounts.stack, "eks", { from: west.serviceAccount("ci", "runner"), to: east, access, sourceRole });

    const reason =
      "addressedAs: is missing, and the identity is given by a Lazy, of which no address is made. Give a literal.";
    expect(refusals(accounts.stack).map((one) => one.replace(/^\[\S+\] /, ""))).toEqual([reason, reason, reason]);
  });
});

describe("what exists once is written once", () => {
  it("is the one policy of a role that exists, of a token too", () => {
    const accounts = new Accounts();
    const role = AwsFederatedRole.fromRoleArn(accounts.stack, "given", accounts.variable("role"));
    accounts.trustInAws(AwsAccess.readBucket("acme-first"), "first", role);
    accounts.trustInAws(AwsAccess.readBucket("acme-second"), "second", role);

    const { policy } = synthesize(accounts.stack).only("aws_iam_role_policy");
    expect(policy).toContain("acme-first");
    expect(policy).toContain("acme-second");
  });

  it("is refused where a role of one token is declared twice", () => {
    const accounts = new Accounts();
    const arn = accounts.variable("role");
    for (const id of ["first", "second"]) {
      const role = AwsFederatedRole.fromRoleArn(accounts.stack, `${id}-role`, arn);
      accounts.trustInAws(AwsAccess.readBucket(`acme-${id}`), id, role);
    }

    expect(refusals(accounts.stack)).toEqual([
      expect.stringContaining(
        "A role has one inline policy of trusts: make all its trusts in one stack, by one AwsAccount and one declaration of the role.",
      ),
    ]);
  });

  it("is a policy of AWS and one of the account that have the same name, each", () => {
    const accounts = new Accounts();
    accounts.trustInAws(AwsAccess.managedPolicy(POLICY_OF_AWS)).grant(AwsAccess.managedPolicy(POLICY));

    const arns = synthesize(accounts.stack)
      .all("aws_iam_role_policy_attachment")
      .map((made) => made.policy_arn);
    expect(arns.sort()).toEqual([POLICY, POLICY_OF_AWS]);
  });

  it("is the lookup of a Google service account as which two subjects act", () => {
    const accounts = new Accounts();
    const to = gke(accounts, "euro");
    const impersonation = GcpImpersonation.existingServiceAccount("loader@acme-data.iam.gserviceaccount.com");
    const onprem = accounts.from.cluster;
    for (const name of ["first", "second"]) {
      const from = onprem.serviceAccount("etl", name);
      new GkeTrust(accounts.stack, name, { from, to, access: ClusterAccess.view("apps"), impersonation });
    }

    const out = synthesize(accounts.stack);
    expect(out.only("google_project_iam_member").member).toBe(
      "serviceAccount:loader@acme-data.iam.gserviceaccount.com",
    );
    expect(out.all("google_service_account_iam_member")).toHaveLength(2);
  });

  it("is refused where two stacks grant the same to one Google service account that exists", () => {
    const app = new App();
    const onprem = OidcCluster.fromAttributes(app, "onprem", { issuer: "https://oidc.onprem.example" });
    const impersonation = GcpImpersonation.existingServiceAccount("loader@acme-data.iam.gserviceaccount.com");
    const [first, second] = ["first", "second"].map((id) => {
      const stack = new TerraformStack(app, id);
      const to = GcpProject.fromProvider(stack, "data", new GoogleProvider(stack, "google", { project: `acme-${id}` }));
      const access = GcpAccess.readBucket("acme-exports");
      new GcpTrust(stack, "trust", { from: onprem.serviceAccount("etl", id), to, access, impersonation });
      return stack;
    });

    expect(refusals(first)).toEqual([]);
    expect(refusals(second)).toEqual([
      expect.stringMatching(
        /^\[second\/trust-mesh-shared\/google-data\] access: "roles\/storage\.objectViewer on \/\/storage\.googleapis\.com\/projects\/_\/buckets\/acme-exports for serviceAccount:loader@acme-data\.iam\.gserviceaccount\.com" is asked for by "first\/\S+" and by "second\/\S+", and there can be only one\. Both act as one Google service account, and taking the grant of one away takes that of both: grant it by one of the two trusts\.$/,
      ),
    ]);
  });

  it("is refused where GKE's own pool makes one principal of the service accounts of two clusters", () => {
    const accounts = new Accounts();
    const access = GcpAccess.readBucket("acme-exports");
    const impersonation = GcpImpersonation.existingServiceAccount("loader@acme-data.iam.gserviceaccount.com");
    for (const id of ["euro", "asia"]) {
      const from = gke(accounts, id).serviceAccount("etl", "loader");
      const to = accounts.data;
      new GcpTrust(accounts.stack, `${id}-direct`, { from, to, access, builtInPool: true });
      new GcpTrust(accounts.stack, `${id}-as`, { from, to, access, builtInPool: true, impersonation });
    }

    expect(refusals(accounts.stack)).toEqual([
      expect.stringContaining(
        "By GKE's own pool both are one principal, and taking the grant of one away takes that of both: grant it by one of the two trusts.",
      ),
      expect.stringContaining(
        "By GKE's own pool both are one principal, and taking the right of one away takes that of both: trust one of the two.",
      ),
    ]);
  });
});

function gke({ stack, data }: Accounts, id: string): GkeCluster {
  return GkeCluster.fromAttributes(stack, id, {
    ...{ account: data, projectId: "acme-data", location: "europe-west4", clusterName: id, legacyAbac: false },
    kubernetesProvider: kubernetesProviderOf(stack, id),
  });
}
