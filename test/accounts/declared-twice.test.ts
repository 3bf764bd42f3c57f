import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import {
  AwsAccess,
  AwsAccount,
  AwsFederatedRole,
  AwsOidcProvider,
  AwsTrust,
  AzureAccess,
  AzureFederatedIdentity,
  AzureTrust,
  AzureTrustProps,
  ClusterAccess,
  EksTrust,
  GcpAccess,
  GcpImpersonation,
  GcpTrust,
  GcpWorkloadIdentityProvider,
} from "../../src";
import { accountsOf } from "../support/accounts";
import { ACCOUNT_ID, Clouds, OIDC_ISSUER, SUBSCRIPTION_ID } from "../support/clouds";
import { refusals, synthesize } from "../support/synthesized";

const access = ClusterAccess.view("apps");
const arn = (name: string) => `arn:aws:iam::${ACCOUNT_ID}:role/${name}`;

/** A second stack of the same app, with an account that its provider alone tells to be the same. */
function twoStacks() {
  const here = new Clouds();
  const there = new Clouds(here.app, "there");
  return { here, there, from: here.oidc().serviceAccount("etl", "loader") };
}

/**
 * IAM: "Names are not distinguished by case. For example, you cannot create resources named both MyResource and myresource"
 * (CreateRole), whatever their paths.
 */
describe("an existing role that is declared twice", () => {
  const role = (clouds: Clouds, id: string, name: string) => AwsFederatedRole.fromRoleArn(clouds.stack, id, arn(name));

  it("is one access entry in a cluster", () => {
    const clouds = new Clouds();
    const to = clouds.eks("west");
    for (const name of ["a", "b"]) {
      const from = clouds.oidc(name, { issuer: `https://${name}.example.com` }).serviceAccount("ci", name);
      new EksTrust(clouds.stack, `trust-${name}`, {
        from,
        to,
        access,
        role: role(clouds, `role-${name}`, "team/deployer"),
      });
    }

    expect(synthesize(clouds.stack).only("aws_eks_access_entry")).toMatchObject({
      principal_arn: arn("team/deployer"),
      user_name: `trust-mesh:${ACCOUNT_ID}:deployer:{{SessionName}}`,
    });
  });

  it.each([
    ["two letter cases", "Deployer"],
    ["with and without its path", "team/deployer"],
  ])("is refused where it is written in two ways: %s", (_what, other) => {
    const clouds = new Clouds();
    const to = clouds.eks("west");
    const from = clouds.oidc();
    const props = { to: accountsOf(clouds).prod, access: AwsAccess.readBucket("acme-reports") };
    new EksTrust(clouds.stack, "a", {
      ...{ from: from.serviceAccount("ci", "a"), to, access },
      role: role(clouds, "role-a", "deployer"),
    });
    new AwsTrust(clouds.stack, "b", {
      ...{ ...props, from: from.serviceAccount("ci", "b") },
      role: role(clouds, "role-b", other),
    });

    expect(refusals(clouds.stack)).toEqual([
      `[stack/trust-mesh-shared/aws-prod] roleName: "${arn("deployer")}" of "stack/role-a" and "${arn(other)}" of "stack/role-b" name one object. IAM compares names of roles without path and letter case: give both trusts one role, and its ARN as IAM shows it.`,
    ]);
  });

  it("is refused where another trust creates it", () => {
    const clouds = new Clouds();
    const from = clouds.oidc();
    new EksTrust(clouds.stack, "a", {
      ...{ from: from.serviceAccount("ci", "a"), to: clouds.eks("west-a"), access },
      role: role(clouds, "given", "deployer"),
    });
    new EksTrust(clouds.stack, "b", {
      ...{ from: from.serviceAccount("ci", "b"), to: clouds.eks("west-b"), access },
      roleName: "Deployer",
    });

    expect(refusals(clouds.stack)).toEqual([
      '[stack/trust-mesh-shared/aws-aws] roleName: "deployer" is created for "stack/trust-mesh-shared/aws-aws/role_onprem_ci_b", and "stack/given" takes it for one that exists. Give each service account its own roleName, share one role (new AwsFederatedRole), or give the clusters of both one AwsAccount.',
    ]);
  });

  it("is refused where trusts of two stacks write its one inline policy", () => {
    const { here, there, from } = twoStacks();
    for (const { stack, providers } of [here, there]) {
      const to = AwsAccount.fromProvider(stack, "prod", providers.aws, { accountId: ACCOUNT_ID });
      const given = AwsFederatedRole.fromRoleArn(stack, "given", arn("deployer"));
      new AwsTrust(stack, "trust", { from, to, access: AwsAccess.readBucket("acme-reports"), role: given });
    }

    expect(refusals(there.stack)).toEqual([
      expect.stringMatching(
        /^\[there\/trust-mesh-shared\/aws-prod\] role: "policy of deployer" is asked for by "stack\/\S+" and by "there\/\S+", and there can be only one\. A role has one inline policy of trusts: make all its trusts in one stack, by one AwsAccount and one declaration of the role\.$/,
      ),
    ]);
  });
});

