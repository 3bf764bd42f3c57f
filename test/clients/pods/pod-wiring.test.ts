import { DeploymentV1 } from "@cdktf/provider-kubernetes/lib/deployment-v1";
import { TerraformStack, Testing } from "cdktf";
import {
  AksToEksTrust,
  ClusterAccess,
  EksSourceRole,
  EksToEksTrust,
  EksToGkeTrust,
  IClusterTrust,
  PluginConfigMap,
  PluginDelivery,
  PodWiring,
  PodWiringOptions,
  TrustMesh,
} from "../../../src";
import { ContainerJson, PodJson } from "../../../src/clients/pods/pod-json";
import { PLUGIN_FIXTURE, refusalsIn } from "../../support/clients";
import { aksCluster, eksCluster, gkeCluster } from "../../support/clusters";
import { describeWithStandIns, TerraformFolder } from "../../support/terraform";

const VIEW = ClusterAccess.view();

/** The argocd of "west", trusted by two EKS clusters and a GKE cluster. */
function hub(stack = new TerraformStack(Testing.app(), "hub")) {
  const west = eksCluster(stack, "west");
  const account = west.serviceAccount("argocd", "controller");
  const mesh = new TrustMesh(stack, "mesh");
  mesh.allowAll([account], [eksCluster(stack, "east"), eksCluster(stack, "north"), gkeCluster(stack, "euro")], VIEW);
  return { stack, west, account, mesh, trusts: mesh.trustsOf(account) };
}

function podOf(identity: PodWiring): PodJson {
  return identity.toPodJson() as PodJson;
}
function containerOf(identity: PodWiring): ContainerJson {
  return identity.toContainerJson() as ContainerJson;
}

function flag(trust: IClusterTrust & { execCredential: { args: string[] } }, name: string): string | undefined {
  const { args } = trust.execCredential;
  return args.includes(name) ? args[args.indexOf(name) + 1] : undefined;
}

describe("a pod's tokens", () => {
  it("are one for each trust, of its audience, in one volume; trusts of equal audiences share none", () => {
    // GIVEN
    const { account, trusts } = hub();

    // WHEN
    const pod = podOf(PodWiring.for(account, trusts, { cache: false }));

    // THEN
    expect(pod).toEqual({
      serviceAccountName: "controller",
      volumes: [
        {
          name: "trust-mesh-tokens",
          projected: {
            defaultMode: 292,
            sources: [
              { serviceAccountToken: { audience: "sts.amazonaws.com", expirationSeconds: 3600, path: "east/token" } },
              {
                serviceAccountToken: {
                  audience: expect.stringMatching(/^https:\/\/iam\.googleapis\.com\/projects\/210987654321/) as unknown,
                  expirationSeconds: 3600,
                  path: "euro/token",
                },
              },
              { serviceAccountToken: { audience: "sts.amazonaws.com", expirationSeconds: 3600, path: "north/token" } },
            ],
          },
        },
      ],
    });
  });

  it("lie where each trust's exec stanza looks for them", () => {
    // GIVEN
    const { account, mesh, trusts } = hub();

    // WHEN
    const identity = PodWiring.for(account, trusts);

    // THEN
    const [tokens] = podOf(identity).volumes;
    const [mount] = containerOf(identity).volumeMounts;
    expect(mount).toEqual({ name: tokens.name, mountPath: "/var/run/secrets/trust-mesh", readOnly: true });
    const files = tokens.projected!.sources.map(({ serviceAccountToken: { path } }) => `${mount.mountPath}/${path}`);
    expect(mesh.clusterTrusts.map((trust) => flag(trust, "--token-file"))).toEqual(files);
    expect(new Set(files).size).toBe(3);
  });

  it("are in a folder of a safe name, told apart by a digest, whatever the target's id", () => {
    // GIVEN
    const stack = new TerraformStack(Testing.app(), "hub");
    const account = eksCluster(stack, "west").serviceAccount("argocd", "controller");
    const ids = ["..", "a:b", "a;b"];
    const trusts = ids.map((id, i) => {
      const cluster = gkeCluster(new TerraformStack(Testing.app(), "other"), "plain");
      Object.assign(cluster.node, { id });
      return new EksToGkeTrust(stack, `trust-${i}`, { from: account, to: cluster, access: VIEW });
    });

    // THEN
    const paths = podOf(PodWiring.for(account, trusts)).volumes[0].projected!.sources.map(
      ({ serviceAccountToken: { path } }) => path,
    );
    expect(paths[0]).toMatch(/^[0-9a-f]{8}\/token$/);
    expect(paths[1]).toMatch(/^a-b-[0-9a-f]{8}\/token$/);
    expect(new Set(paths).size).toBe(3);
  });

  it("are left out where the pod's own role acts", () => {
    // GIVEN
    const stack = new TerraformStack(Testing.app(), "hub");
    const from = eksCluster(stack, "west").serviceAccount("argocd", "controller");
    const sourceRole = EksSourceRole.podIdentity("arn:aws:iam::111122223333:role/argocd");
    const to = eksCluster(stack, "east");
    const trust = new EksToEksTrust(stack, "trust", { from, to, access: VIEW, sourceRole });

    // WHEN
    const identity = PodWiring.for(from, [trust], { cache: false });

    // THEN
    expect(podOf(identity).volumes).toEqual([]);
    expect(identity.toContainerJson()).toEqual({ volumeMounts: [] });
    expect(flag(trust, "--token-file")).toBeUndefined();
  });
});

