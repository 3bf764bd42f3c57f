import { KeyVaultSecret } from "@cdktf/provider-azurerm/lib/key-vault-secret";
import { App, TerraformStack } from "cdktf";
import {
  Acknowledgements,
  AwsAccess,
  AwsFederatedRole,
  AwsTrust,
  AzureAccess,
  AzureTrust,
  ClusterAccess,
  EksCluster,
  GcpAccess,
  GcpImpersonation,
  GcpTrust,
  GkeToEksTrust,
  ServiceAccount,
} from "../../src";
import { accountsOf } from "../support/accounts";
import {
  AKS_ISSUER,
  Clouds,
  EKS_ISSUER,
  EURO,
  GKE_ISSUER,
  OIDC_ISSUER,
  PROJECT_NUMBER,
  SUBSCRIPTION_ID,
} from "../support/clouds";
import { Arguments, refusals, resolved, synthesize, warnings } from "../support/synthesized";
import { describeWithStandIns, TerraformFolder } from "../support/terraform";

const VAULT = `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/core/providers/Microsoft.KeyVault/vaults/acme`;
const SUBJECT = "system:serviceaccount:etl:loader";

const SOURCES: [string, (clouds: Clouds) => ServiceAccount, string][] = [
  ["EKS", (clouds) => clouds.eks("west").serviceAccount("etl", "loader"), EKS_ISSUER],
  ["GKE", (clouds) => clouds.gke("euro").serviceAccount("etl", "loader"), GKE_ISSUER],
  ["AKS", (clouds) => clouds.aks("corp").serviceAccount("etl", "loader"), AKS_ISSUER],
  ["a self-managed cluster", (clouds) => clouds.oidc("onprem").serviceAccount("etl", "loader"), OIDC_ISSUER],
];

interface Policy {
  Statement: { Effect: string; Action: string[]; Resource: string[]; Condition?: unknown; Principal?: unknown }[];
}

function policyOf(text: unknown): Policy {
  return JSON.parse(text as string) as Policy;
}

