import { travel, World } from "../../../src/simulator";
import { findingsIn } from "../../../src/findings";
import { account, ACCOUNT, AWS, ROLE_ARN } from "../support/aws";
import { identity, idsOf, ISSUER, SUBSCRIPTION, TENANT, TOKEN_AUDIENCE } from "../support/azure";
import { AUDIENCE, granting, PRINCIPAL, PROJECT, project } from "../support/google";
import { declaration, declaring, EKS_ARGS } from "../support/mesh";
import { Args, merged, read, Stack } from "../support/stack";
import { NOW, SUBJECT, tokenOf } from "../support/tokens";

/**
 * What a cluster's own resource says of who gets in. "CreateAccessConfigRequest", Amazon EKS API Reference: the default mode is
 * CONFIG_MAP; "AKS-managed Microsoft Entra integration"; Google Kubernetes Engine, "About network isolation in GKE": a request
 * through the DNS-based endpoint needs `container.clusters.connect`.
 */
const WEST = `arn:aws:eks:us-east-1:${ACCOUNT}:cluster/west`;
const entry: Stack = { resource: { aws_eks_access_entry: { one: { cluster_name: "west", principal_arn: ROLE_ARN } } } };
const eks = (cluster: Stack, stated?: object): World =>
  read(
    merged(
      account(),
      entry,
      cluster,
      declaring({
        args: EKS_ARGS,
        declaration: declaration({ target: { name: WEST, ...(stated ? { stated } : {}) }, user: "" }),
      }),
    ),
  );
const made = (args: Args): Stack => ({
  provider: AWS,
  resource: { aws_eks_cluster: { west: { name: "west", ...args } } },
});

function way(world: World, aud: string) {
  const [edge] = world.edges;
  return travel(world, edge, tokenOf(ISSUER, aud, { sub: SUBJECT }), NOW);
}
const codes = (world: World) => findingsIn(world, NOW).map(({ code, severity, what }) => `${severity} ${code} ${what}`);

describe("an EKS cluster's authentication mode", () => {
  it.each<[string, Args]>([
    ["is CONFIG_MAP", { access_config: { authentication_mode: "CONFIG_MAP" } }],
    ["is left to the API's default", {}],
    [
      "is left to the API's default in a block",
      { access_config: { bootstrap_cluster_creator_admin_permissions: true } },
    ],
  ])("keeps an access entry's role out where it %s", (_what, args) => {
    const { refusal } = way(eks(made(args)), "client-a");
    expect(refusal).toMatchObject({
      hop: "authentication",
      code: "401",
      message: "Unauthorized",
      because: { argument: "access_config.authentication_mode", resource: { address: "aws_eks_cluster.west" } },
    });
  });

  it.each(["API", "API_AND_CONFIG_MAP"])("lets it in where it is %s", (authentication_mode) => {
    expect(way(eks(made({ access_config: { authentication_mode } })), "client-a").user).toBeDefined();
  });

  it("counts as stated where the cluster is not read, and is listed", () => {
    const world = eks({}, { authenticationMode: "CONFIG_MAP" });
    expect(way(world, "client-a").refusal?.because.line).toMatch(/is CONFIG_MAP, .*, as was stated$/);
    expect(codes(world)).toContain("note stated-setting authenticationMode");
  });

  it("is told where it is neither read nor stated", () => {
    expect(codes(eks({}))).toContain("gap unknown-setting authenticationMode");
    expect(codes(eks(made({ access_config: { authentication_mode: "API" } })))).not.toContain(
      "gap unknown-setting authenticationMode",
    );
  });

  it("is the resource's, whatever was stated", () => {
    const world = eks(made({ access_config: { authentication_mode: "API" } }), { authenticationMode: "CONFIG_MAP" });
    expect(way(world, "client-a").user).toBeDefined();
  });
});

