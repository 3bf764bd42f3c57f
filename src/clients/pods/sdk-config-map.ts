import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { Construct } from "constructs";
import { ITrust } from "../i-trust";
import { IKubernetesObjects } from "../manifests/kubernetes-manifests";
import { serviceAnnotations } from "./service-declarations";
import { refuseClientCircle } from "../client-circle";
import { providerProblem } from "../provider-problem";
import { sdkEnvironmentOf } from "../sdk/of-trusts";
import { SdkEnvironment } from "../sdk/sdk-environment";
import { yamlToken } from "../yaml-document";
import { namespaceProblem } from "../../clusters/kubernetes-names";
import { digest, isLiteral, refuse, resolved } from "../../common";

/** What the files of SDKs are made from. */
export interface SdkConfigMapProps {
  /** The namespace of the pods. */
  readonly namespace: string;
  /** The trusts of one service account, in the order in which `PodWiring.for` gets them. */
  readonly trusts: ITrust[];
  /**
   * The Kubernetes provider of the source cluster.
   *
   * @default - nothing is created: apply `toManifest()` yourself
   */
  readonly kubernetesProvider?: KubernetesProvider;
}

/**
 * The files that vendors' SDKs read in the pods of a service account, as a ConfigMap of the source cluster: Google's
 * credential file, and AWS's configuration file where there are several accounts. Nothing in them is secret. Where all
 * of it is known at synth, the ConfigMap is immutable and its name has a digest of the content, so that a change starts
 * new pods. Its annotation tells `trust-mesh lab` what the trusts promise.
 *
 * Kubernetes documentation: "ConfigMaps", section on immutable ConfigMaps
 *
 * @see https://kubernetes.io/docs/concepts/configuration/configmap/
 *
 * @example
 *
 * const sdkFiles = new SdkConfigMap(this, "sdk", { namespace: "etl", trusts, kubernetesProvider });
 * const wiring = PodWiring.for(loader, trusts, { sdkFiles });
 */
export class SdkConfigMap extends Construct implements IKubernetesObjects {
  /** The ConfigMap's name. */
  public readonly configMapName: string;
  /** The ConfigMap, where a provider was given. */
  public readonly configMap?: ConfigMapV1;
  private readonly namespace: string;
  private readonly environment: SdkEnvironment;
  private readonly isImmutable: boolean;
  private readonly annotations: { [name: string]: string };

  /**
   * Makes the files.
   *
   * @param scope where the construct lives; its stack must be the one of the provider
   * @param id the construct's id
   * @param props what they are made from
   */
  public constructor(scope: Construct, id: string, props: SdkConfigMapProps) {
    super(scope, id);
    this.namespace = props.namespace;
    this.environment = sdkEnvironmentOf(props.trusts);
    this.annotations = serviceAnnotations(props.trusts);
    const contents = this.environment.files.map(({ content }) => content);
    this.isImmutable = contents.every(isLiteral);
    this.configMapName = `trust-mesh-sdk-${digest(this.isImmutable ? contents.join("\n") : id, 10)}`;
    if (props.kubernetesProvider) {
      refuseClientCircle(this, "trusts", [...contents, ...Object.values(this.annotations)]);
      this.configMap = new ConfigMapV1(this, "config-map", {
        provider: props.kubernetesProvider,
        metadata: this.metadata(),
        immutable: this.isImmutable,
        data: this.data(),
      });
    }
    refuse(this, () => [
      providerProblem(this, props.kubernetesProvider),
      namespaceProblem("namespace", props.namespace),
    ]);
  }

  /** The ConfigMap in plain JSON, for manifests. */
  public toManifest(): object {
    return {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: this.metadata(),
      immutable: this.isImmutable,
      data: this.data(),
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

  /**
   * Whether the files are those of an environment.
   * @internal
   */
  public _has({ files }: SdkEnvironment): boolean {
    // Each time that a document is written, what is known after apply is another token.
    const [own, other] = [this.environment.files, files].map((all) => JSON.stringify(resolved(this, all)));
    return own === other;
  }

  private metadata() {
    const { configMapName: name, namespace, annotations } = this;
    return { name, namespace, ...(Object.keys(annotations).length ? { annotations } : {}) };
  }

  private data(): { [name: string]: string } {
    return Object.fromEntries(this.environment.files.map(({ name, content }) => [name, content]));
  }
}
