import { TerraformVariable } from "cdktf";
import {
  AwsFederatedRole,
  AzureFederatedIdentity,
  ClusterAccess,
  EksToGkeTrust,
  GcpWorkloadIdentityProvider,
} from "../../src";
import { Clouds, homeOf } from "../support/clouds";
import { refusals, synthesize } from "../support/synthesized";

describe("an OIDC provider in AWS", () => {
  const withAudiences = (count: number) => {
    const clouds = new Clouds();
    const serviceAccount = clouds.gke("euro").serviceAccount("argocd", "deployer");
    const cluster = clouds.eks("west");
    for (let index = 0; index < count; index++) {
      new AwsFederatedRole(clouds.stack, `role-${index}`, {
        account: cluster.account,
        subjects: [serviceAccount],
        audience: `audience-${String(index).padStart(3, "0")}`,
      });
    }
    return clouds;
  };

  it("takes 100 audiences, sorted", () => {
    const ids = synthesize(withAudiences(100).stack).only("aws_iam_openid_connect_provider").client_id_list as string[];

    expect(ids).toHaveLength(100);
    expect(ids).toEqual([...ids].sort());
  });

  it("does not take 101", () => {
    const found = refusals(withAudiences(101).stack).map((one) => one.replace(/euro-[0-9a-f]{8}/, "euro"));

    expect(found).toEqual([
      "[stack/trust-mesh-shared/aws-aws/issuer-euro] audience: 101 audiences for one issuer, and IAM takes 100. Let trusts share an audience.",
    ]);
  });
});

describe("a role", () => {
  it("that stands alone is made in the cluster's account, and its providers with it", () => {
    const clouds = new Clouds();
    const role = new AwsFederatedRole(clouds.stack, "role", {
      account: clouds.eks("west").account,
      subjects: [clouds.gke("euro").serviceAccount("argocd", "deployer")],
      roleName: "deployer",
    });

    expect(role.roleArn).toBe("arn:aws:iam::111122223333:role/deployer");
    const out = synthesize(clouds.stack);
    expect(out.counts).toEqual({ aws_iam_openid_connect_provider: 1, aws_iam_role: 1 });
    for (const { provider } of Object.values(out.resources)) expect(provider).toBe("aws.target");
  });

  it("of a long cluster, namespace and name has a default name of at most 64 characters", () => {
    const clouds = new Clouds();
    new AwsFederatedRole(clouds.stack, "role", {
      account: clouds.eks("west").account,
      subjects: [clouds.gke(`euro-${"x".repeat(50)}`).serviceAccount("n".repeat(63), "s".repeat(200))],
    });

    expect(synthesize(clouds.stack).only("aws_iam_role").name).toHaveLength(64);
  });

  it("trusts the same service accounts in whatever order they are given", () => {
    const policyOf = (names: string[]) => {
      const clouds = new Clouds();
      const source = clouds.gke("euro");
      new AwsFederatedRole(clouds.stack, "role", {
        account: clouds.eks("west").account,
        subjects: names.map((name) => source.serviceAccount("argocd", name)),
      });
      return synthesize(clouds.stack).only("aws_iam_role");
    };

    expect(policyOf(["c", "a", "b"])).toEqual(policyOf(["a", "b", "c"]));
  });
});

describe("names of identities and credentials by default", () => {
  it("fit their limits for the longest service account", () => {
    const clouds = new Clouds();
    const identity = new AzureFederatedIdentity(clouds.stack, "i".repeat(200), { ...homeOf(clouds.aks("corp")) });
    identity.allow(clouds.gke("euro").serviceAccount("n".repeat(63), "s".repeat(253)));

    const out = synthesize(clouds.stack);
    expect(out.only("azurerm_user_assigned_identity").name).toHaveLength(128);
    expect(out.only("azurerm_federated_identity_credential").name).toHaveLength(120);
  });
});

describe("an adopted pool provider", () => {
  it("must be known at synth, because the pool's name is read from it", () => {
    const clouds = new Clouds();
    const name = new TerraformVariable(clouds.stack, "name", {}).stringValue;
    const workloadIdentityProvider = GcpWorkloadIdentityProvider.fromProviderName(clouds.stack, "given", name);
    new EksToGkeTrust(clouds.stack, "trust", {
      from: clouds.eks("west").serviceAccount("argocd", "deployer"),
      to: clouds.gke("euro"),
      access: ClusterAccess.view(),
      workloadIdentityProvider,
    });

    expect(refusals(clouds.stack)).toEqual([
      "[stack/given] providerName: is not known at synth. Give projects/<number>/locations/global/workloadIdentityPools/<pool>/providers/<provider>, with the project's number.",
    ]);
  });
});
