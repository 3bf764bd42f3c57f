import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, LocalBackend, TerraformOutput, TerraformStack, Testing } from "cdktf";
import { ClusterAccess, EksToGkeTrust, GkeCluster, Kubeconfig, TrustMesh } from "../../../src";
import { build as clustersFromScratch } from "../../../examples/clusters-from-scratch/main";
import { CA, kubectl, kubectlWith, reachableAks, reachableEks, reachableGke, refusalsIn } from "../../support/clients";
import { eksCluster, gkeCluster } from "../../support/clusters";
import { describeWithStandIns, TerraformFolder } from "../../support/terraform";
import { describeWithTool } from "../../support/tool";

interface Document {
  readonly clusters: { readonly name: string; readonly cluster: Record<string, unknown> }[];
  readonly users: { readonly name: string; readonly user: { readonly exec: Record<string, unknown> } }[];
  readonly contexts: { readonly name: string; readonly context: Record<string, unknown> }[];
}

/** A stack whose argocd of "west" is let into "euro" and "corp". */
function hub() {
  const stack = new TerraformStack(Testing.app(), "hub");
  const west = reachableEks(stack, "west");
  const euro = reachableGke(stack, "euro");
  const corp = reachableAks(stack, "corp");
  const argocd = west.serviceAccount("argocd", "controller");
  const mesh = new TrustMesh(stack, "mesh");
  return { stack, west, euro, corp, argocd, mesh };
}

/** What synth refuses of a kubeconfig of trusts from "west" into the target. */
function refusalsOf(target: GkeCluster, options = {}): string {
  const stack = TerraformStack.of(target);
  const from = eksCluster(stack, "west").serviceAccount("argocd", "controller");
  const trust = new EksToGkeTrust(stack, "trust", { from, to: target, access: ClusterAccess.view() });
  Kubeconfig.of([trust], options);
  return refusalsIn(stack);
}

function newStack(): TerraformStack {
  return new TerraformStack(Testing.app(), "stack");
}

