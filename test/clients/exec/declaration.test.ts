import { TerraformOutput, TerraformStack, Testing } from "cdktf";
import {
  ArgoCdClusterSecret,
  AwsFederatedRole,
  AwsOidcProvider,
  AzureFederatedIdentity,
  ClusterAccess,
  EksSourceRole,
  EksToEksTrust,
  EksToGkeTrust,
  GcpImpersonation,
  GcpWorkloadIdentityProvider,
  GkeTrust,
  GkeTrustOptions,
  Kubeconfig,
  TrustMesh,
} from "../../../src";
import { TrustDeclaration } from "../../../src/trust-declaration";
import { reachableAks, reachableEks, reachableGke, refusalsIn } from "../../support/clients";
import { kubernetesProviderOf } from "../../support/clusters";

const ARGOCD = "system:serviceaccount:argocd:controller";

function hub() {
  const stack = new TerraformStack(Testing.app(), "hub");
  const west = reachableEks(stack, "west");
  return { stack, west, argocd: west.serviceAccount("argocd", "controller") };
}

/** The declarations in a kubeconfig's contexts. */
function declarationsIn(kubeconfig: Kubeconfig): TrustDeclaration[] {
  const { contexts } = kubeconfig.toDocument() as {
    contexts: { context: { extensions: { name: string; extension: TrustDeclaration }[] } }[];
  };
  return contexts.flatMap(({ context }) =>
    context.extensions.filter(({ name }) => name === "cdktf-trust-mesh").map(({ extension }) => extension),
  );
}

describe("a kubeconfig's context declares its trust", () => {
  it("into GKE: issuer, subject, audience, principal and access", () => {
    // GIVEN
    const { stack, argocd } = hub();
    const trust = new EksToGkeTrust(stack, "trust", {
      from: argocd,
      to: reachableGke(stack, "euro"),
      access: ClusterAccess.edit("payments", "checkout"),
    });
    trust.grant(ClusterAccess.role("deployer", "tools"));

    // WHEN
    const [declared] = declarationsIn(Kubeconfig.of([trust]));

    // THEN
    expect(declared).toEqual({
      source: { cluster: "west", issuer: "https://oidc.eks.us-west-2.amazonaws.com/id/WEST", subject: ARGOCD },
      target: {
        cluster: "euro",
        name: "//container.googleapis.com/projects/acme-euro/locations/europe-west4/clusters/euro",
        server: "https://34.90.12.7",
      },
      audience: trust.audience,
      principal: trust.cloudPrincipal,
      user: trust.cloudPrincipal,
      groups: [],
      access: [
        { kind: "ClusterRole", role: "edit", namespaces: ["checkout", "payments"], cloudPolicy: false },
        { kind: "Role", role: "deployer", namespaces: ["tools"], cloudPolicy: false },
      ],
      adopted: [],
    });
  });

  it("into EKS: the role's ARN, the user's template and the groups", () => {
    // GIVEN
    const { stack, argocd } = hub();
    const mesh = new TrustMesh(stack, "mesh");
    const trust = mesh.allow(argocd, reachableEks(stack, "east"), ClusterAccess.view().viaCloudPolicy());

    // WHEN
    const [declared] = declarationsIn(mesh.kubeconfigFor(argocd));

    // THEN
    expect(declared).toMatchObject({
      target: { cluster: "east", name: "arn:aws:eks:us-west-2:111122223333:cluster/east" },
      audience: "sts.amazonaws.com",
      principal: trust.cloudPrincipal,
      user: "trust-mesh:west:argocd:controller:{{SessionName}}",
      groups: [`trust-mesh:${trust.cloudPrincipal}`],
      access: [{ role: "view", namespaces: [], cloudPolicy: true }],
    });
  });

  it("into EKS by a role that pods have already: no audience", () => {
    // GIVEN
    const { stack, argocd } = hub();
    const sourceRole = EksSourceRole.podIdentity("arn:aws:iam::111122223333:role/argocd");
    const trust = new EksToEksTrust(stack, "trust", {
      from: argocd,
      to: reachableEks(stack, "east"),
      access: ClusterAccess.authenticationOnly(),
      sourceRole,
    });

    // THEN
    expect(declarationsIn(Kubeconfig.of([trust]))).toMatchObject([
      {
        audience: "",
        principal: "arn:aws:iam::111122223333:role/argocd",
        access: [],
        adopted: ["arn:aws:iam::111122223333:role/argocd"],
      },
    ]);
  });

  it("into AKS: the cluster's resource id; what is unknown until apply stays a reference", () => {
    // GIVEN
    const { stack, argocd } = hub();
    const mesh = new TrustMesh(stack, "mesh");
    mesh.allow(argocd, reachableAks(stack, "corp"), ClusterAccess.view());
    new TerraformOutput(stack, "kubeconfig", { value: mesh.kubeconfigFor(argocd) });

    // WHEN
    const { output } = JSON.parse(Testing.synth(stack, true)) as { output: { kubeconfig: { value: string } } };
    const [declared] = declarationsIn(mesh.kubeconfigFor(argocd));

    // THEN
    expect(declared.target.name).toMatch(/^\/subscriptions\/.*\/managedClusters\/corp$/);
    expect(declared.audience).toBe("api://AzureADTokenExchange");
    expect(output.kubeconfig.value).toMatch(
      /"user": \$\{jsonencode\(azurerm_user_assigned_identity\.[\w-]+\.principal_id\)\}/,
    );
  });

  it("of a service account with a uid, or of a whole namespace", () => {
    // GIVEN
    const { stack, west } = hub();
    const mesh = new TrustMesh(stack, "mesh");
    const east = reachableEks(stack, "east");
    const named = west.serviceAccount("ci", "runner", { uid: "4d1b9e5c-0000-4000-8000-000000000001" });
    const everyone = west.everyServiceAccountIn("ci");
    mesh.allow(named, east, ClusterAccess.view());
    mesh.allow(everyone, reachableEks(stack, "south"), ClusterAccess.view());

    // THEN
    expect(declarationsIn(mesh.kubeconfigFor(named))[0].source).toMatchObject({
      subject: "system:serviceaccount:ci:runner",
      uid: "4d1b9e5c-0000-4000-8000-000000000001",
    });
    expect(declarationsIn(mesh.kubeconfigFor(everyone))[0].source.subject).toBe("system:serviceaccount:ci:*");
  });
});