describe("a pod's plugin", () => {
  it("is kept in memory between runs, in a folder that the plugin makes for itself", () => {
    const { account, trusts } = hub();
    const identity = PodWiring.for(account, trusts);

    expect(podOf(identity).volumes[1]).toEqual({
      name: "trust-mesh-cache",
      emptyDir: { medium: "Memory", sizeLimit: "16Mi" },
    });
    expect(containerOf(identity).volumeMounts[1]).toEqual({
      name: "trust-mesh-cache",
      mountPath: "/var/cache/trust-mesh",
    });
    expect(containerOf(identity).env).toEqual([
      { name: "TRUST_MESH_CACHE_DIR", value: "/var/cache/trust-mesh/credentials" },
    ]);
  });

  it("comes by an init container that nothing is allowed to, and stands on PATH as one executable", () => {
    // GIVEN
    const { stack, account, trusts } = hub();
    const file = new PluginConfigMap(stack, "file", { namespace: "argocd", pluginFile: PLUGIN_FIXTURE });

    // WHEN
    const plugin = PluginDelivery.initContainer(file, { image: "registry.example/node@sha256:abc", runAsUser: 999 });
    const identity = PodWiring.for(account, trusts, { plugin, cache: false });

    // THEN
    const { initContainers, volumes } = podOf(identity);
    expect(initContainers).toHaveLength(1);
    const [{ command, args, ...container }] = initContainers!;
    expect(container).toEqual({
      name: "trust-mesh-plugin",
      image: "registry.example/node@sha256:abc",
      resources: { requests: { cpu: "50m", memory: "64Mi" } },
      securityContext: {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ["ALL"] },
        readOnlyRootFilesystem: true,
        runAsNonRoot: true,
        runAsUser: 999,
        seccompProfile: { type: "RuntimeDefault" },
      },
      volumeMounts: [
        { name: "trust-mesh-plugin", mountPath: "/opt/trust-mesh" },
        { name: "trust-mesh-plugin-file", mountPath: "/opt/trust-mesh-file", readOnly: true },
      ],
    });
    expect([command[0], command[1], command[3]]).toEqual(["/bin/sh", "-c", "install"]);
    expect(args).toEqual([file.sha256, "/opt/trust-mesh-file/trust-mesh-auth", "/opt/trust-mesh"]);
    expect(volumes.slice(1)).toEqual([
      { name: "trust-mesh-plugin", emptyDir: { sizeLimit: "512Mi" } },
      { name: "trust-mesh-plugin-file", configMap: { name: file.configMapName, defaultMode: 292 } },
    ]);
    expect(containerOf(identity).volumeMounts.slice(1)).toEqual([
      { name: "trust-mesh-plugin", mountPath: "/opt/trust-mesh", readOnly: true },
      {
        name: "trust-mesh-plugin",
        mountPath: "/usr/local/bin/trust-mesh-auth",
        subPath: "bin/trust-mesh-auth",
        readOnly: true,
      },
    ]);
  });

  it("comes by an image volume, which plain JSON has and the provider's classes have not", () => {
    const { account, trusts } = hub();
    const plugin = PluginDelivery.imageVolume("registry.example/plugin@sha256:abc", { pullPolicy: "IfNotPresent" });
    const identity = PodWiring.for(account, trusts, { plugin, cache: false });

    expect(podOf(identity)).not.toHaveProperty("initContainers");
    expect(podOf(identity).volumes[1]).toEqual({
      name: "trust-mesh-plugin",
      image: { reference: "registry.example/plugin@sha256:abc", pullPolicy: "IfNotPresent" },
    });
    expect(() => identity.volumes).toThrow(
      'the Terraform provider has no image volumes, and "trust-mesh-plugin" is one',
    );
  });
});

