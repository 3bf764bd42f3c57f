import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformVariable } from "cdktf";
import {
  AksToAksTrust,
  AksToEksTrust,
  AksToGkeTrust,
  AwsFederatedRole,
  AwsOidcProvider,
  AzureFederatedIdentity,
  ClusterAccess,
  EksSourceRole,
  EksToAksTrust,
  EksToEksTrust,
  EksToGkeTrust,
  GcpImpersonation,
  GcpWorkloadIdentityProvider,
  GkeToEksTrust,
  GkeToGkeTrust,
  GkeTrustProps,
} from "../../src";
import { Clouds, SUBSCRIPTION_ID, homeOf } from "../support/clouds";
import { refusals, synthesize } from "../support/synthesized";

/** What would synthesize and then fail at apply, or never work. */
const access = ClusterAccess.view("payments");

describe("one principal in one EKS cluster", () => {
  const arn = "arn:aws:iam::999988887777:role/shared";

  it("has no second access entry for a source role that two service accounts have", () => {
    const clouds = new Clouds();
    const [source, to] = [clouds.eks("source"), clouds.eks("west")];
    for (const name of ["a", "b"]) {
      const from = source.serviceAccount("argocd", name);
      const userName = "shared:{{SessionName}}";
      const sourceRole = EksSourceRole.irsa(arn);
      new EksToEksTrust(clouds.stack, name, { from, to, access, sourceRole, userName });
    }

    expect(synthesize(clouds.stack).only("aws_eks_access_entry").principal_arn).toBe(arn);
  });

  it("has no second access entry for a role that is declared twice", () => {
    const clouds = new Clouds();
    const [source, to] = [clouds.gke("euro"), clouds.eks("west")];
    for (const name of ["a", "b"]) {
      const role = AwsFederatedRole.fromRoleArn(clouds.stack, `role-${name}`, arn);
      const userName = "shared:{{SessionName}}";
      new GkeToEksTrust(clouds.stack, name, { from: source.serviceAccount("n", name), to, access, role, userName });
    }

    expect(synthesize(clouds.stack).only("aws_eks_access_entry").principal_arn).toBe(arn);
  });
});

/** IAM API Reference, CreateRole: "Names are not distinguished by case." */
it("a role whose ARN is written in two letter cases has no two access entries", () => {
  const clouds = new Clouds();
  const [source, to] = [clouds.gke("euro"), clouds.eks("west")];
  for (const name of ["Deploy", "deploy"]) {
    const role = AwsFederatedRole.fromRoleArn(clouds.stack, `of-${name}`, `arn:aws:iam::111122223333:role/${name}`);
    new GkeToEksTrust(clouds.stack, name, { from: source.serviceAccount("n", "n"), to, access, role });
  }

  expect(refusals(clouds.stack)).toEqual([
    expect.stringContaining('"arn:aws:iam::111122223333:role/deploy" of "stack/of-deploy" name one object.'),
    expect.stringContaining('accessEntry: "arn:aws:iam::111122223333:role/deploy" is asked for by'),
  ]);
});

describe("one principal in one AKS cluster", () => {
  it("is assigned the same role once, though two trusts ask for it", () => {
    const clouds = new Clouds();
    const [from, to] = [clouds.eks("west").serviceAccount("argocd", "deployer"), clouds.aks("corp")];

    const trusts = ["one", "two"].map(
      (id) => new EksToAksTrust(clouds.stack, id, { from, to, access: access.viaCloudPolicy() }),
    );

    expect(synthesize(clouds.stack).counts.azurerm_role_assignment).toBe(1);
    for (const trust of trusts) {
      const types = trust.resources.map((resource) => resource.terraformResourceType);
      expect(types).toContain("azurerm_role_assignment");
    }
  });
});

describe("a policy that two trusts of one role ask for", () => {
  it("is among the resources of both", () => {
    const clouds = new Clouds();
    const [source, to] = [clouds.gke("euro"), clouds.eks("west")];
    const serviceAccounts = ["a", "b"].map((name) => source.serviceAccount("argocd", name));
    const role = new AwsFederatedRole(clouds.stack, "shared", { account: to.account, subjects: serviceAccounts });

    const trusts = serviceAccounts.map(
      (from) => new GkeToEksTrust(clouds.stack, from.name, { from, to, access: access.viaCloudPolicy(), role }),
    );

    expect(synthesize(clouds.stack).counts.aws_eks_access_policy_association).toBe(1);
    for (const trust of trusts) {
      const types = trust.resources.map((resource) => resource.terraformResourceType);
      expect(types).toContain("aws_eks_access_policy_association");
    }
  });
});

