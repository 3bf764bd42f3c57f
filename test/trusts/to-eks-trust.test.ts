import { AksToEksTrust, ClusterAccess } from "../../src";
import { Clouds } from "../support/clouds";
import { synthesize, Synthesized } from "../support/synthesized";

/** The AKS issuer of the fixture without its scheme; the slash at its end stays. */
const HOST =
  "westeurope.oic.prod-aks.azure.com/11111111-2222-3333-4444-555555555555/aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee/";
const ROLE_ARN = /^arn:aws:iam::111122223333:role\/trust-mesh-corp-argocd-deployer-[0-9a-f]{8}$/;

function given(access = ClusterAccess.edit("payments")) {
  const clouds = new Clouds();
  const from = clouds.aks("corp").serviceAccount("argocd", "deployer");
  const to = clouds.eks("west");
  const trust = new AksToEksTrust(clouds.stack, "trust", { from, to, access });
  return { clouds, trust, stack: clouds.stack };
}

describe("a trust into EKS makes", () => {
  let out: Synthesized;
  let trust: AksToEksTrust;
  beforeEach(() => {
    const made = given();
    trust = made.trust;
    out = synthesize(made.stack);
  });

  it("exactly one object of each kind", () => {
    expect(out.counts).toEqual({
      aws_iam_openid_connect_provider: 1,
      aws_iam_role: 1,
      aws_eks_access_entry: 1,
      kubernetes_role_binding_v1: 1,
    });
  });

  it("an OIDC provider of the issuer byte for byte, with one audience and no thumbprint", () => {
    expect(out.only("aws_iam_openid_connect_provider")).toEqual({
      provider: "aws.target",
      url: `https://${HOST}`,
      client_id_list: ["sts.amazonaws.com"],
    });
  });

  it("a role that asks for exact subject and exact audience", () => {
    const role = out.only("aws_iam_role");

    expect(JSON.parse(role.assume_role_policy as string)).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Federated: `\${${out.addressOf("aws_iam_openid_connect_provider")}.arn}` },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: {
            StringEquals: {
              [`${HOST}:aud`]: "sts.amazonaws.com",
              [`${HOST}:sub`]: "system:serviceaccount:argocd:deployer",
            },
          },
        },
      ],
    });
  });

  it("a role with no permissions and nothing that was not asked for", () => {
    expect(out.only("aws_iam_role")).toEqual({
      assume_role_policy: expect.any(String) as string,
      provider: "aws.target",
      name: expect.stringMatching(/^trust-mesh-corp-argocd-deployer-[0-9a-f]{8}$/) as string,
      description: "Assumed from another cluster by corp:argocd:deployer",
    });
  });

  it("a STANDARD access entry with a group of its own and a readable user, replaced with its role", () => {
    const role = out.addressOf("aws_iam_role");

    expect(out.only("aws_eks_access_entry")).toEqual({
      provider: "aws.target",
      region: "us-west-2",
      cluster_name: "west-prod",
      principal_arn: `\${${role}.arn}`,
      type: "STANDARD",
      user_name: "trust-mesh:corp:argocd:deployer:{{SessionName}}",
      kubernetes_groups: [`trust-mesh:${trust.roleArn}`],
      lifecycle: { replace_triggered_by: [`${role}.unique_id`] },
    });
  });

  it("a RoleBinding on the group, which the access entry outlives", () => {
    expect(out.only("kubernetes_role_binding_v1")).toEqual({
      provider: "kubernetes.west",
      depends_on: [out.addressOf("aws_eks_access_entry")],
      metadata: {
        name: expect.stringMatching(/^trust-mesh-corp-argocd-deployer-edit-[0-9a-f]{8}$/) as string,
        namespace: "payments",
        labels: { "app.kubernetes.io/managed-by": "cdktf-trust-mesh" },
        annotations: {
          "cdktf-trust-mesh/source-cluster": "corp",
          "cdktf-trust-mesh/source-subject": "system:serviceaccount:argocd:deployer",
          "cdktf-trust-mesh/target-cluster": "arn:aws:eks:us-west-2:111122223333:cluster/west-prod",
        },
      },
      role_ref: { api_group: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "edit" },
      subject: [{ api_group: "rbac.authorization.k8s.io", kind: "Group", name: `trust-mesh:${trust.roleArn}` }],
    });
  });

  it("attributes that name the role, the user and the group", () => {
    expect(trust.roleArn).toMatch(ROLE_ARN);
    expect(trust.roleArn.endsWith(`:role/${out.only("aws_iam_role").name as string}`)).toBe(true);
    expect(trust.cloudPrincipal).toBe(trust.roleArn);
    expect(trust.audience).toBe("sts.amazonaws.com");
    expect(trust.usesProjectedToken).toBe(true);
    expect(trust.kubernetesUser).toBe("trust-mesh:corp:argocd:deployer:{{SessionName}}");
    expect(trust.kubernetesGroups).toEqual([`trust-mesh:${trust.roleArn}`]);
  });

  it("arguments for the plugin", () => {
    expect(trust.execArguments("/var/run/secrets/aws/token")).toEqual([
      "eks",
      "--cluster-name",
      "west-prod",
      "--region",
      "us-west-2",
      "--role-arn",
      trust.roleArn,
      "--no-fips",
      "--no-dual-stack",
      "--token-file",
      "/var/run/secrets/aws/token",
    ]);
    expect(trust.execArguments()).not.toContain("--token-file");
  });

  it("the list of its resources, each once", () => {
    expect(trust.resources.map((resource) => resource.terraformResourceType)).toEqual([
      "aws_iam_openid_connect_provider",
      "aws_iam_role",
      "aws_eks_access_entry",
      "kubernetes_role_binding_v1",
    ]);
    expect(trust.resources).toContain(trust.role);
    expect(trust.resources).toContain(trust.oidcProvider);
    expect(trust.resources).toContain(trust.accessEntry);
  });
});

