import type {
  DeploymentV1SpecTemplateSpecContainerEnv,
  DeploymentV1SpecTemplateSpecContainerVolumeMount,
  DeploymentV1SpecTemplateSpecInitContainer,
  DeploymentV1SpecTemplateSpecVolume,
} from "@cdktf/provider-kubernetes/lib/deployment-v1";
import { ITrust } from "../i-trust";
import { PluginDelivery } from "./plugin-delivery";
import {
  ContainerJson,
  MountJson,
  PodJson,
  providerInitContainer,
  providerMount,
  providerVariable,
  providerVolume,
  VariableJson,
  VolumeJson,
} from "./pod-json";
import { SdkConfigMap } from "./sdk-config-map";
import { serviceAnnotations, serviceDocument } from "./service-declarations";
import { shadowingVariables } from "../sdk/environment";
import { isCloudTrust, sdkEnvironmentOf } from "../sdk/of-trusts";
import { yamlToken } from "../yaml-document";
import { SDK_FOLDER, SdkEnvironment } from "../sdk/sdk-environment";
import { TOKEN_FOLDER, tokenPath } from "../token-file";
import { ClusterKind, ServiceAccount } from "../../clusters";
import { problem, refusal, refuse } from "../../common";
import { MAX_AKS_TOKEN_SECONDS } from "../../vendor/azure/aks";
import { MIN_TOKEN_SECONDS } from "../../vendor/kubernetes/names";

const TOKEN_VOLUME = "trust-mesh-tokens";
const SDK_VOLUME = "trust-mesh-sdk";
const CACHE_VOLUME = "trust-mesh-cache";
const CACHE_FOLDER = "/var/cache/trust-mesh";
const DEFAULT_EXPIRATION = 3600;

/** How pods are wired. */
export interface PodWiringOptions {
  /**
   * How long each token lives, in seconds: 600 at least, and 86400 at most in AKS. The kubelet renews it when four fifths
   * are over. The source cluster may shorten it.
   *
   * @default 3600
   */
  readonly tokenExpirationSeconds?: number;
  /** How the exec plugin gets into the container. @default PluginDelivery.inImage() */
  readonly plugin?: PluginDelivery;
  /**
   * Whether credentials are kept between runs of the plugin, in memory, so that not every kubectl call asks a cloud. All
   * containers that mount it must run as the same user.
   *
   * @default true
   */
  readonly cache?: boolean;
  /**
   * The files that vendors' SDKs read, for trusts into Google Cloud projects and for several AWS accounts.
   *
   * @default - none: such trusts are refused
   */
  readonly sdkFiles?: SdkConfigMap;
  /**
   * Further variables of the container, which `environment` and the container's JSON have beside the wiring's. Those that vendors' SDKs
   * prefer to the wiring, such as `AWS_ACCESS_KEY_ID` or `AZURE_CLIENT_SECRET`, are refused, and so is a second value of the wiring's own.
   *
   * @default - none
   */
  readonly env?: { [name: string]: string };
}

/**
 * What the pods of a service account need to act by its trusts: a projected volume with one token for each trust, of the
 * trust's own audience, at the path where the exec stanza looks for it; the exec plugin; and the plugin's cache. Two
 * trusts never share a token. As fields for the Kubernetes provider's workload classes, and as plain JSON.
 *
 * Kubernetes documentation: "Configure Service Accounts for Pods", section on service account token volume projection.
 */
export class PodWiring {
  /**
   * The wiring of a service account's pods.
   *
   * @param serviceAccount what the pods run as
   * @param trusts what they act by, each into another cluster or account; the first of each cloud is what its SDKs use
   * unless code says otherwise
   * @param options how they are wired
   * @throws if there are no trusts
   */
  public static for(serviceAccount: ServiceAccount, trusts: ITrust[], options: PodWiringOptions = {}): PodWiring {
    return new PodWiring(serviceAccount, trusts, options);
  }

  /** What the pods run as. */
  public readonly serviceAccount: ServiceAccount;
  private readonly trusts: ITrust[];
  private readonly expiration: number;
  private readonly plugin: PluginDelivery;
  private readonly cached: boolean;
  private readonly sdkFiles?: SdkConfigMap;
  private readonly sdk: SdkEnvironment;
  private readonly env: { [name: string]: string };