describe("a name that is asked for twice", () => {
  /** Two sources, "one" and "two", into one GKE cluster. */
  const twoSources = (option: { poolId?: string; existingPoolId?: string; providerId?: string }, second = option) => {
    const clouds = new Clouds();
    const to = clouds.gke("euro");
    new EksToGkeTrust(clouds.stack, "t1", { from: clouds.eks("one").serviceAccount("a", "b"), to, access, ...option });
    new AksToGkeTrust(clouds.stack, "t2", { from: clouds.aks("two").serviceAccount("a", "b"), to, access, ...second });
    return refusals(clouds.stack).map((found) => found.replace(/-[0-9a-f]{8}/g, ""));
  };
  const project = "stack/trust-mesh-shared/google-acme-euro";

  it("is a pool's", () => {
    expect(twoSources({ poolId: "same" })).toEqual([
      `[${project}] poolId: "same" is asked for by "${project}/pool-one" and by "${project}/pool-two", and there can be only one. Give each source cluster its own poolId, and the clusters of one project one GcpProject as their account.`,
    ]);
  });

  it("is a provider's in one existing pool", () => {
    expect(twoSources({ existingPoolId: "theirs" })).toEqual([
      `[${project}] providerId: "theirs/kubernetes" is asked for by "${project}/pool-one" and by "${project}/pool-two", and there can be only one. Give each source cluster its own providerId, and the clusters of one project one GcpProject as their account.`,
    ]);
    expect(
      twoSources(
        { existingPoolId: "theirs", providerId: "eks-one" },
        { existingPoolId: "theirs", providerId: "aks-two" },
      ),
    ).toEqual([]);
  });

  it("is a Google service account's", () => {
    const clouds = new Clouds();
    const [source, to] = [clouds.eks("west"), clouds.gke("euro")];
    for (const name of ["a", "b"]) {
      const impersonation = GcpImpersonation.newServiceAccount("deployer");
      new EksToGkeTrust(clouds.stack, name, { from: source.serviceAccount("n", name), to, access, impersonation });
    }

    const [found, ...rest] = refusals(clouds.stack);
    expect(rest).toEqual([]);
    expect(found).toContain('impersonation accountId: "deployer" is asked for by ');
    expect(found).toContain(
      "and there can be only one. Give each service account its own accountId, or none; or share one by GcpImpersonation.sharedServiceAccount.",
    );
  });

  it("is an identity's", () => {
    const clouds = new Clouds();
    const [source, to] = [clouds.eks("west"), clouds.aks("corp")];
    for (const name of ["a", "b"]) {
      const from = source.serviceAccount("n", name);
      new EksToAksTrust(clouds.stack, name, { from, to, access, identityName: "deployer" });
    }

    const [found, ...rest] = refusals(clouds.stack);
    expect(rest).toEqual([]);
    expect(found).toContain('identityName: "rg-corp/deployer" is asked for by ');
  });

  it("is a credential's issuer and subject, of a cluster that is declared twice", () => {
    const clouds = new Clouds();
    const identity = new AzureFederatedIdentity(clouds.stack, "shared", { ...homeOf(clouds.aks("corp")) });
    for (const id of ["one", "two"]) identity.allow(clouds.eks(id).serviceAccount("a", "b"));

    const [found, ...rest] = refusals(clouds.stack);
    expect(rest).toEqual([]);
    expect(found).toContain(
      'is asked for by "stack/one" and by "stack/two", and there can be only one. Declare each cluster once.',
    );
  });
});