describe("an OIDC provider that is adopted", () => {
  it("is refused where another stack creates it", () => {
    const { here, there, from } = twoStacks();
    const accounts = [here, there].map(({ stack, providers }) =>
      AwsAccount.fromProvider(stack, "prod", providers.aws, { accountId: ACCOUNT_ID }),
    );
    const oidcProviderArn = `arn:aws:iam::${ACCOUNT_ID}:oidc-provider/${OIDC_ISSUER.slice(8)}`;
    accounts[0].adoptOidcProvider(from.issuedBy, AwsOidcProvider.fromArn(here.stack, "given", oidcProviderArn));
    [here, there].forEach(({ stack }, index) => {
      const reads = AwsAccess.readBucket("acme-reports");
      const subject = here.stack.node.id === stack.node.id ? from : here.oidc("again").serviceAccount("etl", "other");
      new AwsTrust(stack, "trust", { from: subject, to: accounts[index], access: reads });
    });

    expect(refusals(there.stack)).toEqual([
      `[there/trust-mesh-shared/aws-prod] oidcProvider: "${OIDC_ISSUER}" is created for "there/trust-mesh-shared/aws-prod/issuer-again", and "stack/given" takes it for one that exists. An account registers an issuer once: give the clusters of both one AwsAccount, or adopt the provider that exists (AwsAccount.adoptOidcProvider).`,
    ]);
  });

  it.each([
    ["account", "arn:aws:iam::999988887777", `is of the account 999988887777, and the account is ${ACCOUNT_ID}`],
    ["partition", `arn:aws-cn:iam::${ACCOUNT_ID}`, "is in the partition aws-cn and the account in aws;"],
  ])("must be of the account's own %s", (_what, prefix, words) => {
    const clouds = new Clouds();
    const source = clouds.oidc();
    const { prod } = accountsOf(clouds);
    const given = AwsOidcProvider.fromArn(clouds.stack, "given", `${prefix}:oidc-provider/${OIDC_ISSUER.slice(8)}`);
    prod.adoptOidcProvider(source, given);

    expect(refusals(clouds.stack)[0]).toContain(`[stack/prod] oidcProvider: ${words}`);
  });
});

/** Google writes e-mails of service accounts in small letters, and Kubernetes compares users byte by byte. */
describe("an existing Google service account", () => {
  const email = "deployer@acme-data.iam.gserviceaccount.com";
  const intoGoogle = (...impersonations: GcpImpersonation[]) => {
    const clouds = new Clouds();
    const { data: to } = accountsOf(clouds);
    impersonations.forEach((impersonation, index) => {
      const from = clouds
        .oidc(`o${index}`, { issuer: `https://o${index}.example.com` })
        .serviceAccount("etl", "loader");
      const reads = GcpAccess.readBucket("acme-exports");
      new GcpTrust(clouds.stack, `trust-${index}`, { from, to, access: reads, impersonation });
    });
    return clouds;
  };

  it("is one, however often it is declared", () => {
    const twice = [0, 1].map(() => GcpImpersonation.existingServiceAccount(email));

    expect(synthesize(intoGoogle(...twice).stack).all("google_storage_bucket_iam_member")).toHaveLength(1);
  });

  it("is refused in another letter case", () => {
    const clouds = intoGoogle(GcpImpersonation.existingServiceAccount(email.replace("d", "D")));

    expect(refusals(clouds.stack)[0]).toContain(
      `impersonation email: "${email.replace("d", "D")}" has capital letters, and RBAC compares the e-mail that Google writes in small ones letter by letter. Give "${email}".`,
    );
  });

  it.each([GcpImpersonation.newServiceAccount("deployer"), GcpImpersonation.sharedServiceAccount("deployer")])(
    "is refused where another trust creates it",
    (made) => {
      const clouds = intoGoogle(GcpImpersonation.existingServiceAccount(email), made);

      expect(refusals(clouds.stack)).toEqual([
        expect.stringMatching(
          /^\[stack\/trust-mesh-shared\/google-data\] impersonation accountId: "deployer" is created for "stack\/\S+", and "stack\/\S+" takes it for one that exists\./,
        ),
      ]);
    },
  );
});

