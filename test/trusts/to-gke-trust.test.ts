import { ClusterAccess, EksToGkeTrust } from "../../src";
import { Clouds, EKS_ISSUER } from "../support/clouds";
import { synthesize, Synthesized } from "../support/synthesized";

function given(access = ClusterAccess.edit("payments")) {
  const clouds = new Clouds();
  const from = clouds.eks("west").serviceAccount("argocd", "deployer");
  const trust = new EksToGkeTrust(clouds.stack, "trust", { from, to: clouds.gke("euro"), access });
  return { stack: clouds.stack, trust };
}

describe("a trust into GKE makes", () => {
  let out: Synthesized;
  let trust: EksToGkeTrust;
  let poolName: string;
  beforeEach(() => {
    const made = given();
    trust = made.trust;
    out = synthesize(made.stack);
    const poolId = out.only("google_iam_workload_identity_pool").workload_identity_pool_id as string;
    poolName = `projects/123456789012/locations/global/workloadIdentityPools/${poolId}`;
  });

  it("exactly one object of each kind", () => {
    expect(out.counts).toEqual({
      google_iam_workload_identity_pool: 1,
      google_iam_workload_identity_pool_provider: 1,
      google_project_iam_member: 1,
      kubernetes_role_binding_v1: 1,
    });
  });

  it("a pool of the source cluster, within Google's 4 to 32 characters", () => {
    expect(out.only("google_iam_workload_identity_pool")).toEqual({
      provider: "google.target",
      project: "acme-euro",
      workload_identity_pool_id: expect.stringMatching(/^from-west-[0-9a-f]{8}$/) as string,
      description: "Subjects of the Kubernetes cluster west",
    });
  });

  it("a provider that believes the issuer, one audience and the named subject only", () => {
    expect(out.only("google_iam_workload_identity_pool_provider")).toEqual({
      provider: "google.target",
      project: "acme-euro",
      workload_identity_pool_id: `\${${out.addressOf("google_iam_workload_identity_pool")}.workload_identity_pool_id}`,
      workload_identity_pool_provider_id: "kubernetes",
      attribute_mapping: { "google.subject": "assertion.sub" },
      attribute_condition: "assertion.sub in ['system:serviceaccount:argocd:deployer']",
      oidc: {
        issuer_uri: EKS_ISSUER,
        allowed_audiences: [`https://iam.googleapis.com/${poolName}/providers/kubernetes`],
      },
    });
  });

  it("the right to look clusters up, for the one principal", () => {
    expect(out.only("google_project_iam_member")).toEqual({
      provider: "google.target",
      project: "acme-euro",
      role: "roles/container.clusterViewer",
      member: `principal://iam.googleapis.com/${poolName}/subject/system:serviceaccount:argocd:deployer`,
      depends_on: [out.addressOf("google_iam_workload_identity_pool")],
    });
  });

  it("a RoleBinding for exactly that user", () => {
    const binding = out.only("kubernetes_role_binding_v1");

    expect(binding.provider).toBe("kubernetes.euro");
    expect(binding.metadata).toMatchObject({ namespace: "payments" });
    expect(binding.role_ref).toEqual({ api_group: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "edit" });
    expect(binding.subject).toEqual([
      {
        api_group: "rbac.authorization.k8s.io",
        kind: "User",
        name: `principal://iam.googleapis.com/${poolName}/subject/system:serviceaccount:argocd:deployer`,
      },
    ]);
  });

  it("attributes that name principal, user and audience", () => {
    const principal = `principal://iam.googleapis.com/${poolName}/subject/system:serviceaccount:argocd:deployer`;

    expect(trust.cloudPrincipal).toBe(principal);
    expect(trust.kubernetesUser).toBe(principal);
    expect(trust.kubernetesGroups).toEqual([]);
    expect(trust.audience).toBe(`https://iam.googleapis.com/${poolName}/providers/kubernetes`);
    expect(trust.usesProjectedToken).toBe(true);
  });

  it("arguments for the plugin, whose audience has no scheme", () => {
    expect(trust.execArguments("/var/run/secrets/gcp/token")).toEqual([
      "gke",
      "--audience",
      `//iam.googleapis.com/${poolName}/providers/kubernetes`,
      "--universe-domain",
      "googleapis.com",
      "--token-file",
      "/var/run/secrets/gcp/token",
    ]);
  });

  it("the list of its resources, each once", () => {
    expect(trust.resources.map((resource) => resource.terraformResourceType)).toEqual([
      "google_iam_workload_identity_pool",
      "google_iam_workload_identity_pool_provider",
      "google_project_iam_member",
      "kubernetes_role_binding_v1",
    ]);
  });
});

it("access to the whole GKE cluster is a ClusterRoleBinding for the user", () => {
  const { stack, trust } = given(ClusterAccess.clusterRole("deployer"));

  const binding = synthesize(stack).only("kubernetes_cluster_role_binding_v1");
  expect(binding.provider).toBe("kubernetes.euro");
  expect(binding.role_ref).toMatchObject({ kind: "ClusterRole", name: "deployer" });
  expect(binding.subject).toEqual([
    { api_group: "rbac.authorization.k8s.io", kind: "User", name: trust.kubernetesUser },
  ]);
});