  private constructor(serviceAccount: ServiceAccount, trusts: ITrust[], options: PodWiringOptions) {
    if (!trusts.length) throw refusal("PodWiring.for: trusts is empty. Give at least one trust.", "trusts");
    this.serviceAccount = serviceAccount;
    this.trusts = distinct(trusts);
    this.expiration = options.tokenExpirationSeconds ?? DEFAULT_EXPIRATION;
    this.plugin = options.plugin ?? PluginDelivery.inImage();
    this.cached = options.cache ?? this.trusts.some((trust) => !isCloudTrust(trust));
    this.sdkFiles = options.sdkFiles;
    this.sdk = sdkEnvironmentOf(this.trusts);
    this.env = { ...options.env };
    refuse(trusts[0], () => this.problems());
  }

  /** The pod's volumes, for `spec.template.spec.volume` of the provider's classes. */
  public get volumes(): DeploymentV1SpecTemplateSpecVolume[] {
    return this.volumesJson().map(providerVolume);
  }

  /** The container's mounts, for `container[].volumeMount` of the provider's classes. */
  public get volumeMounts(): DeploymentV1SpecTemplateSpecContainerVolumeMount[] {
    return this.mountsJson().map(providerMount);
  }

  /** The pod's init containers, for `initContainer` of the provider's classes. */
  public get initContainers(): DeploymentV1SpecTemplateSpecInitContainer[] {
    return this.plugin._initContainers().map(providerInitContainer);
  }

  /** The container's environment, for `container[].env` of the provider's classes. */
  public get environment(): DeploymentV1SpecTemplateSpecContainerEnv[] {
    return this.environmentJson().map(providerVariable);
  }

  /**
   * Annotations that tell `trust-mesh lab` what the pods are promised in cloud accounts, for the metadata of the pod's
   * template or of any other object: account, identity, and each access. Empty without a trust into an account. Nothing
   * in them is secret, and no controller reads them. `SdkConfigMap` carries them too.
   */
  public get annotations(): { [name: string]: string } {
    return serviceAnnotations(this.trusts);
  }

  /**
   * The same as JSON text, for an output: where no object of the configuration carries the annotations, as with pods of
   * a Helm chart.
   *
   * @example
   *
   * new TerraformOutput(this, "loader-services", { value: wiring.toDeclaration() });
   */
  public toDeclaration(): string {
    return serviceDocument(this.trusts);
  }

  /** The pod's part in plain JSON, for manifests and Helm values: `serviceAccountName`, `volumes`, `initContainers`. */
  public toPodJson(): object {
    return this._pod();
  }

  /** The container's part in plain JSON, for manifests and Helm values: `volumeMounts` and `env`. */
  public toContainerJson(): object {
    return this._container();
  }

  /** What `toPodJson` has as YAML text, to be indented into a pod's `spec`; a value that Terraform renders. */
  public toPodYaml(): string {
    return yamlToken(() => [this._pod()]);
  }

  /** What `toContainerJson` has as YAML text, to be indented into a container; a value that Terraform renders. */
  public toContainerYaml(): string {
    return yamlToken(() => [this._container()]);
  }

  /** @internal */
  public _pod(): PodJson {
    const initContainers = this.plugin._initContainers();
    return {
      serviceAccountName: this.serviceAccount.name,
      volumes: this.volumesJson(),
      ...(initContainers.length ? { initContainers } : {}),
    };
  }

  /** @internal */
  public _container(): ContainerJson {
    const env = this.environmentJson();
    return { volumeMounts: this.mountsJson(), ...(env.length ? { env } : {}) };
  }

  private get projecting(): ITrust[] {
    return this.trusts.filter((trust) => trust.usesProjectedToken);
  }

  private volumesJson(): VolumeJson[] {
    const sources = this.projecting.map((trust) => ({
      serviceAccountToken: { audience: trust.audience, expirationSeconds: this.expiration, path: tokenPath(trust) },
    }));
    return [
      ...(sources.length ? [{ name: TOKEN_VOLUME, projected: { defaultMode: 0o444, sources } }] : []),
      ...this.plugin._volumes(),
      ...(this.sdk.files.length && this.sdkFiles
        ? [{ name: SDK_VOLUME, configMap: { name: this.sdkFiles.configMapName, defaultMode: 0o444 } }]
        : []),
      ...(this.cached ? [{ name: CACHE_VOLUME, emptyDir: { medium: "Memory", sizeLimit: "16Mi" } }] : []),
    ];
  }