describe("the document of a kubeconfig", () => {
  it("has cluster, user and context for each trust, named after the target, and looks for each token in its own file", () => {
    // GIVEN
    const { argocd, euro, corp, mesh } = hub();
    const kubeconfig = mesh.kubeconfigFor(argocd);

    // WHEN
    mesh.allow(argocd, euro, ClusterAccess.view());
    mesh.allow(argocd, corp, ClusterAccess.view());

    // THEN
    const document = kubeconfig.toDocument() as Document;
    expect(Object.keys(document).sort()).toEqual([
      "apiVersion",
      "clusters",
      "contexts",
      "current-context",
      "kind",
      "users",
    ]);
    expect(document).toMatchObject({ apiVersion: "v1", kind: "Config", "current-context": "corp" });
    expect(document.clusters).toEqual([
      {
        name: "corp",
        cluster: { server: "https://corp.aks.example:443", "certificate-authority-data": CA },
      },
      { name: "euro", cluster: { server: "https://34.90.12.7", "certificate-authority-data": CA } },
    ]);
    expect(document.contexts).toEqual([
      { name: "corp", context: { cluster: "corp", user: "corp", extensions: [expect.anything()] } },
      { name: "euro", context: { cluster: "euro", user: "euro", extensions: [expect.anything()] } },
    ]);
    expect(document.users.map(({ name }) => name)).toEqual(["corp", "euro"]);
    expect(document.users[1].user).toEqual({
      exec: {
        apiVersion: "client.authentication.k8s.io/v1",
        command: "trust-mesh-auth",
        args: [
          "gke",
          "--audience",
          expect.stringMatching(/^\/\/iam\.googleapis\.com\/projects\/210987654321\/locations\/global\//) as unknown,
          "--universe-domain",
          "googleapis.com",
          "--token-file",
          "/var/run/secrets/trust-mesh/euro/token",
          "--exec-api-version",
          "v1",
        ],
        interactiveMode: "Never",
        installHint: expect.stringContaining("npm install --global trust-mesh-auth") as unknown,
        provideClusterInfo: false,
      },
    });
    expect(document.users[0].user.exec.args).toEqual(
      expect.arrayContaining(["--token-file", "/var/run/secrets/trust-mesh/corp/token"]),
    );
  });

  it("says what was asked for of a cluster, and of all of them", () => {
    // GIVEN
    const { argocd, euro, corp, mesh } = hub();
    mesh.allowAll([argocd], [euro, corp], ClusterAccess.view());

    // WHEN
    const document = mesh
      .kubeconfigFor(argocd, {
        currentContext: euro,
        proxyUrl: "http://proxy.example:3128",
        clusters: [
          {
            cluster: euro,
            tlsServerName: "kubernetes.default",
            namespace: "payments",
            proxyUrl: "socks5://euro.example",
          },
        ],
        exec: { environment: { HTTPS_PROXY: "http://proxy.example:3128" }, command: "/opt/trust-mesh-auth" },
      })
      .toDocument() as Document;

    // THEN
    expect(document).toMatchObject({ "current-context": "euro" });
    expect(document.clusters.map(({ cluster }) => [cluster["tls-server-name"], cluster["proxy-url"]])).toEqual([
      [undefined, "http://proxy.example:3128"],
      ["kubernetes.default", "socks5://euro.example"],
    ]);
    expect(document.contexts.map(({ context }) => context.namespace)).toEqual([undefined, "payments"]);
    expect(document.users[0].user.exec).toMatchObject({
      command: "/opt/trust-mesh-auth",
      env: [{ name: "HTTPS_PROXY", value: "http://proxy.example:3128" }],
    });
  });

  it("leaves the certificate authority out where the server's certificate is publicly trusted", () => {
    // GIVEN
    const { argocd, euro, mesh } = hub();
    Object.assign(euro, { certificateAuthorityData: undefined });
    mesh.allow(argocd, euro, ClusterAccess.view());

    // THEN
    const { clusters } = mesh.kubeconfigFor(argocd).toDocument() as Document;
    expect(clusters[0].cluster).toEqual({ server: "https://34.90.12.7" });
  });

  it("has no place for a secret: users have an exec stanza and nothing else", () => {
    // GIVEN
    const { argocd, euro, corp, mesh } = hub();
    mesh.allowAll([argocd], [euro, corp], ClusterAccess.view());

    // WHEN
    const document = mesh.kubeconfigFor(argocd).toDocument() as Document;

    // THEN
    expect(document.users).toHaveLength(2);
    for (const { user } of document.users) expect(Object.keys(user)).toEqual(["exec"]);
    for (const { cluster } of document.clusters) {
      expect(Object.keys(cluster).sort()).toEqual(["certificate-authority-data", "server"]);
    }
    expect(JSON.stringify(document)).not.toMatch(/"(token|password|username|client-key(-data)?|client-certificate)"/);
  });
});

describe("what a kubeconfig refuses", () => {
  it("a target without endpoint, by its name", () => {
    expect(refusalsOf(gkeCluster(newStack(), "euro"))).toContain(
      "stack/euro endpoint: is missing, and the kubeconfig of system:serviceaccount:argocd:controller needs it. Give the cluster its endpoint: the API server's URL.",
    );
  });

  it("a target without endpoint that a mesh lets the service account into later", () => {
    const { stack, argocd, mesh } = hub();
    mesh.kubeconfigFor(argocd);
    mesh.allow(argocd, gkeCluster(stack, "bare"), ClusterAccess.view());

    expect(refusalsIn(stack)).toContain("[hub/mesh] hub/bare endpoint: is missing");
  });

  it.each([
    [{ proxyUrl: "http://me:secret@proxy.example" }, "proxyUrl: holds a user name or password"],
    [{ proxyUrl: "proxy.example:3128" }, "proxyUrl: is not a proxy's URL"],
    [{ exec: { environment: { AZURE_CLIENT_SECRET: "x" } } }, 'environment: "AZURE_CLIENT_SECRET" looks like a secret'],
    [{ exec: { command: "bin/trust-mesh-auth" } }, 'command: "bin/trust-mesh-auth" is neither'],
    [{ exec: { environment: { "A B": "c" } } }, 'environment: "A B" is not a variable\'s name'],
  ])("the options %j", (options, reason) => {
    expect(refusalsOf(reachableGke(newStack(), "euro"), options)).toContain(reason);
  });

  it("options of one cluster that are wrong, or of a cluster that it has no trust in", () => {
    const stack = newStack();
    const euro = reachableGke(stack, "euro");
    const other = reachableGke(stack, "other");
    const clusters = [{ cluster: euro, tlsServerName: "https://a", namespace: "No" }, { cluster: other }];

    const found = refusalsOf(euro, { clusters });
    expect(found).toContain('tlsServerName: "https://a" is not a host\'s name');
    expect(found).toContain('namespace: "No" is not a Kubernetes name');
    expect(found).toContain('cluster: "other" is not in the kubeconfig of system:serviceaccount:argocd:controller');
  });

  it("trusts of two service accounts, and two trusts into one cluster", () => {
    // GIVEN
    const { stack, west, euro, argocd } = hub();
    const access = ClusterAccess.view();
    const first = new EksToGkeTrust(stack, "first", { from: argocd, to: euro, access });
    const again = new EksToGkeTrust(stack, "again", { from: argocd, to: euro, access: ClusterAccess.edit("a") });
    const other = new EksToGkeTrust(stack, "other", { from: west.serviceAccount("ci", "runner"), to: euro, access });

    // WHEN
    Kubeconfig.of([first, again, other]);

    // THEN
    const found = refusalsIn(stack);
    expect(found).toContain('trusts: the trust in "euro" is of "west:ci:runner", and the first one is of');
    expect(found).toContain('trusts: two trusts are into "hub/euro". Leave one of them out.');
  });

  it("an empty list, and a service account that the mesh trusts nowhere", () => {
    const { argocd, mesh } = hub();

    expect(() => Kubeconfig.of([])).toThrow("Kubeconfig.of: trusts is empty");
    expect(() => mesh.kubeconfigFor(argocd).toDocument()).toThrow(
      'Kubeconfig of system:serviceaccount:argocd:controller of "west": it has no trusts',
    );
  });
});

describeWithStandIns("a kubeconfig that Terraform renders", () => {
  let folder: TerraformFolder;
  beforeEach(() => {
    folder = new TerraformFolder();
  });
  afterEach(() => folder.remove());

  describeWithTool("kubectl", "for kubectl", () => {
    it("is read with all that was unknown until apply, from an output and a ConfigMap alike", () => {
      // GIVEN
      folder.synth((app: App) => {
        clustersFromScratch(app);
        const stack = app.node.findChild("platform") as TerraformStack;
        const mesh = stack.node.findChild("mesh") as TrustMesh;
        const { subject, targetCluster } = mesh.clusterTrusts.find(({ node }) => node.id.startsWith("west_"))!;
        const kubeconfig = mesh.kubeconfigFor(subject);
        new TerraformOutput(stack, "kubeconfig", { value: kubeconfig });
        new ConfigMapV1(stack, "kubeconfig-map", {
          provider: targetCluster.kubernetesProvider,
          metadata: { name: "kubeconfig" },
          data: { config: kubeconfig.toString() },
        });
      });
      folder.init("platform");

      // WHEN
      folder.apply("platform");

      // THEN
      const text = folder.outputs("platform").kubeconfig as string;
      const shown = kubectl([text], "config", "view", "--raw", "-o", "json");
      expect(shown).toMatchObject({ status: 0, err: "" });
      const document = JSON.parse(shown.out) as Document;
      const resources = folder.resources("platform");
      const values = (type: string) => resources.find((resource) => resource.type === type)!.values;
      const identity = resources.find(
        ({ type, address }) => type === "azurerm_user_assigned_identity" && address.includes("identity_west"),
      )!.values;
      const [corp, euro] = document.clusters;
      expect(corp).toMatchObject({
        name: "corp",
        cluster: { server: `https://${values("azurerm_kubernetes_cluster").fqdn as string}:443` },
      });
      expect(euro).toMatchObject({
        name: "euro",
        cluster: { server: `https://${values("google_container_cluster").endpoint as string}` },
      });
      expect(document.users[0].user.exec).toMatchObject({
        apiVersion: "client.authentication.k8s.io/v1",
        interactiveMode: "Never",
        args: expect.arrayContaining(["--client-id", identity.client_id]) as unknown,
      });
      const [map] = resources.filter(({ type }) => type === "kubernetes_config_map_v1");
      expect((map.values.data as Record<string, string>).config).toBe(text);

      // WHEN
      const contexts = kubectl([text], "config", "get-contexts", "-o", "name");

      // THEN
      expect(contexts).toMatchObject({ status: 0, out: "corp\neuro\n" });
      expect(kubectl([text], "config", "current-context").out).toBe("corp\n");
    });

    it("makes kubectl run the plugin as the trust says, without asking anybody", () => {
      // GIVEN
      folder.synth((app: App) => {
        const stack = new TerraformStack(app, "hub");
        const from = eksCluster(stack, "west").serviceAccount("argocd", "controller");
        // Nobody listens there: kubectl runs the plugin before it connects.
        const to = Object.assign(reachableGke(stack, "euro", "https://127.0.0.1:1"), {
          certificateAuthorityData: undefined,
        });
        const trust = new EksToGkeTrust(stack, "trust", { from, to, access: ClusterAccess.view() });
        new TerraformOutput(stack, "kubeconfig", { value: Kubeconfig.of([trust]) });
        new TerraformOutput(stack, "arguments", { value: trust.execCredential.args });
      });
      folder.init("hub");
      folder.apply("hub");
      const outputs = folder.outputs("hub");
      const bin = mkdtempSync(join(tmpdir(), "trust-mesh-bin-"));
      const seen = join(bin, "seen");
      writeFileSync(
        join(bin, "trust-mesh-auth"),
        `#!/bin/sh\nprintf '%s\\n' "$@" "$KUBERNETES_EXEC_INFO" >'${seen}'\nexit 1\n`,
        { mode: 0o755 },
      );

      // WHEN
      const text = outputs.kubeconfig as string;
      const withPlugin = kubectlWith({ PATH: `${bin}:${process.env.PATH}` }, [text], "get", "--raw", "/version");
      const without = kubectl([text], "get", "--raw", "/version");

      // THEN
      const lines = readFileSync(seen, "utf8").trim().split("\n");
      rmSync(bin, { recursive: true, force: true });
      expect(withPlugin.status).not.toBe(0);
      expect(lines.slice(0, -1)).toEqual(outputs.arguments);
      expect(JSON.parse(lines.at(-1)!)).toEqual({
        kind: "ExecCredential",
        apiVersion: "client.authentication.k8s.io/v1",
        spec: { interactive: false },
      });
      expect(without.err).toContain("npm install --global trust-mesh-auth");
    });

    it("spans stacks, each of which holds the trusts into its cluster", () => {
      // GIVEN
      const states = mkdtempSync(join(tmpdir(), "trust-mesh-states-"));
      const spread = new TerraformFolder(states);
      try {
        spread.synth((app) => {
          const hubStack = new TerraformStack(app, "hub");
          const corpStack = new TerraformStack(app, "corp-access");
          for (const [stack, id] of [
            [hubStack, "hub"],
            [corpStack, "corp-access"],
          ] as const) {
            new LocalBackend(stack, { path: join(states, `${id}.tfstate`) });
          }
          const argocd = eksCluster(hubStack, "west").serviceAccount("argocd", "controller");
          const mesh = new TrustMesh(app, "mesh");
          mesh.allow(argocd, reachableAks(corpStack, "corp"), ClusterAccess.view());
          mesh.allow(argocd, reachableGke(hubStack, "euro"), ClusterAccess.view());
          new TerraformOutput(hubStack, "kubeconfig", { value: mesh.kubeconfigFor(argocd) });
        });

        // WHEN
        for (const stack of ["corp-access", "hub"]) {
          spread.init(stack);
          spread.apply(stack);
        }

        // THEN
        const identities = spread
          .resources("corp-access")
          .filter(({ type }) => type.includes("user_assigned_identity"));
        const document = JSON.parse(spread.outputs("hub").kubeconfig as string) as Document;
        expect(document.contexts.map(({ name }) => name)).toEqual(["corp", "euro"]);
        expect(document.users[0].user.exec.args).toContain(identities[0].values.client_id);
      } finally {
        spread.remove();
        rmSync(states, { recursive: true, force: true });
      }
    });

    it("merges with the kubeconfig of another mesh", () => {
      // GIVEN
      folder.synth((app: App) => {
        const stack = new TerraformStack(app, "hub");
        const argocd = eksCluster(stack, "west").serviceAccount("argocd", "controller");
        for (const id of ["euro", "asia"]) {
          const access = ClusterAccess.view();
          const trust = new EksToGkeTrust(stack, `trust-${id}`, { from: argocd, to: reachableGke(stack, id), access });
          new TerraformOutput(stack, `${id}-kubeconfig`, { value: Kubeconfig.of([trust]).toString() });
        }
      });
      folder.init("hub");
      folder.apply("hub");

      // WHEN
      const outputs = folder.outputs("hub") as Record<string, string>;
      const merged = kubectl([outputs["euro-kubeconfig"], outputs["asia-kubeconfig"]], "config", "view", "-o", "json");

      // THEN
      const document = JSON.parse(merged.out) as Document;
      expect(document.users.map(({ name }) => name)).toEqual(["asia", "euro"]);
      expect(document.users.map(({ user }) => (user.exec.args as string[]).at(-3))).toEqual([
        "/var/run/secrets/trust-mesh/asia/token",
        "/var/run/secrets/trust-mesh/euro/token",
      ]);
      expect(document).toMatchObject({ "current-context": "euro" });
    });
  });
});
