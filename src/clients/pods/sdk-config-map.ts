import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { Construct } from "constructs";
import { IPodTrust } from "../i-pod-trust";
import { providerProblem } from "../provider-problem";
import { sdkEnvironmentOf } from "../sdk/of-trusts";
import { SdkEnvironment } from "../sdk/sdk-environment";
import { digest, isLiteral, refuse } from "../../common";

/** What the files of SDKs are made from. */
export interface SdkConfigMapProps {
  /** The namespace of the pods. */
  readonly namespace: string;
  /** The trusts of one service account, in the order in which `PodWiring.for` gets them. */
  readonly trusts: IPodTrust[];
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
 * new pods.
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
export class SdkConfigMap extends Construct {
  /** The ConfigMap's name. */
  public readonly configMapName: string;
  /** The ConfigMap, where a provider was given. */
  public readonly configMap?: ConfigMapV1;
  private readonly namespace: string;
  private readonly environment: SdkEnvironment;
  private readonly isImmutable: boolean;

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
    const contents = this.environment.files.map(({ content }) => content);
    this.isImmutable = contents.every(isLiteral);
    this.configMapName = `trust-mesh-sdk-${digest(this.isImmutable ? contents.join("\n") : id, 10)}`;
    if (props.kubernetesProvider) {
      this.configMap = new ConfigMapV1(this, "config-map", {
        provider: props.kubernetesProvider,
        metadata: { name: this.configMapName, namespace: this.namespace },
        immutable: this.isImmutable,
        data: this.data(),
      });
    }
    refuse(this, () => [providerProblem(this, props.kubernetesProvider)]);
  }

  /** The ConfigMap in plain JSON, for manifests. */
  public toManifest(): object {
    return {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: this.configMapName, namespace: this.namespace },
      immutable: this.isImmutable,
      data: this.data(),
    };
  }

  /**
   * Whether the files are those of an environment.
   * @internal
   */
  public _has({ files }: SdkEnvironment): boolean {
    const own = this.environment.files;
    return (
      own.length === files.length &&
      files.every(({ name, content }, i) => own[i].name === name && own[i].content === content)
    );
  }

  private data(): { [name: string]: string } {
    return Object.fromEntries(this.environment.files.map(({ name, content }) => [name, content]));
  }
}