describe("an adopted registration", () => {
  it("of AWS is the one of the source's issuer", () => {
    const clouds = new Clouds();
    const arn = "arn:aws:iam::111122223333:oidc-provider/example.com/other";
    new GkeToEksTrust(clouds.stack, "trust", {
      from: clouds.gke("euro").serviceAccount("argocd", "deployer"),
      to: clouds.eks("west"),
      access,
      oidcProvider: AwsOidcProvider.fromArn(clouds.stack, "given", arn),
    });

    expect(refusals(clouds.stack)).toEqual([
      `[stack/trust-mesh-shared/aws-aws] oidcProvider: "${arn}" is not the provider of the issuer https://container.googleapis.com/v1/projects/acme-euro/locations/europe-west4/clusters/euro. Give the ARN that ends in oidc-provider/container.googleapis.com/v1/projects/acme-euro/locations/europe-west4/clusters/euro.`,
    ]);
  });

  it.each([
    ["with", "/", 0],
    ["without", "", 1],
  ])("of AWS for an AKS source is named %s the slash at the end", (_, slash, count) => {
    const clouds = new Clouds();
    const arn = `arn:aws:iam::111122223333:oidc-provider/westeurope.oic.prod-aks.azure.com/11111111-2222-3333-4444-555555555555/aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee${slash}`;
    new AksToEksTrust(clouds.stack, "trust", {
      from: clouds.aks("corp").serviceAccount("argocd", "deployer"),
      to: clouds.eks("west"),
      access,
      oidcProvider: AwsOidcProvider.fromArn(clouds.stack, "given", arn),
    });

    expect(refusals(clouds.stack)).toHaveLength(count);
  });

  it("of Google Cloud is of one source, because equal subjects would be one principal", () => {
    const clouds = new Clouds();
    const to = clouds.gke("euro");
    const name = "projects/1/locations/global/workloadIdentityPools/pool/providers/k8s";
    const workloadIdentityProvider = GcpWorkloadIdentityProvider.fromProviderName(clouds.stack, "given", name);
    const shared = { to, access, workloadIdentityProvider };
    new EksToGkeTrust(clouds.stack, "t1", { from: clouds.eks("one").serviceAccount("a", "b"), ...shared });
    new AksToGkeTrust(clouds.stack, "t2", { from: clouds.aks("two").serviceAccount("a", "b"), ...shared });

    expect(refusals(clouds.stack)).toEqual([
      `[stack/trust-mesh-shared/google-acme-euro] workloadIdentityProvider: "${name}" is asked for by "stack/one" and by "stack/two", and there can be only one. Let each source cluster have a provider in a pool of its own.`,
    ]);
  });
});

describe("what clusters of one place say of it", () => {
  const project = (second: { projectNumber?: string }) => {
    const clouds = new Clouds();
    const from = clouds.eks("west").serviceAccount("argocd", "deployer");
    new EksToGkeTrust(clouds.stack, "t1", { from, to: clouds.gke("one"), access });
    new EksToGkeTrust(clouds.stack, "t2", { from, to: clouds.gke("two", second), access });
    return refusals(clouds.stack);
  };

  it("is one project's number", () => {
    expect(project({ projectNumber: "999" })).toEqual([
      '[stack/trust-mesh-shared/account-acme-euro] projectNumber: is 123456789012 by "stack/one" and 999 by "stack/two", which are of one account. Give both the same projectNumber, or two accounts.',
    ]);
  });

  it("may leave out what another cluster tells", () => {
    expect(project({ projectNumber: undefined })).toEqual([]);
  });

  it("is a given account's project", () => {
    const clouds = new Clouds();
    const home = clouds.gke("home", { projectId: "other-project" });
    const from = clouds.eks("west").serviceAccount("argocd", "deployer");
    new EksToGkeTrust(clouds.stack, "trust", { from, to: clouds.gke("euro", { account: home.account }), access });

    const [found, ...rest] = refusals(clouds.stack);
    expect(rest).toEqual([]);
    expect(found).toContain("projectId: ");
  });

  it("is a given account's id", () => {
    const clouds = new Clouds();
    const home = clouds.eks("home", { accountId: "999988887777" });
    const from = clouds.gke("euro").serviceAccount("argocd", "deployer");
    new GkeToEksTrust(clouds.stack, "trust", { from, to: clouds.eks("west", { account: home.account }), access });

    expect(refusals(clouds.stack).join("\n")).toContain("accountId: ");
  });

  it("is the account that the AWS provider itself allows", () => {
    const clouds = new Clouds();
    const awsProvider = new AwsProvider(clouds.stack, "other", { alias: "other", allowedAccountIds: ["999988887777"] });
    const from = clouds.gke("euro").serviceAccount("argocd", "deployer");
    new GkeToEksTrust(clouds.stack, "trust", { from, to: clouds.eks("west", { awsProvider }), access });

    expect(refusals(clouds.stack)).toContain(
      '[stack/trust-mesh-shared/account-other] accountId: is 999988887777 by "stack/other" and 111122223333 by "stack/west", which are of one account. Give both the same accountId, or two accounts.',
    );
  });
});