describe("AwsTrust", () => {
  it.each(SOURCES)(
    "lets a service account of %s assume a role with exactly one bucket to read",
    (_source, from, issuer) => {
      const clouds = new Clouds();
      const { prod } = accountsOf(clouds);
      const host = issuer.replace("https://", "");

      const trust = new AwsTrust(clouds.stack, "loader", {
        from: from(clouds),
        to: prod,
        access: AwsAccess.readBucket("acme-reports"),
      });

      const synthesized = synthesize(clouds.stack);
      expect(synthesized.counts).toEqual({
        aws_iam_openid_connect_provider: 1,
        aws_iam_role: 1,
        aws_iam_role_policy: 1,
      });
      expect(synthesized.only("aws_iam_openid_connect_provider").url).toBe(issuer);
      const [trusted] = policyOf(synthesized.only("aws_iam_role").assume_role_policy).Statement;
      expect(trusted.Condition).toEqual({
        StringEquals: { [`${host}:sub`]: SUBJECT, [`${host}:aud`]: "sts.amazonaws.com" },
      });
      const allowed = synthesized.only("aws_iam_role_policy");
      expect(policyOf(allowed.policy).Statement).toEqual([
        { Effect: "Allow", Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::acme-reports/*"] },
        { Effect: "Allow", Action: ["s3:ListBucket"], Resource: ["arn:aws:s3:::acme-reports"] },
      ]);
      expect(trust.cloudPrincipal).toMatch(/^arn:aws:iam::111122223333:role\/trust-mesh-.*services/);
      expect(refusals(clouds.stack)).toEqual([]);
    },
  );

  it("adds grants to one policy, whichever trust asks, and each once", () => {
    const clouds = new Clouds();
    const { prod } = accountsOf(clouds);
    const from = clouds.gke().serviceAccount("etl", "loader");
    const read = AwsAccess.readBucket("acme-reports");

    const first = new AwsTrust(clouds.stack, "first", { from, to: prod, access: read });
    first.grant(read);
    new AwsTrust(clouds.stack, "second", {
      from,
      to: prod,
      access: AwsAccess.publishToTopic("arn:aws:sns:eu-west-1:111122223333:orders"),
    });

    const synthesized = synthesize(clouds.stack);
    expect(synthesized.counts).toMatchObject({ aws_iam_role: 1, aws_iam_role_policy: 1 });
    expect(policyOf(synthesized.only("aws_iam_role_policy").policy).Statement.map(({ Action }) => Action)).toEqual([
      ["s3:GetObject"],
      ["s3:ListBucket"],
      ["sns:Publish"],
    ]);
  });

  it("shares the issuer with a trust into a cluster of the account, whose role keeps no permissions", () => {
    const clouds = new Clouds();
    const { prod } = accountsOf(clouds);
    const from = clouds.gke().serviceAccount("etl", "loader");
    const west = clouds.eks("west", { account: prod });

    new GkeToEksTrust(clouds.stack, "in-west", { from, to: west, access: ClusterAccess.view() });
    const cluster = synthesize(clouds.stack).of("aws_iam_role");
    const trust = new AwsTrust(clouds.stack, "in-prod", {
      from,
      to: prod,
      access: AwsAccess.readBucket("acme-reports"),
    });

    const synthesized = synthesize(clouds.stack);
    expect(synthesized.counts).toMatchObject({
      aws_iam_openid_connect_provider: 1,
      aws_iam_role: 2,
      aws_iam_role_policy: 1,
    });
    const permitted = synthesized.only("aws_iam_role_policy").role as string;
    expect(permitted).toContain(trust.role!.friendlyUniqueId);
    for (const name of Object.keys(cluster)) expect(permitted).not.toContain(name);
    expect(refusals(clouds.stack)).toEqual([]);
  });

  it("gives one role to service accounts of two clusters", () => {
    const clouds = new Clouds();
    const { prod } = accountsOf(clouds);
    const subjects = [clouds.eks("west"), clouds.gke("euro")].map((cluster) => cluster.serviceAccount("etl", "loader"));
    const role = new AwsFederatedRole(clouds.stack, "loader", { account: prod, subjects });

    for (const [i, from] of subjects.entries()) {
      new AwsTrust(clouds.stack, `trust-${i}`, { from, to: prod, role, access: AwsAccess.readBucket("acme-reports") });
    }

    const synthesized = synthesize(clouds.stack);
    expect(synthesized.counts).toEqual({ aws_iam_openid_connect_provider: 2, aws_iam_role: 1, aws_iam_role_policy: 1 });
    expect(policyOf(synthesized.only("aws_iam_role_policy").policy).Statement).toHaveLength(2);
    expect(refusals(clouds.stack)).toEqual([]);
  });

  it("attaches a managed policy to a role that exists, by the name in its ARN", () => {
    const clouds = new Clouds();
    const { prod } = accountsOf(clouds);
    const role = AwsFederatedRole.fromRoleArn(clouds.stack, "given", "arn:aws:iam::111122223333:role/team/loader");
    const access = AwsAccess.managedPolicy("arn:aws:iam::111122223333:policy/reports");

    new AwsTrust(clouds.stack, "trust", { from: clouds.aks().serviceAccount("etl", "loader"), to: prod, role, access });

    const synthesized = synthesize(clouds.stack);
    expect(synthesized.counts).toEqual({ aws_iam_role_policy_attachment: 1 });
    expect(synthesized.only("aws_iam_role_policy_attachment")).toMatchObject({
      role: "loader",
      policy_arn: "arn:aws:iam::111122223333:policy/reports",
    });
  });

  it("lets EKS Pod Identity give a role that trusts one cluster, namespace and service account", () => {
    const clouds = new Clouds();
    const { prod } = accountsOf(clouds);
    const from = clouds.eks("west", { account: prod }).serviceAccount("etl", "loader");

    const trust = new AwsTrust(clouds.stack, "loader", {
      from,
      to: prod,
      podIdentity: true,
      access: AwsAccess.listBuckets(),
    });

    const synthesized = synthesize(clouds.stack);
    expect(policyOf(synthesized.only("aws_iam_role").assume_role_policy).Statement).toEqual([
      {
        Effect: "Allow",
        Principal: { Service: "pods.eks.amazonaws.com" },
        Action: ["sts:AssumeRole", "sts:TagSession"],
        Condition: {
          StringEquals: {
            "aws:RequestTag/eks-cluster-arn": "arn:aws:eks:us-west-2:111122223333:cluster/west-prod",
            "aws:RequestTag/kubernetes-namespace": "etl",
            "aws:RequestTag/kubernetes-service-account": "loader",
          },
        },
      },
    ]);
    expect(synthesized.only("aws_eks_pod_identity_association")).toMatchObject({
      cluster_name: "west-prod",
      region: "us-west-2",
      namespace: "etl",
      service_account: "loader",
    });
    expect(synthesized.counts).not.toHaveProperty("aws_iam_openid_connect_provider");
    expect([trust.audience, trust.usesProjectedToken]).toEqual(["", false]);
    expect(refusals(clouds.stack)).toEqual([]);
  });

  it.each([
    ["itself", {}],
    ["a Google service account", { impersonation: GcpImpersonation.newServiceAccount("loader") }],
  ])("warns of identity sameness where GKE's own pool tells who acts as %s", (_what, options) => {
    const clouds = new Clouds();
    const { data } = accountsOf(clouds);
    const from = clouds.gke("euro").serviceAccount("etl", "loader");
    const access = GcpAccess.publishToTopic("orders");

    const trust = new GcpTrust(clouds.stack, "loader", { from, to: data, builtInPool: true, access, ...options });

    expect(warnings(trust)).toEqual([
      expect.stringContaining(
        '"etl/loader" of every cluster in the source project is this principal (identity sameness)',
      ),
    ]);
  });

  it("refuses a whole namespace of GKE's own pool, which names single service accounts", () => {
    const clouds = new Clouds();
    const { data } = accountsOf(clouds);
    const from = clouds.gke("euro").everyServiceAccountIn("etl");

    new GcpTrust(clouds.stack, "loader", {
      ...{ from, to: data, access: GcpAccess.publishToTopic("orders") },
      builtInPool: true,
    });

    expect(refusals(clouds.stack).join("\n")).toContain(
      "from: stands for every service account of a namespace, and the built-in pool names single ones.",
    );
  });

  it("refuses a whole namespace without impersonation, for a reason that holds without a cluster", () => {
    const clouds = new Clouds();
    const { data } = accountsOf(clouds);
    const from = clouds.eks().everyServiceAccountIn("etl");

    new GcpTrust(clouds.stack, "loader", { from, to: data, access: GcpAccess.readBucket("acme-exports") });

    expect(refusals(clouds.stack)).toEqual([
      expect.stringContaining(
        "from: stands for several subjects, each of which Google Cloud knows as a principal of its own. Set impersonation, or trust single subjects.",
      ),
    ]);
  });

  it("warns of what is wider than one resource", () => {
    const clouds = new Clouds();
    const { prod } = accountsOf(clouds);
    const access = AwsAccess.managedPolicy("arn:aws:iam::aws:policy/AdministratorAccess");

    const trust = new AwsTrust(clouds.stack, "trust", {
      from: clouds.gke().serviceAccount("etl", "loader"),
      to: prod,
      access,
    });

    expect(warnings(trust)).toEqual([expect.stringContaining("AdministratorAccess is a policy for administrators")]);

    // AND the warning can be acknowledged by its code
    const code = "administrator-policy";
    Acknowledgements.of(trust).add({ code, reason: "the pipeline of the platform", expires: "9999-12-31" });
    expect(warnings(trust)).toEqual([]);
  });

  it.each([
    ["access bucket", {}, AwsAccess.readBucket("Acme")],
    ["podIdentity", { podIdentity: true }, AwsAccess.listBuckets()],
    ["roleName", { roleName: "x".repeat(65) }, AwsAccess.listBuckets()],
  ])("refuses %s", (property, options, access) => {
    const clouds = new Clouds();
    const { prod } = accountsOf(clouds);

    new AwsTrust(clouds.stack, "trust", {
      from: clouds.gke().serviceAccount("etl", "loader"),
      to: prod,
      access,
      ...options,
    });

    expect(refusals(clouds.stack).join("\n")).toContain(`${property}: `);
  });

  it("refuses a policy that is longer than IAM takes", () => {
    const clouds = new Clouds();
    const { prod } = accountsOf(clouds);
    const from = clouds.gke().serviceAccount("etl", "loader");
    const trust = new AwsTrust(clouds.stack, "trust", { from, to: prod, access: AwsAccess.listBuckets() });

    for (let i = 0; i < 60; i++) trust.grant(AwsAccess.readBucket(`acme-reports-of-the-department-number-${i}`));

    expect(refusals(clouds.stack).join("\n")).toMatch(
      /access: the role's inline policy has \d+ characters, and IAM takes 10240/,
    );
  });
});

describe("GcpTrust", () => {
  it.each(SOURCES)("adds a service account of %s as one member on one bucket", (_source, from, issuer) => {
    const clouds = new Clouds();
    const { data } = accountsOf(clouds);

    const trust = new GcpTrust(clouds.stack, "loader", {
      from: from(clouds),
      to: data,
      access: GcpAccess.readBucket("acme-exports"),
    });

    const synthesized = synthesize(clouds.stack);
    expect(synthesized.counts).toEqual({
      google_iam_workload_identity_pool: 1,
      google_iam_workload_identity_pool_provider: 1,
      google_storage_bucket_iam_member: 1,
    });
    const provider = synthesized.only("google_iam_workload_identity_pool_provider");
    expect((provider.oidc as Arguments).issuer_uri).toBe(issuer);
    expect(provider.attribute_condition).toContain(SUBJECT);
    const member = synthesized.only("google_storage_bucket_iam_member");
    expect(member).toMatchObject({
      bucket: "acme-exports",
      role: "roles/storage.objectViewer",
      member: trust.cloudPrincipal,
    });
    expect(trust.cloudPrincipal).toMatch(
      new RegExp(
        `^principal://iam.googleapis.com/projects/${PROJECT_NUMBER}/locations/global/workloadIdentityPools/.+/subject/${SUBJECT}$`,
      ),
    );
    expect(member.depends_on).toEqual([synthesized.addressOf("google_iam_workload_identity_pool")]);
    expect(refusals(clouds.stack)).toEqual([]);
  });

  it("impersonates a service account of its own where a product takes no federated principal", () => {
    const clouds = new Clouds();
    const { data } = accountsOf(clouds);
    const impersonation = GcpImpersonation.newServiceAccount();

    const trust = new GcpTrust(clouds.stack, "loader", {
      from: clouds.eks().serviceAccount("etl", "loader"),
      to: data,
      impersonation,
      access: GcpAccess.readSecret("db", "acme-vault"),
    });

    const synthesized = synthesize(clouds.stack);
    const email = `\${${synthesized.addressOf("google_service_account")}.email}`;
    expect(synthesized.only("google_secret_manager_secret_iam_member")).toMatchObject({
      secret_id: "db",
      project: "acme-vault",
      member: `serviceAccount:${email}`,
    });
    expect(synthesized.only("google_service_account_iam_member").role).toBe("roles/iam.workloadIdentityUser");
    expect(resolved(clouds.stack, trust.serviceAccountEmail)).toBe(email);
    expect(refusals(clouds.stack)).toEqual([]);
  });

  it("writes prefix and end as a condition of the member", () => {
    const clouds = new Clouds();
    const { data } = accountsOf(clouds);
    const access = GcpAccess.readBucket("acme-exports", "2027/").until("2027-02-01T00:00:00Z");

    new GcpTrust(clouds.stack, "loader", { from: clouds.eks().serviceAccount("etl", "loader"), to: data, access });

    expect(synthesize(clouds.stack).only("google_storage_bucket_iam_member").condition).toEqual({
      title: "prefix-and-time",
      expression:
        'resource.name.startsWith("projects/_/buckets/acme-exports/objects/2027/") && request.time < timestamp("2027-02-01T00:00:00Z")',
    });
  });

  it("uses GKE's own pool by the principal of namespace and name", () => {
    const clouds = new Clouds();
    const { data } = accountsOf(clouds);
    const from = clouds.gke("euro").serviceAccount("etl", "loader");

    const trust = new GcpTrust(clouds.stack, "loader", {
      from,
      to: data,
      builtInPool: true,
      access: GcpAccess.publishToTopic("orders"),
    });

    const synthesized = synthesize(clouds.stack);
    expect(synthesized.counts).toEqual({ google_pubsub_topic_iam_member: 1 });
    expect(trust.cloudPrincipal).toBe(
      `principal://iam.googleapis.com/projects/${PROJECT_NUMBER}/locations/global/workloadIdentityPools/${EURO.projectId}.svc.id.goog/subject/ns/etl/sa/loader`,
    );
    expect([trust.audience, trust.usesProjectedToken]).toEqual(["", false]);
    expect(refusals(clouds.stack)).toEqual([]);
  });

  it("makes one member of a grant that is asked for twice", () => {
    const clouds = new Clouds();
    const { data } = accountsOf(clouds);
    const from = clouds.eks().serviceAccount("etl", "loader");
    const access = GcpAccess.readBucket("acme-exports");

    new GcpTrust(clouds.stack, "first", { from, to: data, access }).grant(access);
    new GcpTrust(clouds.stack, "second", { from, to: data, access: GcpAccess.writeBucket("acme-exports") });

    expect(synthesize(clouds.stack).counts).toMatchObject({ google_storage_bucket_iam_member: 2 });
  });

  it.each([
    ["builtInPool", { builtInPool: true }],
    ["poolId", { poolId: "A" }],
  ])("refuses %s for a service account of EKS", (property, options) => {
    const clouds = new Clouds();
    const { data } = accountsOf(clouds);
    const from = clouds.eks().serviceAccount("etl", "loader");

    new GcpTrust(clouds.stack, "trust", { from, to: data, access: GcpAccess.readBucket("acme-exports"), ...options });

    expect(refusals(clouds.stack).join("\n")).toContain(`${property}: `);
  });
});

/** IAM: `Partition "aws-us-gov" is not valid for resource …` of MalformedPolicyDocument. */
describe("AwsTrust with an ARN of another partition", () => {
  it.each([
    ["a bucket", AwsAccess.readBucket("arn:aws-us-gov:s3:::exports"), "arn:aws-us-gov:s3:::exports"],
    [
      "a managed policy",
      AwsAccess.managedPolicy("arn:aws-cn:iam::aws:policy/AmazonSQSFullAccess"),
      "arn:aws-cn:iam::aws:policy/AmazonSQSFullAccess",
    ],
  ])("is refused: %s", (_what, access, arn) => {
    const clouds = new Clouds();
    const { prod } = accountsOf(clouds);

    new AwsTrust(clouds.stack, "t", { from: clouds.gke("euro").serviceAccount("etl", "loader"), to: prod, access });

    expect(refusals(clouds.stack)[0]).toBe(
      `[stack/t] access: "${arn}" is of another partition than the account, which is in aws. Give one of the account's partition.`,
    );
  });
});

describe("AzureTrust", () => {
  it.each(SOURCES)("lets a service account of %s act as an identity with one data role", (_source, from, issuer) => {
    const clouds = new Clouds();
    const { core } = accountsOf(clouds);

    const trust = new AzureTrust(clouds.stack, "loader", {
      from: from(clouds),
      to: core,
      access: AzureAccess.readSecrets(VAULT),
    });

    const synthesized = synthesize(clouds.stack);
    expect(synthesized.counts).toEqual({
      azurerm_federated_identity_credential: 1,
      azurerm_role_assignment: 1,
      azurerm_user_assigned_identity: 1,
    });
    expect(synthesized.only("azurerm_federated_identity_credential")).toMatchObject({
      issuer,
      subject: SUBJECT,
      audience: ["api://AzureADTokenExchange"],
    });
    expect(synthesized.only("azurerm_role_assignment")).toMatchObject({
      scope: VAULT,
      role_definition_id: `/subscriptions/${SUBSCRIPTION_ID}/providers/Microsoft.Authorization/roleDefinitions/4633458b-17de-408a-b874-0445c86b69e6`,
      principal_type: "ServicePrincipal",
      skip_service_principal_aad_check: true,
    });
    expect(trust.audience).toBe("api://AzureADTokenExchange");
    expect(refusals(clouds.stack)).toEqual([]);
  });

  it("assigns a role once, in whatever letter case the scope is written", () => {
    const clouds = new Clouds();
    const { core } = accountsOf(clouds);
    const from = clouds.eks().serviceAccount("etl", "loader");

    const trust = new AzureTrust(clouds.stack, "loader", { from, to: core, access: AzureAccess.readSecrets(VAULT) });
    trust.grant(AzureAccess.readSecrets(VAULT.replace("resourceGroups", "resourcegroups")));

    expect(synthesize(clouds.stack).counts).toMatchObject({ azurerm_role_assignment: 1 });
  });

  it.each([
    ["access until", AzureAccess.readSecrets(VAULT).until("2027-01-01T00:00:00Z")],
    ["access scope", AzureAccess.readSecrets("acme")],
  ])("refuses %s", (property, access) => {
    const clouds = new Clouds();
    const { core } = accountsOf(clouds);

    new AzureTrust(clouds.stack, "trust", { from: clouds.eks().serviceAccount("etl", "loader"), to: core, access });

    expect(refusals(clouds.stack).join("\n")).toContain(`${property}: `);
  });
});

describe("AzureTrust on what a vault holds, given by the provider's own resource", () => {
  const ofSecret = (scope: (secret: KeyVaultSecret) => string) => {
    const clouds = new Clouds();
    const { core } = accountsOf(clouds);
    const secret = new KeyVaultSecret(clouds.stack, "secret", { name: "database", keyVaultId: VAULT, value: "x" });
    const access = AzureAccess.readSecrets(scope(secret));
    new AzureTrust(clouds.stack, "trust", { from: clouds.eks().serviceAccount("etl", "loader"), to: core, access });
    return refusals(clouds.stack).join("\n");
  };

  // Terraform registry, "azurerm_key_vault_secret": its id is the URL at which the vault has the secret.
  it.each<[string, (secret: KeyVaultSecret) => string]>([
    ["id", (secret) => secret.id],
    ["versionless_id", (secret) => secret.versionlessId],
    ["resource_id", (secret) => secret.resourceId],
  ])("refuses %s, which is no scope", (attribute, scope) => {
    expect(ofSecret(scope)).toContain(
      `access scope: is the ${attribute} of an azurerm_key_vault_secret, which is no scope: a URL, or the resource id of one version. Give its resourceVersionlessId.`,
    );
  });

  it("takes the resource id without a version", () => {
    expect(ofSecret((secret) => secret.resourceVersionlessId)).toBe("");
  });
});

describe("a trust into a cloud account", () => {
  it("stands in the stack of the account's provider", () => {
    const clouds = new Clouds();
    const { prod } = accountsOf(clouds);
    const elsewhere = new TerraformStack(clouds.app, "elsewhere");

    new AwsTrust(elsewhere, "trust", {
      from: clouds.gke().serviceAccount("etl", "loader"),
      to: prod,
      access: AwsAccess.listBuckets(),
    });

    expect(refusals(elsewhere).join("\n")).toContain(
      'to: has its provider in the stack "stack", and this trust is in "elsewhere"',
    );
  });

  it("needs the issuer of its source", () => {
    const clouds = new Clouds();
    const { prod } = accountsOf(clouds);
    const silent = EksCluster.fromAttributes(clouds.stack, "silent", { clusterName: "silent", region: "us-west-2" });

    new AwsTrust(clouds.stack, "trust", {
      from: silent.serviceAccount("etl", "loader"),
      to: prod,
      access: AwsAccess.listBuckets(),
    });

    expect(refusals(clouds.stack).join("\n")).toContain("from: is of a source without an issuer");
  });
});

describeWithStandIns("the nine cells, planned and applied by Terraform", () => {
  let terraform: TerraformFolder;
  beforeAll(() => {
    terraform = new TerraformFolder();
  });
  afterAll(() => terraform.remove());

  it("apply, change nothing when planned again, and are destroyed", () => {
    terraform.synth((app: App) => {
      const clouds = new Clouds(app);
      const { prod, data, core } = accountsOf(clouds);
      clouds.providers.azurerm.subscriptionId = SUBSCRIPTION_ID;
      for (const [, from] of SOURCES.slice(0, 3)) {
        const subject = from(clouds);
        const id = subject.cluster.node.id;
        new AwsTrust(clouds.stack, `${id}-aws`, {
          from: subject,
          to: prod,
          access: AwsAccess.readBucket("acme-reports"),
        });
        new GcpTrust(clouds.stack, `${id}-google`, {
          from: subject,
          to: data,
          access: GcpAccess.readBucket("acme-exports"),
        });
        new AzureTrust(clouds.stack, `${id}-azure`, {
          from: subject,
          to: core,
          access: AzureAccess.readSecrets(VAULT),
        });
      }
    });
    terraform.init("stack");

    terraform.apply("stack");

    expect(terraform.plan("stack").filter(({ actions }) => actions.join() !== "no-op")).toEqual([]);
    terraform.destroy("stack");
    expect(terraform.resources("stack")).toEqual([]);
  });
});