describe("an Argo CD cluster secret declares its trusts", () => {
  it("in an annotation, each of them", () => {
    // GIVEN
    const { stack, west, argocd } = hub();
    const euro = reachableGke(stack, "euro");
    const mesh = new TrustMesh(stack, "mesh");
    mesh.allow(argocd, euro, ClusterAccess.edit("payments"));
    mesh.allow(west.serviceAccount("argocd", "server"), euro, ClusterAccess.view("payments"));
    const trusts = mesh.clusterTrusts;

    // WHEN
    const { metadata } = new ArgoCdClusterSecret(stack, "secret", { trusts }).toManifest() as {
      metadata: { annotations: Record<string, string> };
    };

    // THEN
    const declared = JSON.parse(metadata.annotations["cdktf-trust-mesh/trusts"]) as TrustDeclaration[];
    expect(declared.map(({ source, access }) => [source.subject, access[0].role])).toEqual([
      [ARGOCD, "edit"],
      ["system:serviceaccount:argocd:server", "view"],
    ]);
  });

  it("and refuses the annotation from elsewhere", () => {
    // GIVEN
    const { stack, argocd } = hub();
    const trust = new GkeTrust(stack, "trust", {
      from: argocd,
      to: reachableGke(stack, "euro"),
      access: ClusterAccess.view(),
    });

    // WHEN
    new ArgoCdClusterSecret(stack, "secret", {
      trusts: [trust],
      kubernetesProvider: kubernetesProviderOf(stack, "argocd"),
      annotations: { "cdktf-trust-mesh/trusts": "[]" },
    });

    // THEN
    expect(refusalsIn(stack)).toContain('annotations: "cdktf-trust-mesh/trusts" is this library\'s own. Leave it out.');
  });
});

describe("a declaration tells what its trust adopted", () => {
  const POOL = "projects/210987654321/locations/global/workloadIdentityPools/shared-pool";

  it.each<[string, (stack: TerraformStack) => object, string[]]>([
    [
      "a role",
      (stack) => ({
        eks: { role: AwsFederatedRole.fromRoleArn(stack, "role", "arn:aws:iam::111122223333:role/given") },
      }),
      ["arn:aws:iam::111122223333:role/given"],
    ],
    [
      "an OIDC provider",
      (stack) => ({
        eks: {
          oidcProvider: AwsOidcProvider.fromArn(
            stack,
            "provider",
            "arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-west-2.amazonaws.com/id/WEST",
          ),
        },
      }),
      ["arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-west-2.amazonaws.com/id/WEST"],
    ],
  ])("into EKS: %s", (_what, options, adopted) => {
    const { stack, argocd } = hub();
    const mesh = new TrustMesh(stack, "mesh");
    mesh.allow(argocd, reachableEks(stack, "east"), ClusterAccess.view(), options(stack));
    expect(declarationsIn(mesh.kubeconfigFor(argocd))[0].adopted).toEqual(adopted);
  });

  it.each<[string, (stack: TerraformStack) => GkeTrustOptions, string[]]>([
    ["a pool", () => ({ existingPoolId: "shared-pool" }), [POOL]],
    [
      "a pool provider and a service account",
      (stack) => ({
        workloadIdentityProvider: GcpWorkloadIdentityProvider.fromProviderName(stack, "p", `${POOL}/providers/west`),
        impersonation: GcpImpersonation.existingServiceAccount("deployer@acme-euro.iam.gserviceaccount.com"),
      }),
      [`${POOL}/providers/west`, "deployer@acme-euro.iam.gserviceaccount.com"],
    ],
  ])("into GKE: %s", (_what, options, adopted) => {
    const { stack, argocd } = hub();
    const mesh = new TrustMesh(stack, "mesh");
    mesh.allow(argocd, reachableGke(stack, "euro"), ClusterAccess.view(), { gke: options(stack) });
    expect(declarationsIn(mesh.kubeconfigFor(argocd))[0].adopted).toEqual(adopted);
  });

  it("into AKS: an identity", () => {
    const { stack, argocd } = hub();
    const corp = reachableAks(stack, "corp");
    const identityId =
      "/subscriptions/3f2b8a10-6c4d-4e5f-9a1b-2c3d4e5f6a7b/resourceGroups/corp/providers/Microsoft.ManagedIdentity/userAssignedIdentities/given";
    const existing = {
      identityId,
      clientId: "11111111-1111-4111-8111-111111111111",
      principalId: "cccccccc-0000-4000-8000-000000000002",
    };
    const identity = new AzureFederatedIdentity(stack, "identity", { account: corp.account, existing });
    const mesh = new TrustMesh(stack, "mesh");
    mesh.allow(argocd, corp, ClusterAccess.view(), { aks: { identity } });
    expect(declarationsIn(mesh.kubeconfigFor(argocd))[0]).toMatchObject({
      adopted: [identityId],
      user: "cccccccc-0000-4000-8000-000000000002",
    });
  });
});
