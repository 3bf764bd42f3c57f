import { build as argoCdHub } from "../../../examples/argocd-hub/main";
import { build as jobsOnGke } from "../../../examples/jobs-on-gke/main";
import { PLUGIN_FIXTURE } from "../../support/clients";
import { documentsOf, inJson, Component, Document, only, ProviderPod, Stacks, told } from "./pod-app";

describe("a pod with a kubeconfig", () => {
  type Change = (pod: ProviderPod, document: Document) => unknown;
  const stacks = documentsOf(jobsOnGke);
  const PLACE = "jobs-on-gke: kubernetes_deployment_v1.supervisor";
  const after = (change: Change) =>
    told(stacks, (copy: Stacks) => {
      const document = copy["jobs-on-gke"];
      change(only(document.resource.kubernetes_deployment_v1).spec.template.spec, document);
    });
  const source = ({ volume: [{ projected = [] }] }: ProviderPod) => projected[0].sources[0].service_account_token;
  const kubeconfig = ({ container: [{ env = [] }] }: ProviderPod) => env.find(({ name }) => name === "KUBECONFIG")!;

  it("is as declared in the example", () => {
    expect(told(stacks)).toEqual([]);
  });

  it.each<[what: string, change: Change, severity: string, hop: string, reason: RegExp]>([
    ["a token for another audience", (pod) => (source(pod).audience += "x"), "fault", "source", /needs https:\/\/iam/],
    [
      "a token at another path",
      (pod) => (source(pod).path = "x"),
      "fault",
      "source",
      /reads .*euro\/token is not there/,
    ],
    [
      "another service account",
      (pod) => (pod.service_account_name = "x"),
      "fault",
      "exchange",
      /is for .*:control:supervisor/,
    ],
    ["another namespace", inNamespace, "fault", "source", /in the namespace "control"/],
    ["another kubeconfig", (pod) => (kubeconfig(pod).value += "x"), "fault", "source", /has no file kubeconfigx/],
    ["the kubeconfig's ConfigMap in another cluster", inEuro, "fault", "source", /is in another cluster/],
    [
      "the kubeconfig's ConfigMap by a provider that may lead elsewhere",
      mapInEuro,
      "gap",
      "source",
      /makes by the provider "kubernetes.euro", and is made by "kubernetes.west": nothing tells/,
    ],
    ["its own place in another cluster", runsInEuro, "fault", "exchange", /runs in euro, and its stanza is for/],
    ["a kubeconfig of the image", (pod) => (kubeconfig(pod).value = "/x"), "gap", "source", /the image was not read/],
    [
      "a kubeconfig that nothing names",
      (pod) => (kubeconfig(pod).name = "X"),
      "gap",
      "source",
      /nothing of the container/,
    ],
    [
      "a ConfigMap that was not read",
      (pod) => (pod.volume[2].config_map!.name = "x"),
      "gap",
      "source",
      /"x" was not read/,
    ],
  ])("is told of %s", (_what, change, severity, hop, reason) => {
    const found = after(change);

    expect(found.join("\n")).toMatch(reason);
    expect(found[0]).toMatch(new RegExp(`^${severity} ${PLACE} ${hop}: the pod of `));
  });

  it("that is written into a ConfigMap is compared as well: a Job that another cluster starts", () => {
    const found = after((_pod, document) => {
      const { data } = only(document.resource.kubernetes_config_map_v1, "supervisor");
      data["job.json"] = data["job.json"]
        .replace('"path\\" = \\"data/token', '"path\\" = \\"x/token')
        .replace('path" = "data/token', 'path" = "x/token');
    });

    expect(found).toEqual([
      expect.stringMatching(
        /^fault jobs-on-gke: kubernetes_config_map_v1.supervisor-files source: the pod of batch\/report: /,
      ),
    ]);
  });
});

function inNamespace(_pod: ProviderPod, document: Document): void {
  only(document.resource.kubernetes_deployment_v1).metadata.namespace = "x";
}

function inEuro(_pod: ProviderPod, document: Document): void {
  document.provider.kubernetes.find((one) => one.alias === "west")!.host = "https://west.example.com";
  only(document.resource.kubernetes_config_map_v1, "supervisor").provider = "kubernetes.euro";
}

function mapInEuro(_pod: ProviderPod, document: Document): void {
  only(document.resource.kubernetes_config_map_v1, "supervisor").provider = "kubernetes.euro";
}

function runsInEuro(_pod: ProviderPod, document: Document): void {
  only(document.resource.kubernetes_deployment_v1).provider = "kubernetes.euro";
}