it("an adopted pool provider is refused in another letter case: ids of pools have none", () => {
  const clouds = new Clouds();
  const name = "projects/123456789012/locations/global/workloadIdentityPools/Corp/providers/kubernetes";
  GcpWorkloadIdentityProvider.fromProviderName(clouds.stack, "given", name);

  expect(refusals(clouds.stack)[0]).toContain(`providerName: "${name}" is not a provider's resource name.`);
});

/** Azure compares names and ids without regard to case, and answers a second assignment with RoleAssignmentExists. */
describe("an existing identity of Azure in two letter cases", () => {
  const ids = {
    clientId: "aaaaaaaa-1111-2222-3333-444444444444",
    principalId: "bbbbbbbb-1111-2222-3333-444444444444",
  };
  const identityId = (name: string) =>
    `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/rg-identities/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
  const vault = `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/acme`;
  const trusts = (...props: ((clouds: Clouds) => Partial<AzureTrustProps>)[]) => {
    const clouds = new Clouds();
    const { core: to } = accountsOf(clouds);
    props.forEach((one, index) => {
      const from = clouds
        .oidc(`o${index}`, { issuer: `https://o${index}.example.com` })
        .serviceAccount("etl", "loader");
      const reads = AzureAccess.readSecrets(vault);
      new AzureTrust(clouds.stack, `trust-${index}`, { from, to, access: reads, ...one(clouds) });
    });
    return clouds;
  };
  const given = (id: string, existing: object, application?: object) => (clouds: Clouds) => {
    const account = clouds.stack.node.findChild("core") as AzureTrustProps["to"];
    const props = { account, existing: { ...ids, identityId: "", ...existing }, ...application };
    return { identity: new AzureFederatedIdentity(clouds.stack, id, props) };
  };

  it("is one chain of credentials and one role assignment", () => {
    const out = synthesize(
      trusts(
        given("a", { identityId: identityId("Loader") }),
        given("b", { identityId: identityId("loader"), clientId: ids.clientId.toUpperCase() }),
      ).stack,
    );

    const credentials = Object.entries(out.of("azurerm_federated_identity_credential"));
    expect(credentials).toHaveLength(2);
    expect(credentials.filter(([, { depends_on: before }]) => before !== undefined)).toHaveLength(1);
    expect(out.only("azurerm_role_assignment").principal_id).toBe(ids.principalId);
  });

  it("is one of an application of Entra, too", () => {
    const clouds = trusts(
      (one) => {
        const application = { azureadProvider: new AzureadProvider(one.stack, "azuread", {}) };
        return given("a", { identityId: `/applications/${ids.clientId}` }, { application })(one);
      },
      (one) => {
        const application = { azureadProvider: one.stack.node.findChild("azuread") };
        return given("b", { identityId: `/applications/${ids.clientId.toUpperCase()}` }, { application })(one);
      },
    );

    expect(synthesize(clouds.stack).counts).toEqual({
      azuread_application_federated_identity_credential: 2,
      azurerm_role_assignment: 1,
    });
  });

  it("is refused where another trust creates it", () => {
    const clouds = trusts(given("a", { identityId: identityId("loader") }), () => ({ identityName: "Loader" }));

    expect(refusals(clouds.stack)).toEqual([
      expect.stringMatching(
        /^\[stack\/trust-mesh-shared\/azure-core\] identityName: "rg-identities\/loader" is created for "stack\/\S+services_o1_etl_loader", and "stack\/\S+existing_loader-[0-9a-f]{8}" takes it for one that exists\./,
      ),
    ]);
  });
});