describe("what a pod's identity refuses", () => {
  function refused(options: PodWiringOptions): string {
    const { stack, account, trusts } = hub();
    PodWiring.for(account, trusts, options);
    return refusalsIn(stack);
  }

  it.each([
    [
      { tokenExpirationSeconds: 599 },
      "tokenExpirationSeconds: 599 is less than Kubernetes takes. Give 600 seconds or more.",
    ],
    [{ tokenExpirationSeconds: 700.5 }, "tokenExpirationSeconds: 700.5 is less than"],
    [{ plugin: PluginDelivery.imageVolume("two words") }, 'reference: "two words" is not an image\'s name'],
    [
      { plugin: PluginDelivery.imageVolume("a", { pullPolicy: "Sometimes" }) },
      'pullPolicy: "Sometimes" is not a pull policy',
    ],
    [
      { plugin: PluginDelivery.initContainer({ configMapName: "a", sha256: "b" }, { image: " ", runAsUser: -1 }) },
      "runAsUser: -1 is not a user's number",
    ],
  ])("the options %j", (options, message) => {
    expect(refused(options)).toContain(message);
  });

  it("a token of AKS that lives for more than a day", () => {
    // GIVEN
    const stack = new TerraformStack(Testing.app(), "hub");
    const from = aksCluster(stack, "corp").serviceAccount("ci", "runner");
    const trust = new AksToEksTrust(stack, "trust", { from, to: eksCluster(stack, "east"), access: VIEW });

    // WHEN
    PodWiring.for(from, [trust], { tokenExpirationSeconds: 86_401 });

    // THEN
    expect(refusalsIn(stack)).toContain("tokenExpirationSeconds: 86401 is more than AKS gives. Give 86400 or less.");
  });

  it("trusts of another service account, two of one target, a namespace, and none at all", () => {
    // GIVEN
    const { stack, west, account, trusts } = hub();

    // WHEN
    PodWiring.for(west.serviceAccount("argocd", "server"), trusts);
    PodWiring.for(west.everyServiceAccountIn("argocd"), [trusts[0]]);
    PodWiring.for(account, [trusts[0], trusts[0]]);

    // THEN
    const found = refusalsIn(stack);
    expect(found).toContain(
      'the trust in "east" is of "west:argocd:controller", and the pods run as "west:argocd:server"',
    );
    expect(found).toContain("serviceAccount: stands for a whole namespace, and a pod runs as one");
    expect(found).toContain(
      'trusts: two are into a cluster or an account of the id "east", and their tokens would share a file',
    );
    expect(() => PodWiring.for(account, [])).toThrow("PodWiring.for: trusts is empty");
  });

  it("nothing of a pod whose namespace is trusted as a whole", () => {
    // GIVEN
    const stack = new TerraformStack(Testing.app(), "hub");
    const west = eksCluster(stack, "west");
    const from = west.everyServiceAccountIn("ci");
    const trust = new EksToEksTrust(stack, "trust", { from, to: eksCluster(stack, "east"), access: VIEW });

    // WHEN
    PodWiring.for(west.serviceAccount("ci", "runner"), [trust]);

    // THEN
    expect(() => Testing.synth(stack, true)).not.toThrow();
  });
});

