import { build } from "../../examples/clusters-from-scratch/main";
import { describeWithStandIns, ShownResource, TerraformFolder } from "../support/terraform";

const STACK = "platform";

interface Statement {
  readonly Principal: { readonly Federated: string };
  readonly Condition: object;
}

describeWithStandIns("trusts among clusters that the same stack creates", () => {
  let folder: TerraformFolder;
  let resources: ShownResource[];
  beforeAll(() => {
    folder = new TerraformFolder();
    folder.synth(build);
    folder.init(STACK);
    folder.apply(STACK);
    resources = folder.resources(STACK);
  });
  afterAll(() => folder.remove());

  /** The values of the only resource of a type whose address has a part. */
  function values(type: string, part = ""): Record<string, unknown> {
    const found = resources.filter((resource) => resource.type === type && resource.address.includes(part));
    expect(found).toHaveLength(1);
    return found[0].values;
  }
  const eksIssuer = () => (values("aws_eks_cluster").identity as { oidc: { issuer: string }[] }[])[0].oidc[0].issuer;
  const aksIssuer = () => values("azurerm_kubernetes_cluster").oidc_issuer_url as string;

  it("registers the AKS issuer with AWS, slash at the end included, in provider and condition keys alike", () => {
    const provider = values("aws_iam_openid_connect_provider", "issuer-corp");
    const role = values("aws_iam_role", "role_corp");

    const issuer = aksIssuer();
    expect(issuer).toMatch(/^https:\/\/.+\/$/);
    expect(`https://${provider.url as string}`).toBe(issuer);
    const { Statement: statements } = JSON.parse(role.assume_role_policy as string) as { Statement: Statement[] };
    expect(statements).toHaveLength(1);
    expect(statements[0].Principal.Federated).toBe(provider.arn);
    expect(statements[0].Condition).toEqual({
      StringEquals: {
        [`${issuer.slice("https://".length)}:aud`]: "sts.amazonaws.com",
        [`${issuer.slice("https://".length)}:sub`]: "system:serviceaccount:ci:runner",
      },
    });
  });

  it("registers the EKS issuer with Google and Azure, without a slash at the end", () => {
    const provider = values("google_iam_workload_identity_pool_provider", "pool-west");
    const credential = values("azurerm_federated_identity_credential", "identity_west");

    expect(eksIssuer()).toMatch(/^https:\/\/oidc\.eks\.us-west-2\.amazonaws\.com\/id\/[0-9A-F]{32}$/);
    expect((provider.oidc as { issuer_uri: string }[])[0].issuer_uri).toBe(eksIssuer());
    expect(credential.issuer).toBe(eksIssuer());
  });

  it("takes the project's number from the pool where it was not given", () => {
    const pool = values("google_iam_workload_identity_pool", "pool-west").name as string;
    const provider = values("google_iam_workload_identity_pool_provider", "pool-west");
    const lookup = values("google_project_iam_member", "principal_west");
    const binding = values("kubernetes_cluster_role_binding_v1", "west_ci_runner_in_euro");

    expect(pool).toMatch(/^projects\/\d+\/locations\/global\/workloadIdentityPools\/from-west-/);
    const principal = `principal://iam.googleapis.com/${pool}/subject/system:serviceaccount:ci:runner`;
    expect(lookup.member).toBe(principal);
    expect((binding.subject as { kind: string; name: string }[])[0]).toMatchObject({ kind: "User", name: principal });
    expect((provider.oidc as { allowed_audiences: string[] }[])[0].allowed_audiences).toEqual([
      `https://iam.googleapis.com/${pool}/providers/kubernetes`,
    ]);
  });

  it("binds the object id of an identity in AKS, and gives the plugin its client id", () => {
    const identity = values("azurerm_user_assigned_identity", "identity_west");
    const binding = values("kubernetes_cluster_role_binding_v1", "west_ci_runner_in_corp");

    const subjects = binding.subject as { kind: string; name: string }[];
    expect(subjects).toHaveLength(1);
    expect(subjects[0]).toMatchObject({ kind: "User", name: identity.principal_id });
    expect(identity.client_id).not.toBe(identity.principal_id);
    expect(folder.outputs(STACK)["west-runner-in-corp"]).toEqual([
      "aks",
      "--tenant-id",
      "7d3a1c52-9f0b-4c1e-8a55-0c6c1d2e3f40",
      "--client-id",
      identity.client_id,
      "--cloud",
      "public",
    ]);
  });

  it("names the role in the access entry's group and in the binding of that group", () => {
    const role = values("aws_iam_role", "role_euro");
    const entry = values("aws_eks_access_entry", "role_euro");
    const binding = values("kubernetes_cluster_role_binding_v1", "euro_ci_runner_in_west");

    expect(entry.principal_arn).toBe(role.arn);
    expect(entry.kubernetes_groups).toEqual([`trust-mesh:${role.arn as string}`]);
    expect((binding.subject as { kind: string; name: string }[])[0]).toMatchObject({
      kind: "Group",
      name: `trust-mesh:${role.arn as string}`,
    });
  });
});