  private mountsJson(): MountJson[] {
    return [
      ...(this.projecting.length ? [{ name: TOKEN_VOLUME, mountPath: TOKEN_FOLDER, readOnly: true }] : []),
      ...this.plugin._volumeMounts(),
      ...(this.sdk.files.length && this.sdkFiles ? [{ name: SDK_VOLUME, mountPath: SDK_FOLDER, readOnly: true }] : []),
      ...(this.cached ? [{ name: CACHE_VOLUME, mountPath: CACHE_FOLDER }] : []),
    ];
  }

  /** The plugin makes the folder itself: the volume's own root belongs to another user. */
  private environmentJson(): VariableJson[] {
    const cache = this.cached ? [{ name: "TRUST_MESH_CACHE_DIR", value: `${CACHE_FOLDER}/credentials` }] : [];
    const further = Object.entries(this.env).map(([name, value]) => ({ name, value }));
    return [...cache, ...this.sdk.variables, ...further];
  }

  private problems(): (string | undefined)[] {
    const { serviceAccount, expiration } = this;
    const { cluster } = serviceAccount;
    const paths = this.trusts.map(tokenPath);
    const way = `Give ${MIN_TOKEN_SECONDS} seconds or more`;
    return [
      ...serviceAccount._problems(),
      serviceAccount.isPattern
        ? problem(
            "serviceAccount",
            "stands for a whole namespace, and a pod runs as one",
            "Give a single service account",
          )
        : undefined,
      ...this.trusts.map((trust) => this.strangerProblem(trust)),
      ...this.trusts.map((trust, i) =>
        paths.indexOf(paths[i]) === i
          ? undefined
          : problem(
              "trusts",
              `two are into a cluster or an account of the id "${trust.destinationId}", and their tokens would share a file`,
              "Leave one of them out, or declare its cluster or account under another id",
            ),
      ),
      Number.isInteger(expiration) && expiration >= MIN_TOKEN_SECONDS
        ? undefined
        : problem("tokenExpirationSeconds", `${expiration} is less than Kubernetes takes`, way),
      cluster.kind === ClusterKind.AKS && expiration > MAX_AKS_TOKEN_SECONDS
        ? problem(
            "tokenExpirationSeconds",
            `${expiration} is more than AKS gives`,
            `Give ${MAX_AKS_TOKEN_SECONDS} or less`,
          )
        : undefined,
      ...this.plugin._problems(),
      ...shadowingVariables(Object.keys(this.env), this.sdk).map((name) =>
        problem(`env.${name}`, "keeps vendors' SDKs from using the wiring", "Leave it out, and what it names with it"),
      ),
      this.sdk.files.length && !this.sdkFiles
        ? problem(
            "sdkFiles",
            `is missing, and SDKs read ${this.sdk.files.map(({ name }) => name).join(", ")}`,
            "Give new SdkConfigMap(…) with the same trusts",
          )
        : undefined,
      this.sdk.files.length && this.sdkFiles && !this.sdkFiles._has(this.sdk)
        ? problem(
            "sdkFiles",
            "is made from other trusts",
            "Give SdkConfigMap and PodWiring the same trusts in the same order",
          )
        : undefined,
    ];
  }

  private strangerProblem({ subject: trusted, destinationId }: ITrust): string | undefined {
    const { serviceAccount: own } = this;
    if (trusted._covers(own)) return undefined;
    return problem(
      "trusts",
      `the trust in "${destinationId}" is of "${trusted._id}", and the pods run as "${own._id}"`,
      "Give the trusts of the pods' own service account",
    );
  }
}

/** Several trusts into one account by one identity need one token. */
function distinct(trusts: readonly ITrust[]): ITrust[] {
  const seen = new Set<string>();
  return trusts.filter((trust) => {
    if (!isCloudTrust(trust)) return true;
    const key = [trust.destinationId, trust.audience, trust.cloudPrincipal].join("\n");
    return !seen.has(key) && seen.add(key);
  });
}