describe("an option that is equal although it is written twice", () => {
  it("may be an attribute, read for each trust", () => {
    const clouds = new Clouds();
    const policy = new IamPolicy(clouds.stack, "policy", { provider: clouds.providers.aws, policy: "{}" });
    const from = clouds.gke("euro").serviceAccount("argocd", "deployer");
    for (const id of ["one", "two"]) {
      const to = clouds.eks(id);
      new GkeToEksTrust(clouds.stack, `t-${id}`, { from, to, access, permissionsBoundaryArn: policy.arn });
    }

    expect(synthesize(clouds.stack).only("aws_iam_role").permissions_boundary).toBe("${aws_iam_policy.policy.arn}");
  });

  it("may be an e-mail from a variable", () => {
    const clouds = new Clouds();
    const email = new TerraformVariable(clouds.stack, "email", {});
    const from = clouds.eks("west").serviceAccount("argocd", "deployer");
    for (const id of ["one", "two"]) {
      const impersonation = GcpImpersonation.existingServiceAccount(email.stringValue);
      new EksToGkeTrust(clouds.stack, `t-${id}`, { from, to: clouds.gke(id), access, impersonation });
    }

    expect(synthesize(clouds.stack).only("google_project_iam_member").member).toBe("serviceAccount:${var.email}");
  });

  it("may be a map in another order", () => {
    const clouds = new Clouds();
    const from = clouds.gke("euro").serviceAccount("argocd", "deployer");
    new GkeToEksTrust(clouds.stack, "t1", { from, to: clouds.eks("one"), access, tags: { a: "1", b: "2" } });
    new GkeToEksTrust(clouds.stack, "t2", { from, to: clouds.eks("two"), access, tags: { b: "2", a: "1" } });

    expect(refusals(clouds.stack)).toEqual([]);
  });
});

describe("a number that is unknown until apply", () => {
  it("is written as it is", () => {
    const clouds = new Clouds();
    new GkeToEksTrust(clouds.stack, "trust", {
      from: clouds.gke("euro").serviceAccount("argocd", "deployer"),
      to: clouds.eks("west"),
      access,
      maxSessionSeconds: new TerraformVariable(clouds.stack, "seconds", { type: "number" }).numberValue,
    });

    expect(synthesize(clouds.stack).only("aws_iam_role").max_session_duration).toBe("${var.seconds}");
  });

  it("does not hide the credentials that are known", () => {
    const clouds = new Clouds();
    const otherCredentials = new TerraformVariable(clouds.stack, "others", { type: "number" }).numberValue;
    const identity = new AzureFederatedIdentity(clouds.stack, "given", {
      ...homeOf(clouds.aks("corp")),
      existing: {
        identityId: `/subscriptions/${SUBSCRIPTION_ID}/resourcegroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id`,
        clientId: "cccccccc-0000-4000-8000-000000000001",
        principalId: "cccccccc-0000-4000-8000-000000000002",
        otherCredentials,
      },
    });
    const source = clouds.gke("euro");
    for (let index = 0; index < 21; index++) identity.allow(source.serviceAccount("argocd", `account-${index}`));

    expect(refusals(clouds.stack)).toEqual([
      "[stack/trust-mesh-shared/azure-azurerm/existing_id-5d3f9ce8] from: 21 subjects share one identity, and Entra takes 20 federated credentials. Divide them over several identities.",
    ]);
  });
});

describe("a role that is ours", () => {
  it("tells the trust its audience, and the provider of the trust's own source", () => {
    const clouds = new Clouds();
    const to = clouds.eks("west");
    const [gke, aks] = [clouds.gke("euro").serviceAccount("a", "a"), clouds.aks("corp").serviceAccount("b", "b")];
    const role = new AwsFederatedRole(clouds.stack, "shared", {
      account: to.account,
      subjects: [gke, aks],
      audience: "west.example.com",
    });

    const trust = new AksToEksTrust(clouds.stack, "trust", { from: aks, to, access, role });

    expect(trust.audience).toBe("west.example.com");
    expect(trust.oidcProvider?.urlInput).toBe(aks.cluster.issuer);
    expect(refusals(clouds.stack)).toEqual([]);
  });

  it("trusts the service account, or the trust is refused", () => {
    const clouds = new Clouds();
    const [source, to] = [clouds.gke("euro"), clouds.eks("west")];
    const role = new AwsFederatedRole(clouds.stack, "shared", {
      account: to.account,
      subjects: [source.serviceAccount("argocd", "a")],
    });
    new GkeToEksTrust(clouds.stack, "trust", { from: source.serviceAccount("argocd", "b"), to, access, role });

    expect(refusals(clouds.stack)).toEqual([
      '[stack/trust] role: does not trust system:serviceaccount:argocd:b of "euro". Add it to the role\'s subjects.',
    ]);
  });
});

