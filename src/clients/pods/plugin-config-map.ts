import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { Construct } from "constructs";
import { createHash } from "crypto";
import { readFileSync } from "fs";
import { dirname, join } from "path";
import { IKubernetesObjects } from "../manifests/kubernetes-manifests";
import { providerProblem } from "../provider-problem";
import { yamlToken } from "../yaml-document";
import { labelProblems } from "../../clusters/kubernetes-metadata";
import { namespaceProblem } from "../../clusters/kubernetes-names";
import { problem, refuse } from "../../common";
import { HELP_FILE, PLUGIN_COMMAND } from "../../exec-contract";
import { MAX_DATA_BYTES } from "../../vendor/kubernetes/names";

/** Where the package's build puts the plugin, seen from `lib/clients/pods` and from `src/clients/pods` alike. */
const BUILT_PLUGIN = join(__dirname, "..", "..", "..", "lib", "bin", PLUGIN_COMMAND);

/** A ConfigMap that holds the plugin's file under the key `trust-mesh-auth`, and the one with its help and doctor. */
export interface IPluginFile {
  /** The ConfigMap's name. */
  readonly configMapName: string;
  /** The SHA-256 of the file, 64 hexadecimal digits. */
  readonly sha256: string;
}

/** Where the plugin's ConfigMap is made. */
export interface PluginConfigMapProps {
  /** The namespace of the pods that run the plugin, in the source cluster. */
  readonly namespace: string;
  /**
   * The Kubernetes provider of the source cluster.
   *
   * @default - no resource is made: apply `toManifest()` by other means
   */
  readonly kubernetesProvider?: KubernetesProvider;
  /**
   * The plugin's built file. The file with help and doctor, `trust-mesh-auth-help.js.br`, goes along where it lies beside.
   *
   * @default - the one of this package
   */
  readonly pluginFile?: string;
  /** Labels of the ConfigMap. @default - none */
  readonly labels?: { [name: string]: string };
}

/**
 * The exec plugin as a ConfigMap of the source cluster, for `PluginDelivery.initContainer`. It is immutable, and its name
 * ends in the file's digest: a new plugin makes a new ConfigMap, and with it new pods. The plugin itself holds the digest of
 * its help file. Both are read at synth.
 *
 * Kubernetes documentation: "ConfigMaps", section "Immutable ConfigMaps".
 */
export class PluginConfigMap extends Construct implements IPluginFile, IKubernetesObjects {
  /** The namespace. */
  public readonly namespace: string;
  /** `trust-mesh-auth-` and the first ten digits of the file's SHA-256. */
  public readonly configMapName: string;
  /** The SHA-256 of the file, 64 hexadecimal digits. */
  public readonly sha256: string;
  /** The resource, where a provider was given. */
  public readonly configMap?: ConfigMapV1;
  private readonly labels?: { [name: string]: string };
  private readonly provider?: KubernetesProvider;
  private readonly content: Buffer;
  private readonly help?: Buffer;
  private readonly unreadable?: string;

  /**
   * Reads the plugin's file and makes the ConfigMap. A file that is missing or too large fails synth.
   *
   * @param scope where the construct lives; its stack must be the one of the provider
   * @param id the construct's id
   * @param props where the ConfigMap is made
   */
  public constructor(scope: Construct, id: string, props: PluginConfigMapProps) {
    super(scope, id);
    const path = props.pluginFile ?? BUILT_PLUGIN;
    this.namespace = props.namespace;
    this.labels = props.labels;
    this.provider = props.kubernetesProvider;
    const read = contentOf(path);
    this.content = read ?? Buffer.alloc(0);
    if (!read) this.unreadable = path;
    this.help = contentOf(join(dirname(path), HELP_FILE));
    this.sha256 = createHash("sha256").update(this.content).digest("hex");
    this.configMapName = `${PLUGIN_COMMAND}-${this.sha256.slice(0, 10)}`;
    if (props.kubernetesProvider) {
      this.configMap = new ConfigMapV1(this, "config-map", {
        provider: props.kubernetesProvider,
        metadata: { name: this.configMapName, namespace: this.namespace, labels: this.labels },
        immutable: true,
        binaryData: this.data(),
      });
    }
    refuse(this, () => this.problems());
  }

  /** The ConfigMap as a manifest, in plain JSON. */
  public toManifest(): object {
    const { configMapName: name, namespace, labels } = this;
    return {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name, namespace, ...(labels ? { labels } : {}) },
      immutable: true,
      binaryData: this.data(),
    };
  }

  /** The manifest in an array, for `KubernetesManifests`. */
  public toManifests(): object[] {
    return [this.toManifest()];
  }

  /** The manifest as YAML text; values that are unknown until apply are filled in by Terraform. */
  public toYaml(): string {
    return yamlToken(() => this.toManifests());
  }

  /** In base64, because a script is full of what Terraform would read as a template. */
  private data(): { [name: string]: string } {
    return {
      [PLUGIN_COMMAND]: this.content.toString("base64"),
      ...(this.help ? { [HELP_FILE]: this.help.toString("base64") } : {}),
    };
  }

  private problems(): (string | undefined)[] {
    const length = this.content.length + (this.help?.length ?? 0);
    return [
      providerProblem(this, this.provider),
      namespaceProblem("namespace", this.namespace),
      ...labelProblems("labels", this.labels),
      this.unreadable !== undefined
        ? problem(
            "pluginFile",
            `${this.unreadable} cannot be read`,
            "Give the path of the built plugin; in a checkout of this package, run npm run build first",
          )
        : undefined,
      length > MAX_DATA_BYTES
        ? problem(
            "pluginFile",
            `has ${length} bytes, and a ConfigMap takes ${MAX_DATA_BYTES}`,
            "Bake the plugin into an image: PluginDelivery.imageVolume or PluginDelivery.inImage",
          )
        : undefined,
    ];
  }
}

function contentOf(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