describeWithStandIns("a pod's fields in the provider's classes", () => {
  it("are what the plain JSON says", () => {
    const folder = new TerraformFolder();
    try {
      // GIVEN
      let json: PodJson & ContainerJson;
      folder.synth((app) => {
        const { stack, west, account, trusts } = hub(new TerraformStack(app, "hub"));
        const file = new PluginConfigMap(stack, "file", { namespace: "argocd", pluginFile: PLUGIN_FIXTURE });
        const plugin = PluginDelivery.initContainer(file);
        const identity = PodWiring.for(account, trusts, { plugin });
        json = { ...podOf(identity), ...containerOf(identity) };
        new DeploymentV1(stack, "deployment", {
          provider: west.kubernetesProvider,
          metadata: { name: "client", namespace: "argocd" },
          spec: {
            selector: { matchLabels: { app: "client" } },
            template: {
              metadata: { labels: { app: "client" } },
              spec: {
                serviceAccountName: account.name,
                volume: identity.volumes,
                initContainer: identity.initContainers,
                container: [
                  {
                    name: "client",
                    image: "registry.example/client",
                    env: identity.environment,
                    volumeMount: identity.volumeMounts,
                  },
                ],
              },
            },
          },
        });
      });
      folder.init("hub");

      // WHEN
      folder.apply("hub");

      // THEN
      const [deployment] = folder.resources("hub").filter(({ type }) => type === "kubernetes_deployment_v1");
      const { template } = (deployment.values.spec as { template: { spec: AppliedPod[] }[] }[])[0];
      const [pod] = template[0].spec;
      const sources = pod.volume[0].projected![0].sources;
      expect(sources.map(({ service_account_token: [token] }) => token)).toEqual(
        json!.volumes[0].projected!.sources.map(({ serviceAccountToken: token }) => ({
          audience: token.audience,
          expiration_seconds: token.expirationSeconds,
          path: token.path,
        })),
      );
      expect(pod.volume[0].projected![0].default_mode).toBe("0444");
      expect(pod.volume.map(({ name }) => name)).toEqual(json!.volumes.map(({ name }) => name));
      const [install] = pod.init_container;
      expect([install.command, install.args]).toEqual([
        json!.initContainers![0].command,
        json!.initContainers![0].args,
      ]);
      expect(install.security_context[0]).toMatchObject({ run_as_user: "1000", read_only_root_filesystem: true });
      expect(pod.container[0].volume_mount.map(({ mount_path }) => mount_path)).toEqual(
        json!.volumeMounts.map(({ mountPath }) => mountPath),
      );
      expect(pod.container[0].env[0]).toMatchObject(json!.env![0]);
    } finally {
      folder.remove();
    }
  });
});

/** What the test reads of the state's pod. */
interface AppliedPod {
  readonly volume: {
    readonly name: string;
    readonly projected?: {
      readonly default_mode: string;
      readonly sources: { readonly service_account_token: object[] }[];
    }[];
  }[];
  readonly init_container: {
    readonly command: string[];
    readonly args: string[];
    readonly security_context: object[];
  }[];
  readonly container: { readonly env: object[]; readonly volume_mount: { readonly mount_path: string }[] }[];
}