describe("access in EKS", () => {
  it("to the whole cluster is a ClusterRoleBinding without a namespace", () => {
    const { stack } = given(ClusterAccess.view());

    const binding = synthesize(stack).only("kubernetes_cluster_role_binding_v1");
    expect(binding.role_ref).toEqual({ api_group: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "view" });
    expect(binding.metadata).not.toHaveProperty("namespace");
    expect(binding.provider).toBe("kubernetes.west");
  });

  it("of authenticationOnly makes the entry and no binding", () => {
    const { stack, trust } = given(ClusterAccess.authenticationOnly());

    const out = synthesize(stack);
    expect(out.counts).toEqual({ aws_iam_openid_connect_provider: 1, aws_iam_role: 1, aws_eks_access_entry: 1 });
    expect(out.only("aws_eks_access_entry").kubernetes_groups).toEqual([`trust-mesh:${trust.roleArn}`]);
  });

  it.each([
    [ClusterAccess.view(), "AmazonEKSViewPolicy"],
    [ClusterAccess.edit(), "AmazonEKSEditPolicy"],
    [ClusterAccess.admin(), "AmazonEKSAdminPolicy"],
    [ClusterAccess.clusterAdmin(), "AmazonEKSClusterAdminPolicy"],
  ])("by cloud policy associates EKS's own policy: case %#", (access, policy) => {
    const { stack } = given(access.viaCloudPolicy());

    const out = synthesize(stack);
    expect(out.counts).toEqual({
      aws_iam_openid_connect_provider: 1,
      aws_iam_role: 1,
      aws_eks_access_entry: 1,
      aws_eks_access_policy_association: 1,
    });
    expect(out.only("aws_eks_access_policy_association")).toEqual({
      provider: "aws.target",
      region: "us-west-2",
      cluster_name: "west-prod",
      principal_arn: `\${${out.addressOf("aws_iam_role")}.arn}`,
      policy_arn: `arn:aws:eks::aws:cluster-access-policy/${policy}`,
      access_scope: { type: "cluster" },
      depends_on: [out.addressOf("aws_eks_access_entry")],
      lifecycle: { replace_triggered_by: [`${out.addressOf("aws_eks_access_entry")}.access_entry_arn`] },
    });
  });

  it("by cloud policy in namespaces scopes the policy to them, sorted and each once", () => {
    const { stack } = given(ClusterAccess.admin("payments", "billing", "payments").viaCloudPolicy());

    expect(synthesize(stack).only("aws_eks_access_policy_association").access_scope).toEqual({
      type: "namespace",
      namespaces: ["billing", "payments"],
    });
  });

  it("by cloud policy granted twice adds the namespaces to the one association of the level", () => {
    const { stack, trust } = given(ClusterAccess.view("payments").viaCloudPolicy());

    trust.grant(ClusterAccess.view("billing").viaCloudPolicy());

    expect(synthesize(stack).only("aws_eks_access_policy_association").access_scope).toEqual({
      type: "namespace",
      namespaces: ["billing", "payments"],
    });
  });

  it("by cloud policy needs no Kubernetes provider", () => {
    const clouds = new Clouds();
    const from = clouds.aks().serviceAccount("argocd", "deployer");
    const to = clouds.eks("west", { kubernetesProvider: undefined });

    new AksToEksTrust(clouds.stack, "trust", { from, to, access: ClusterAccess.view().viaCloudPolicy() });

    expect(synthesize(clouds.stack).counts.aws_eks_access_policy_association).toBe(1);
  });
});
