import { TerraformStack, Testing } from "cdktf";
import {
  ArgoCdClusterSecret,
  ArgoCdClusterSecretProps,
  ArgoCdHelmValues,
  AwsFederatedRole,
  ClusterAccess,
  EksToEksTrust,
  EksToGkeTrust,
  PluginConfigMap,
  PluginDelivery,
  PodWiring,
  ServiceAccount,
  SourceServiceAccount,
} from "../../../src";
import { build as argocdHub } from "../../../examples/argocd-hub/main";
import { CA, kubectl, PLUGIN_FIXTURE, reachableEks, reachableGke, refusalsIn } from "../../support/clients";
import { eksCluster, gkeCluster } from "../../support/clusters";
import { describeWithStandIns, ShownResource, TerraformFolder } from "../../support/terraform";
import { describeWithTool } from "../../support/tool";

const VIEW = ClusterAccess.view();

interface Manifest {
  readonly metadata: object;
  readonly stringData: Record<string, string>;
}
/** A cluster's `config`, as Argo CD reads it. */
interface Config {
  readonly execProviderConfig: { readonly command: string; readonly args: string[]; readonly apiVersion: string };
  readonly tlsClientConfig: object;
}

/** The controller of "west", trusted by the GKE cluster "euro". */
function hub() {
  const stack = new TerraformStack(Testing.app(), "hub");
  const west = eksCluster(stack, "west");
  const from = west.serviceAccount("argocd", "controller");
  const euro = reachableGke(stack, "euro");
  const trust = new EksToGkeTrust(stack, "trust", { from, to: euro, access: VIEW });
  return { stack, west, euro, from, trust };
}

function manifestOf(options: Partial<ArgoCdClusterSecretProps> = {}): Manifest {
  const { stack, trust } = hub();
  return new ArgoCdClusterSecret(stack, "secret", { trusts: [trust], ...options }).toManifest() as Manifest;
}

