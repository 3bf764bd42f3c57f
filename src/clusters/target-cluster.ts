import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { TerraformProvider, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { apiServerProblems } from "./api-server";
import { Cluster, ClusterKind } from "./cluster";
import { CloudAccount, DestinationKind, IDestination } from "../accounts";
import { isLiteral, problem } from "../common";
import { Repeatable, repeatedProblem } from "../common/repeated-source";
import { StableKeyOptions } from "../subjects";
import { StatedSettings } from "../trust-declaration";

/** What every kind of target cluster is described by. */
export interface TargetClusterAttributes extends StableKeyOptions {
  /**
   * The API server's URL, for kubeconfigs.
   *
   * @default - none: enough for a source, and for a target whose kubeconfig is written elsewhere
   */
  readonly endpoint?: string;
  /**
   * The API server's certificate authority, PEM in base64, as the clouds hand it out.
   *
   * @default - none: the API server's certificate is publicly trusted
   */
  readonly certificateAuthorityData?: string;
  /**
   * The Kubernetes provider that talks to this cluster, in the stack that holds the trusts into it.
   *
   * @default - none: trusts that make RBAC objects in this cluster fail synth
   */
  readonly kubernetesProvider?: KubernetesProvider;
}

const NO_PLACE: readonly string[] = [];

/** A Kubernetes cluster that others can be let into. It is a source as well, once its issuer is known. */
export abstract class TargetCluster extends Cluster implements IDestination {
  /** The API server's URL, where one was given. */
  public readonly endpoint?: string;
  /** The API server's certificate authority (PEM in base64), where one was given. */
  public readonly certificateAuthorityData?: string;
  /** The Kubernetes provider that talks to this cluster, where one was given. */
  public readonly kubernetesProvider?: KubernetesProvider;

  /** @internal */
  protected constructor(
    scope: Construct,
    id: string,
    kind: ClusterKind,
    attributes: TargetClusterAttributes,
    issuer?: string,
  ) {
    super(scope, id, kind, attributes, issuer);
    this.endpoint = attributes.endpoint;
    this.certificateAuthorityData = attributes.certificateAuthorityData;
    this.kubernetesProvider = attributes.kubernetesProvider;
  }

  /** What kind of cluster this is, as a destination. */
  public abstract get destinationKind(): DestinationKind;

  /**
   * The provider in whose stack trusts into this cluster stand.
   * @internal
   */
  public get _provider(): TerraformProvider | undefined {
    return this._cloudProvider ?? this.kubernetesProvider;
  }

  /**
   * The cloud account in which the cluster is.
   * @internal
   */
  public abstract get _account(): CloudAccount;

  /**
   * Where identities for trusts into the cluster are created, where that is told by the cluster. It may hold tokens.
   * @internal
   */
  public get _placeOfIdentities(): readonly string[] {
    return NO_PLACE;
  }

  /**
   * The cluster's name in its cloud, which tells it from every other one there. It may hold tokens.
   * @internal
   */
  public abstract get _cloudName(): string;

  /**
   * The provider that makes this cluster's cloud objects, and what the property is called.
   * @internal
   */
  public abstract get _cloudProvider(): TerraformProvider | undefined;
  /** @internal */
  public abstract get _cloudProviderProperty(): string;

  /**
   * The resource or data source that this cluster was declared from.
   * @internal
   */
  public _source?: Repeatable;

  /**
   * What was stated of the cluster and decides who gets in, for the lab; it is not what the cluster's own resource says.
   * @internal
   */
  public get _stated(): StatedSettings {
    return {};
  }

  /** @internal */
  public override _problems(): (string | undefined)[] {
    return [...super._problems(), repeatedProblem(this._source, "cluster"), ...apiServerProblems(this)];
  }

  /**
   * What tells the cluster from every other one in the world, known at synth; undefined where nothing tells it.
   * @internal
   */
  public get _place(): string | undefined {
    const place = this._account._place;
    return place === undefined || !isLiteral(this._cloudName) ? undefined : `${place} ${this._cloudName}`;
  }

  /**
   * What stops this cluster from being a target in a stack.
   * @internal
   */
  public _targetProblems(stack: TerraformStack): (string | undefined)[] {
    return [this.providerProblem(this._cloudProviderProperty, this._cloudProvider, stack)];
  }

  /** @internal */
  public _kubernetesProviderProblem(stack: TerraformStack): string | undefined {
    return this.providerProblem("kubernetesProvider", this.kubernetesProvider, stack);
  }

  private providerProblem(property: string, provider: TerraformProvider | undefined, stack: TerraformStack) {
    if (!provider) {
      return problem(
        `${this.node.path} ${property}`,
        "is missing, so the objects of this cluster could be made in a wrong place",
        `Give the ${this.kind} cluster its ${property}`,
      );
    }
    const home = TerraformStack.of(provider);
    if (home === stack) return undefined;
    return problem(
      `${this.node.path} ${property}`,
      `belongs to the stack "${home.node.id}", and this trust is in "${stack.node.id}"; a provider works only in its own stack`,
      `Move the trust into "${home.node.id}", or declare the cluster with providers of "${stack.node.id}"`,
    );
  }
}