describe("the built-in pool", () => {
  const refusedBy = (more: (clouds: Clouds) => Partial<GkeTrustProps>, pattern = false) => {
    const clouds = new Clouds();
    const source = clouds.gke("source");
    const from = pattern ? source.everyServiceAccountIn("argocd") : source.serviceAccount("argocd", "deployer");
    const to = clouds.gke("euro");
    new GkeToGkeTrust(clouds.stack, "trust", { from, to, access, builtInPool: true, ...more(clouds) });
    return refusals(clouds.stack);
  };

  it("has no impersonation", () => {
    expect(refusedBy(() => ({ impersonation: GcpImpersonation.newServiceAccount() }))).toEqual([
      "[stack/trust] impersonation: conflicts with builtInPool, which acts as GKE's own principal. Leave one of the two out.",
    ]);
  });

  it("has no provider of its own", () => {
    const name = "projects/1/locations/global/workloadIdentityPools/pool/providers/k8s";

    expect(
      refusedBy(({ stack }) => ({
        workloadIdentityProvider: GcpWorkloadIdentityProvider.fromProviderName(stack, "given", name),
      })),
    ).toEqual([
      "[stack/trust] workloadIdentityProvider: conflicts with builtInPool, which acts as GKE's own principal. Leave one of the two out.",
    ]);
  });

  it("has no patterns", () => {
    expect(refusedBy(() => ({}), true)).toEqual([
      "[stack/trust] from: stands for every service account of a namespace, and the built-in pool names single ones. Trust single service accounts, or leave builtInPool out and set impersonation.",
    ]);
  });
});

it("an audience beside a source role is refused", () => {
  const clouds = new Clouds();
  new EksToEksTrust(clouds.stack, "trust", {
    from: clouds.eks("source").serviceAccount("argocd", "deployer"),
    to: clouds.eks("west"),
    access,
    sourceRole: EksSourceRole.irsa("arn:aws:iam::999988887777:role/x"),
    audience: "west.example.com",
  });

  expect(refusals(clouds.stack)).toEqual([
    "[stack/trust] audience: conflicts with sourceRole, which needs no new role. Leave one of the two out.",
  ]);
});

describe("what is made in another stack than its providers", () => {
  it.each([
    [
      "role",
      (home: Clouds, away: Clouds) =>
        new AwsFederatedRole(away.stack, "made", {
          account: home.eks("west").account,
          subjects: [home.gke("euro").serviceAccount("a", "b")],
        }),
    ],
    [
      "identity",
      (home: Clouds, away: Clouds) => new AzureFederatedIdentity(away.stack, "made", { ...homeOf(home.aks()) }),
    ],
  ])("a %s is refused", (_, make) => {
    const home = new Clouds(undefined, "home");
    const away = new Clouds(home.app, "away");
    make(home, away);

    expect(refusals(away.stack)).toEqual([
      '[away/made] account: has its providers in the stack "home", and this is made in "away"; a provider works only in its own stack. Make it in "home".',
    ]);
  });
});

describe("credentials of one identity", () => {
  const chainOf = (names: string[]) => {
    const clouds = new Clouds();
    const [source, to] = [clouds.aks("source"), clouds.aks("corp")];
    const identity = new AzureFederatedIdentity(clouds.stack, "shared", { ...homeOf(to) });
    for (const name of names) {
      new AksToAksTrust(clouds.stack, name, { from: source.serviceAccount("argocd", name), to, access, identity });
    }
    const credentials = synthesize(clouds.stack).of("azurerm_federated_identity_credential");
    return Object.fromEntries(
      Object.values(credentials).map((one) => {
        const before = (one.depends_on as string[] | undefined)?.map((address) => address.split(".")) ?? [];
        return [one.subject as string, before.map(([type, name]) => [type, credentials[name].subject])];
      }),
    );
  };
  const subject = (name: string) => `system:serviceaccount:argocd:${name}`;
  const type = "azurerm_federated_identity_credential";

  it.each([[["a", "b", "c"]], [["c", "a", "b"]], [["b", "c", "a"]]])(
    "are chained by their names, whoever asked first: %j",
    (names) => {
      expect(chainOf(names)).toEqual({
        [subject("a")]: [],
        [subject("b")]: [[type, subject("a")]],
        [subject("c")]: [[type, subject("b")]],
      });
    },
  );
});
