import { IResolvable, IResolveContext, Token } from "cdktf";
import { yamlDocuments } from "../yaml-document";

/** What has Kubernetes objects that can be applied by other means than Terraform. */
export interface IKubernetesObjects {
  /** The objects in plain JSON; values may be tokens. */
  toManifests(): object[];
}

/**
 * Kubernetes objects of one cluster as a stream of YAML documents, for a team that applies what stands in a repository
 * (Argo CD, Flux) and not what Terraform does. It is a value, which is rendered when Terraform applies: as it is for an
 * output, and by `toString()` wherever text is wanted, such as the content of a file. Nothing in it is secret.
 *
 * `trust-mesh lab` reads the bindings and roles of such a stream in outputs and in resources of whatever type, as if
 * Terraform created them in the cluster that the bindings' annotation `cdktf-trust-mesh/target-cluster` names.
 *
 * Kubernetes documentation: "Declarative Management of Kubernetes Objects Using Configuration Files"
 *
 * @see https://kubernetes.io/docs/tasks/manage-kubernetes-objects/declarative-config/
 *
 * @example
 *
 * const account = new SourceServiceAccount(this, "account", { serviceAccount: deployer });
 * const plugin = new PluginConfigMap(this, "plugin", { namespace: "ci" });
 * new TerraformOutput(this, "hub-manifests", { value: KubernetesManifests.of(account, plugin) });
 */
export class KubernetesManifests implements IResolvable, IKubernetesObjects {
  /**
   * The manifests of some objects, in their order.
   *
   * @param objects trusts, service accounts, ConfigMaps, Argo CD clusters, other manifests
   */
  public static of(...objects: IKubernetesObjects[]): KubernetesManifests {
    return new KubernetesManifests(objects);
  }

  /** Unused: the stack of calls that made this value. */
  public readonly creationStack: string[] = [];
  private readonly objects: readonly IKubernetesObjects[];

  private constructor(objects: readonly IKubernetesObjects[]) {
    this.objects = objects;
  }

  /** The manifests in plain JSON; values may be tokens. */
  public toManifests(): object[] {
    return this.objects.flatMap((one) => one.toManifests());
  }

  /** Renders YAML; values that are unknown until apply are filled in by Terraform. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the type of the interface, which jsii wants as it is
  public resolve(_context: IResolveContext): any {
    return yamlDocuments(this.toManifests());
  }

  /** The stream's text, as a token. */
  public toString(): string {
    return Token.asString(this);
  }
}