describe("pods of Argo CD", () => {
  type Change = (component: Component, document: Document) => unknown;
  const stacks = documentsOf((app) => argoCdHub(app, PLUGIN_FIXTURE));
  const PLACE = "argocd-hub: output.helm-values";
  const after = (change: Change) =>
    told(stacks, (copy: Stacks) => {
      const document = copy["argocd-hub"];
      const values = document.output["helm-values"];
      values.value = inText(values.value, ({ controller }) => change(controller, document));
    });
  const init = ({ initContainers = [] }: Component) => initContainers[0];
  const secret = (document: Document) => only(document.resource.kubernetes_secret_v1, "argocd-euro");

  it("are as declared in the example", () => {
    expect(told(stacks)).toEqual([]);
  });

  it.each<[what: string, change: Change, reason: RegExp]>([
    ["no token", (one) => one.volumes[0].projected.sources.shift(), /reads .*\/token is not there/],
    ["a token for another audience", (one) => (first(one).audience = "x"), /is for x, and the stanza of/],
    ["a token at another path", (one) => (first(one).path = "x/token"), /is not there/],
    ["a volume of another name", (one) => (one.volumes[0].name = "x"), /the volume "trust-mesh-tokens"/],
    ["another mount", (one) => (one.volumeMounts[0].mountPath = "/x"), /is in no volume/],
    [
      "a mount of another volume in the cache's place",
      (one) => (one.volumeMounts[3].name = "evil"),
      /mounts the volume "evil" at \/var\/cache\/trust-mesh, and the pod has none/,
    ],
    ["no folder of the plugin", (one) => one.volumeMounts.splice(1, 1), /is installed for \/opt\/trust-mesh, where/],
    [
      "a plugin that PATH does not have",
      (one) => (one.volumeMounts[2].mountPath = "/x/trust-mesh-auth"),
      /no folder of PATH/,
    ],
    ["another file in the plugin's place", (one) => (one.volumeMounts[2].subPath = "bin/x"), /no folder of PATH/],
    ["no init container", (one) => delete one.initContainers, /which no init container fills/],
    ["an init container that may not write", (one) => (init(one).volumeMounts[0].readOnly = true), /read-only into/],
    ["an init container without the folder", (one) => init(one).volumeMounts.shift(), /is in no volume of the init/],
    [
      "an init container without the file",
      (one) => init(one).volumeMounts.pop(),
      /in no volume, and the image was not read/,
    ],
    ["a ConfigMap of another name", (one) => (one.volumes[2].configMap!.name = "x"), /the ConfigMap "x" was not read/],
    ["another digest", (one) => (init(one).args[0] = "0".repeat(64)), /has not the SHA-256 0{64}/],
    ["no digest", (one) => init(one).args.shift(), /is not given a SHA-256/],
    ["another file", (one) => (init(one).args[1] += "x"), /has no file trust-mesh-authx/],
    ["another shell", (one) => (init(one).command[0] = "/bin/node"), /is not started by a shell/],
    ["a script's file", (one) => (init(one).command[1] = "-e"), /started with "-e"/],
    ["a script without a name", (one) => init(one).command.pop(), /not followed by a name/],
    ["a further argument", (one) => init(one).command.push("x"), /not followed by a name/],
    ["another script", (one) => (init(one).command[2] += "exit 1\n"), /not the one that this version makes/],
    ["no script", (one) => (init(one).command = ["true"]), /not the one that this version makes/],
  ])("are told of %s", (_what, change, reason) => {
    const found = after(change);

    expect(found.join("\n")).toMatch(reason);
    expect(found[0]).toMatch(
      new RegExp(`^(fault|gap) ${PLACE} source: the pod of argocd/argocd-application-controller: `),
    );
  });

  it("that run as another service account are told by what they have the token of", () => {
    const found = after((one) => (one.serviceAccount.name = "x"));

    expect(found).toEqual([
      expect.stringMatching(`^fault ${PLACE} exchange: the pod of x: has the token of the stanza`),
    ]);
  });

  it("a cluster secret in the cluster that it leads to is a fault", () => {
    expect(after((_one, document) => (secret(document).provider = "kubernetes.euro"))).toEqual([
      expect.stringMatching(
        /^fault argocd-hub: kubernetes_secret_v1.argocd-euro.* source: is made in euro, which it leads into/,
      ),
    ]);
  });

  // Argo CD documentation, "Declarative Setup": secrets are "in the same namespace" as Argo CD, so in its cluster.
  it("a cluster secret, and the plugin, in a third cluster are faults", () => {
    const move = (type: "kubernetes_secret_v1" | "kubernetes_config_map_v1", name: string) => {
      const change = (copy: Stacks) => {
        only(copy["argocd-hub"].resource[type] as Record<string, { provider?: string }>, name).provider =
          "kubernetes.euro";
      };
      return told(stacks, change, ["pod-wiring", "plugin-file"]).filter((one) => one.startsWith("fault"));
    };

    expect(move("kubernetes_secret_v1", "argocd-corp")).toEqual([
      expect.stringMatching(
        /^fault argocd-hub: kubernetes_secret_v1.argocd-corp.* source: is made in euro, and Argo CD runs in hub/,
      ),
    ]);
    expect(move("kubernetes_config_map_v1", "plugin")).toEqual([
      expect.stringMatching(
        /^fault argocd-hub: kubernetes_config_map_v1.plugin.* is made in euro, and no pod of an edge runs there/,
      ),
    ]);
  });
});

function first(component: Component): { audience: string; path: string } {
  return component.volumes[0].projected.sources[0].serviceAccountToken;
}

/** A change of JSON in which Terraform's expressions stand for whole values. */
function inText(text: string, change: (value: { controller: Component }) => unknown): string {
  const quoted = text.replace(/(": )(\$\{.*\})(,?)$/gm, (_all, name: string, value: string, end: string) => {
    return `${name}${JSON.stringify(`@${value}`)}${end}`;
  });
  const changed = inJson(quoted, change);
  return changed.replace(/"@((?:[^"\\]|\\.)*)"/g, (_all, inner: string) => JSON.parse(`"${inner}"`) as string);
}