describe("an Argo CD cluster as a manifest", () => {
  it("is a secret of the type that Argo CD looks for, with endpoint, exec stanza and certificate authority", () => {
    // WHEN
    const manifest = manifestOf();

    // THEN
    expect(manifest).toMatchObject({ apiVersion: "v1", kind: "Secret", type: "Opaque" });
    expect(manifest.metadata).toEqual({
      name: "cluster-euro",
      namespace: "argocd",
      labels: { "argocd.argoproj.io/secret-type": "cluster" },
      annotations: { "cdktf-trust-mesh/trusts": expect.any(String) as unknown },
    });
    const { config, ...data } = manifest.stringData;
    expect(data).toEqual({ name: "euro", server: "https://34.90.12.7" });
    expect(JSON.parse(config)).toEqual({
      execProviderConfig: {
        command: "trust-mesh-auth",
        args: [
          "gke",
          "--audience",
          expect.stringMatching(/^\/\/iam\.googleapis\.com\/projects\/210987654321\//) as unknown,
          "--universe-domain",
          "googleapis.com",
          "--token-file",
          "/var/run/secrets/trust-mesh/euro/token",
          "--exec-api-version",
          "v1",
        ],
        apiVersion: "client.authentication.k8s.io/v1",
        installHint: expect.stringContaining("docs/client-wiring.md") as unknown,
      },
      tlsClientConfig: { insecure: false, caData: CA },
    });
  });

  it("has what was asked for", () => {
    // WHEN
    const manifest = manifestOf({
      namespace: "gitops",
      secretName: "euro-production",
      clusterName: "production",
      labels: { environment: "production" },
      annotations: { region: "europe-west4" },
      project: "payments",
      namespaces: ["payments", "checkout"],
      clusterResources: true,
      tlsServerName: "kubernetes.default",
      proxyUrl: "http://proxy.example:3128",
      exec: { environment: { NO_PROXY: ".example" } },
    });

    // THEN
    expect(manifest.metadata).toEqual({
      name: "euro-production",
      namespace: "gitops",
      labels: { environment: "production", "argocd.argoproj.io/secret-type": "cluster" },
      annotations: { region: "europe-west4", "cdktf-trust-mesh/trusts": expect.any(String) as unknown },
    });
    expect(manifest.stringData).toMatchObject({
      name: "production",
      project: "payments",
      namespaces: "payments,checkout",
      clusterResources: "true",
    });
    expect(JSON.parse(manifest.stringData.config)).toMatchObject({
      execProviderConfig: { env: { NO_PROXY: ".example" } },
      tlsClientConfig: { serverName: "kubernetes.default" },
      proxyUrl: "http://proxy.example:3128",
    });
  });

  it("holds no secret, though Argo CD wants a Secret", () => {
    const config = JSON.parse(manifestOf().stringData.config) as Config;

    expect(Object.keys(config).sort()).toEqual(["execProviderConfig", "tlsClientConfig"]);
    expect(Object.keys(config.tlsClientConfig).sort()).toEqual(["caData", "insecure"]);
  });
});

describe("an Argo CD cluster that several service accounts are let into", () => {
  it("takes trusts that share a role, and names it", () => {
    // GIVEN
    const { stack, west } = hub();
    const to = reachableEks(stack, "east");
    const serviceAccounts = ["controller", "server"].map((name) => west.serviceAccount("argocd", name));
    const role = new AwsFederatedRole(stack, "role", {
      account: to.account,
      subjects: serviceAccounts,
      roleName: "argocd",
    });
    const [controller, server] = serviceAccounts.map(
      (from) => new EksToEksTrust(stack, `east-${from.name}`, { from, to, access: VIEW, role }),
    );

    // WHEN
    const secret = new ArgoCdClusterSecret(stack, "secret", { trusts: [controller, server] });

    // THEN
    expect(() => Testing.synth(stack, true)).not.toThrow();
    const { config } = (secret.toManifest() as Manifest).stringData;
    expect((JSON.parse(config) as Config).execProviderConfig.args).toContain("arn:aws:iam::111122223333:role/argocd");
  });
});

describe("what an Argo CD cluster refuses", () => {
  it.each<[Partial<ArgoCdClusterSecretProps>, string]>([
    [{ namespace: "Argo" }, 'namespace: "Argo" is not a Kubernetes name'],
    [{ secretName: "a_b" }, 'secretName: "a_b" is not a Kubernetes name'],
    [
      { labels: { "argocd.argoproj.io/secret-type": "x" } },
      'labels: "argocd.argoproj.io/secret-type" is Argo CD\'s own',
    ],
    [{ namespaces: [] }, "namespaces: is empty, and Argo CD takes that for all"],
    [{ namespaces: ["a,b"] }, 'namespaces: "a,b" is not a Kubernetes name'],
    [{ clusterResources: true }, "clusterResources: means nothing without namespaces"],
    [{ proxyUrl: "http://me:secret@proxy.example" }, "proxyUrl: holds a user name or password"],
  ])("the options %j", (options, message) => {
    const { stack, trust } = hub();

    new ArgoCdClusterSecret(stack, "secret", { trusts: [trust], ...options });

    expect(refusalsIn(stack)).toContain(`[hub/secret] ${message}`);
  });

  it("a target without endpoint, by its name", () => {
    const { stack, from } = hub();
    const trust = new EksToGkeTrust(stack, "bare-trust", { from, to: gkeCluster(stack, "bare"), access: VIEW });

    new ArgoCdClusterSecret(stack, "secret", { trusts: [trust] });

    expect(refusalsIn(stack)).toContain(
      '[hub/secret] hub/bare endpoint: is missing, and the Argo CD cluster "hub/secret" needs it.',
    );
  });

  it("the target's own provider, and a provider of another stack", () => {
    const { stack, euro, west, trust } = hub();
    const elsewhere = new TerraformStack(Testing.app(), "elsewhere");
    new ArgoCdClusterSecret(stack, "own", { trusts: [trust], kubernetesProvider: euro.kubernetesProvider });
    new ArgoCdClusterSecret(elsewhere, "other", { trusts: [trust], kubernetesProvider: west.kubernetesProvider });
    new PluginConfigMap(elsewhere, "plugin", {
      namespace: "argocd",
      kubernetesProvider: west.kubernetesProvider,
      pluginFile: PLUGIN_FIXTURE,
    });
    new SourceServiceAccount(elsewhere, "account", {
      serviceAccount: trust.subject as ServiceAccount,
      kubernetesProvider: west.kubernetesProvider,
    });

    expect(refusalsIn(stack)).toContain('[hub/own] kubernetesProvider: is the one of "euro" itself');
    const found = refusalsIn(elsewhere);
    for (const id of ["other", "plugin", "account"]) {
      expect(found).toContain(
        `[elsewhere/${id}] kubernetesProvider: belongs to the stack "hub", and this is in "elsewhere"`,
      );
    }
  });

  it("trusts in two clusters, and no trust at all", () => {
    const { stack, from, trust } = hub();
    const other = new EksToGkeTrust(stack, "other", { from, to: reachableGke(stack, "asia"), access: VIEW });

    new ArgoCdClusterSecret(stack, "secret", { trusts: [trust, other] });

    expect(refusalsIn(stack)).toContain('trusts: one is in "asia", and the first one is in "euro"');
    expect(() => new ArgoCdClusterSecret(stack, "none", { trusts: [] })).toThrow("hub/none trusts: is empty");
  });

  it("service accounts that need different exec stanzas, because Argo CD has one for all components", () => {
    // GIVEN
    const { stack, west } = hub();
    const to = reachableEks(stack, "east");
    const trusts = ["controller", "server"].map((name) => {
      const from = west.serviceAccount("argocd", name);
      return new EksToEksTrust(stack, `east-${name}`, { from, to, access: VIEW });
    });

    // WHEN
    new ArgoCdClusterSecret(stack, "secret", { trusts });

    // THEN
    expect(refusalsIn(stack)).toContain(
      'trusts: those of "west:argocd:controller" and "west:argocd:server" need different exec stanzas',
    );
  });
});

describe("values for Argo CD's chart", () => {
  it("leave the ApplicationSet controller alone where it is not told of", () => {
    const { from, trust } = hub();
    const identity = PodWiring.for(from, [trust], { plugin: PluginDelivery.inImage(), cache: false });

    expect(ArgoCdHelmValues.of({ controller: identity, server: identity }).toDocument()).toEqual({
      controller: {
        serviceAccount: { name: "controller" },
        volumes: [expect.objectContaining({ name: "trust-mesh-tokens" }) as unknown],
        volumeMounts: [{ name: "trust-mesh-tokens", mountPath: "/var/run/secrets/trust-mesh", readOnly: true }],
      },
      server: expect.objectContaining({ serviceAccount: { name: "controller" } }) as unknown,
    });
  });
});

describeWithStandIns("the example argocd-hub, applied", () => {
  let folder: TerraformFolder;
  let resources: ShownResource[];
  let outputs: Record<string, unknown>;
  beforeAll(() => {
    folder = new TerraformFolder();
    folder.synth((app) => argocdHub(app, PLUGIN_FIXTURE));
    folder.init("argocd-hub");
    folder.apply("argocd-hub");
    resources = folder.resources("argocd-hub");
    outputs = folder.outputs("argocd-hub");
  });
  afterAll(() => folder.remove());

  function valuesOf(type: string): Record<string, unknown>[] {
    return resources.filter((resource) => resource.type === type).map(({ values }) => values);
  }

  it("has a cluster secret for each target, with what was unknown at synth", () => {
    // GIVEN
    const [{ client_id: clientId }] = valuesOf("azurerm_user_assigned_identity");
    const [{ name: pool }] = valuesOf("google_iam_workload_identity_pool");

    // THEN
    const secrets = valuesOf("kubernetes_secret_v1");
    expect(secrets).toHaveLength(2);
    const configs = Object.fromEntries(
      secrets.map(({ data }) => {
        const { name, config } = data as Record<string, string>;
        return [name, JSON.parse(config) as Config];
      }),
    );
    expect(configs.corp.execProviderConfig.args).toEqual([
      "aks",
      "--tenant-id",
      "7d3a1c52-9f0b-4c1e-8a55-0c6c1d2e3f40",
      "--client-id",
      clientId,
      "--cloud",
      "public",
      "--token-file",
      "/var/run/secrets/trust-mesh/corp/token",
      "--exec-api-version",
      "v1",
    ]);
    expect(configs.euro.execProviderConfig.args).toEqual([
      "gke",
      "--audience",
      `//iam.googleapis.com/${pool as string}/providers/kubernetes`,
      "--universe-domain",
      "googleapis.com",
      "--token-file",
      "/var/run/secrets/trust-mesh/euro/token",
      "--exec-api-version",
      "v1",
    ]);
  });

  it("has Helm values whose tokens, audiences and paths are the ones that the secrets' stanzas name", () => {
    // GIVEN
    const [{ name: pool }] = valuesOf("google_iam_workload_identity_pool");

    // WHEN
    const values = JSON.parse(outputs["helm-values"] as string) as Record<string, Record<string, unknown>>;

    // THEN
    expect(Object.keys(values)).toEqual(["controller", "server", "applicationSet"]);
    expect(Object.values(values).map(({ serviceAccount }) => serviceAccount)).toEqual([
      { name: "argocd-application-controller" },
      { name: "argocd-server" },
      { name: "argocd-applicationset-controller" },
    ]);
    const { controller, applicationSet } = values;
    expect(Object.keys(controller).sort()).toEqual([
      "env",
      "initContainers",
      "serviceAccount",
      "volumeMounts",
      "volumes",
    ]);
    expect(Object.keys(applicationSet).sort()).toEqual([
      "extraEnv",
      "extraVolumeMounts",
      "extraVolumes",
      "initContainers",
      "serviceAccount",
    ]);
    expect(applicationSet.extraVolumes).toEqual(controller.volumes);
    expect((controller.volumes as object[])[0]).toEqual({
      name: "trust-mesh-tokens",
      projected: {
        defaultMode: 292,
        sources: [
          {
            serviceAccountToken: {
              audience: "api://AzureADTokenExchange",
              expirationSeconds: 3600,
              path: "corp/token",
            },
          },
          {
            serviceAccountToken: {
              audience: `https://iam.googleapis.com/${pool as string}/providers/kubernetes`,
              expirationSeconds: 3600,
              path: "euro/token",
            },
          },
        ],
      },
    });
    const [{ metadata }] = valuesOf("kubernetes_config_map_v1") as { metadata: { name: string }[] }[];
    expect(controller.volumes).toContainEqual({
      name: "trust-mesh-plugin-file",
      configMap: { name: metadata[0].name, defaultMode: 292 },
    });
  });

  it("holds no secret in any document", () => {
    const documents = [
      ...Object.values(outputs).map((output) => JSON.parse(output as string) as object),
      ...valuesOf("kubernetes_secret_v1").map(({ data }) => JSON.parse((data as { config: string }).config) as object),
    ];

    expect(documents).toHaveLength(4);
    for (const document of documents) {
      const text = JSON.stringify(document);
      expect(text).not.toMatch(/"(token|bearerToken|username|password|keyData|certData|client-key-data|client-key)":/);
      expect(text).not.toMatch(/eyJ[A-Za-z0-9_-]{20,}\.|PRIVATE KEY/);
    }
  });

  describeWithTool("kubectl", "for kubectl", () => {
    it("has a kubeconfig with a context for each cluster", () => {
      const { status, out } = kubectl([outputs.kubeconfig as string], "config", "get-contexts", "-o", "name");

      expect({ status, out }).toEqual({ status: 0, out: "corp\neuro\n" });
    });
  });
});