describe("an AKS cluster's Entra integration", () => {
  const name = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/corp`;
  const { clientId } = idsOf(read(identity()));
  const aks = (args?: Args, stated?: object): World => {
    const cluster = { name: "corp", resource_group_name: "rg", location: "westeurope", ...args };
    return read(
      merged(
        identity(),
        args ? { resource: { azurerm_kubernetes_cluster: { corp: cluster } } } : {},
        declaring({
          args: ["aks", "--tenant-id", TENANT, "--client-id", clientId],
          declaration: declaration({
            target: { cluster: "corp", name, ...(stated ? { stated } : {}) },
            audience: TOKEN_AUDIENCE,
          }),
        }),
      ),
    );
  };
  const entra = { azure_active_directory_role_based_access_control: { azure_rbac_enabled: true } };

  it("keeps every token of Entra out where the cluster has none", () => {
    expect(way(aks({}), TOKEN_AUDIENCE).refusal).toMatchObject({
      hop: "authentication",
      code: "401",
      message: "Unauthorized",
      because: { argument: "azure_active_directory_role_based_access_control" },
    });
  });

  it.each([aks(entra), aks(undefined, { entraIntegration: true }), aks()])("lets them in where it has", (world) => {
    expect(way(world, TOKEN_AUDIENCE).user).toBeDefined();
  });

  it("is told where it is neither read nor stated, and local accounts where they are on", () => {
    expect(codes(aks())).toContain("gap unknown-setting entraIntegration");
    expect(codes(aks(entra))).toEqual(expect.arrayContaining(["gap wide-setting localAccounts"]));
    expect(codes(aks({ ...entra, local_account_disabled: true })).join()).not.toMatch(/setting/);
  });
});

describe("a GKE cluster", () => {
  const name = `//container.googleapis.com/projects/${PROJECT}/locations/europe-west1/clusters/euro`;
  const gke = (cluster: Stack, server?: string, stated?: object): World =>
    read(
      merged(
        project(),
        cluster,
        declaring({
          args: ["gke", "--audience", AUDIENCE],
          ...(server ? { server } : {}),
          declaration: declaration({
            target: { cluster: "euro", name, ...(stated ? { stated } : {}) },
            audience: `https:${AUDIENCE}`,
            principal: PRINCIPAL,
          }),
        }),
      ),
    );
  const cluster = (args: Args): Stack => ({
    resource: { google_container_cluster: { euro: { name: "euro", location: "europe-west1", ...args } } },
  });
  const DNS = "https://gke-0123456789abcdef-123456789012.europe-west1.gke.goog";

  it("proves nothing where its legacy authorizer decides", () => {
    expect(codes(gke(cluster({ enable_legacy_abac: true })))).toContain("gap wide-setting legacyAbac");
    expect(codes(gke(cluster({}))).join()).not.toMatch(/legacyAbac/);
    expect(codes(gke({}))).toContain("gap unknown-setting legacyAbac");
    expect(codes(gke({}, undefined, { legacyAbac: true }))).toContain("gap wide-setting legacyAbac");
  });

  it("asks for container.clusters.connect behind its DNS-based endpoint", () => {
    const { refusal } = way(gke(cluster({}), DNS), `https:${AUDIENCE}`);
    expect(refusal).toMatchObject({ hop: "authentication", code: "403" });
    expect(refusal?.message).toBe("Permission 'container.clusters.connect' denied.");
  });

  it.each(["roles/container.clusterViewer", "roles/container.developer"])(
    "lets a member with %s through it",
    (role) => {
      const grant = granting("google_project_iam_member", { role, member: PRINCIPAL }, cluster({}));
      expect(way(gke(grant, DNS), `https:${AUDIENCE}`).user).toBeDefined();
    },
  );

  it("lets a member of a custom role with the permission through it", () => {
    const role = `projects/${PROJECT}/roles/connect`;
    const custom: Stack = {
      resource: {
        google_project_iam_custom_role: { one: { role_id: "connect", permissions: ["container.clusters.connect"] } },
      },
    };
    const grant = granting("google_project_iam_member", { role, member: PRINCIPAL }, merged(cluster({}), custom));
    expect(way(gke(grant, DNS), `https:${AUDIENCE}`).user).toBeDefined();
  });

  it("asks for none at its address", () => {
    expect(way(gke(cluster({})), `https:${AUDIENCE}`).user).toBeDefined();
  });
});
