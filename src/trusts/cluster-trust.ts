import type { ClusterRoleBindingV1 } from "@cdktf/provider-kubernetes/lib/cluster-role-binding-v1";
import type { RoleBindingV1 } from "@cdktf/provider-kubernetes/lib/role-binding-v1";
import { TerraformResource, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { CLOUD_OF } from "./cloud-of";
import { issuerReachProblem } from "./issuer-reach";
import { outsideProblems } from "./outside-problems";
import { warnOfRisks } from "./risks";
import { homeOf, refuseAccountCircle, refuseCircle, refuseDestinationCircle } from "./stack-circle";
import { Trust } from "./trust";
import { TrustOptions } from "./trust-options";
import { ClusterAccess, KubernetesDelivery } from "../access";
import { contradiction } from "../access/cluster-access";
import { bindingManifest, keepBinding, RbacBinding, rbacBindings, RbacSubject } from "../access/kubernetes-rbac";
import { Cluster, ClusterKind, TargetCluster } from "../clusters";
import { claimProblems, problem, refuseFaulty, warn, refusal } from "../common";
import { ExecCredential, IClusterTrust, IKubernetesObjects } from "../clients";
import { execArguments, FlagValues, PluginSubcommand } from "../exec-contract";
import { OidcSubject } from "../subjects";

/** What every trust is made from, whatever its direction. */
export interface ClusterTrustProps extends TrustOptions {
  /** Who is trusted: a service account of a source cluster, a CI job, a machine identity, or another issuer's subject. */
  readonly from: OidcSubject;
  /** What it may do in the target cluster. */
  readonly access: ClusterAccess;
  /**
   * How the bindings get into the target cluster. Access by the cloud's own policies is a Terraform resource always.
   *
   * @default KubernetesDelivery.RESOURCES
   */
  readonly delivery?: KubernetesDelivery;
}

/**
 * A subject of a source is trusted by a target cluster with some access. All that a trust makes is on
 * the target's side, in the stack of the target's providers.
 */
export abstract class ClusterTrust extends Trust implements IClusterTrust, IKubernetesObjects {
  /** The cluster that trusts it. */
  public readonly targetCluster: TargetCluster;
  /** How the bindings get into the cluster. */
  public readonly delivery: KubernetesDelivery;
  // Lists of a trust are extended by concat: V8 makes room for seventeen where it pushes to an empty list, or spreads one.
  private granted: readonly ClusterAccess[] = [];
  private own: readonly TerraformResource[] = [];
  private manifests?: Map<string, object>;

  /** @internal */
  protected constructor(scope: Construct, id: string, from: OidcSubject, to: TargetCluster, props: ClusterTrustProps) {
    super(scope, id, from, props);
    this.targetCluster = to;
    this.delivery = props.delivery ?? KubernetesDelivery.RESOURCES;
    refuseCircle(this, from, to._account);
    refuseDestinationCircle(this, homeOf(to._account, TerraformStack.of(this)), "to", to._placeOfIdentities);
    warnOfRisks(this, from, to, CLOUD_OF[to.destinationKind]);
    refuseFaulty(this);
  }

  /** The user's name that RBAC and audit log of the target see, as far as it is known before the session. */
  public abstract get kubernetesUser(): string;
  /** The groups that RBAC of the target sees; empty where it sees the user alone. */
  public abstract get kubernetesGroups(): string[];
  /** Cloud objects that the trust uses and does not make: ARNs, names or ids, as they were given. */
  public abstract get adopted(): string[];

  /** What the token's folder is named after: the cluster's construct id. */
  public get destinationId(): string {
    return this.targetCluster.node.id;
  }

  /** What was granted, in the order of granting. */
  public get accesses(): ClusterAccess[] {
    return [...this.granted];
  }

  /** The Terraform resources of this trust, those that it shares with others included. */
  public get resources(): TerraformResource[] {
    return [...new Set([...this._sharedResources, ...this.own])];
  }

  /**
   * Adds access for the same subject. What was granted before stays; granting the same again changes nothing.
   *
   * @param access what else it may do
   */
  public grant(access: ClusterAccess): void {
    for (const one of this._grant(access)) this._keep(one, new one.bindingClass(this, one.id, one.config));
  }

  /**
   * Grants an access but for the bindings that Terraform creates: the caller makes each and keeps it, as constructors do without
   * a frame of `grant`. CDKTF keeps the call stack with every nested block.
   * @internal
   */
  protected _grant(access: ClusterAccess): RbacBinding[] {
    this.granted = this.granted.concat(access);
    const risk = access._risk();
    if (risk !== undefined) warn(this, risk.code, risk.message);
    if (this.suspended) return [];
    this.refuseAccountCircle();
    if (access.isCloudPolicy) {
      this.own = this.own.concat(this._realiseByCloud(access));
      return [];
    }
    const { subject: from, targetCluster: cluster, _rbacSubject: subject } = this;
    const bindings = rbacBindings(this, { cluster, from, subject, access });
    if (this.delivery === KubernetesDelivery.RESOURCES) {
      return bindings.filter(({ id }) => this.node.tryFindChild(id) === undefined);
    }
    const manifests = bindings.map((one): [string, object] => [one.id, bindingManifest(this, one, cluster)]);
    this.manifests = new Map([...(this.manifests ?? []), ...manifests]);
    return [];
  }

  /** What stands beside the trust is not read from elsewhere. */
  private refuseAccountCircle(): void {
    const { _account: account } = this.targetCluster;
    const stack = TerraformStack.of(this);
    if (homeOf(account, stack) === stack) return;
    refuseAccountCircle(this, account, [this.cloudPrincipal, this.kubernetesUser], this._readOfAccount);
  }

  /**
   * The resources of the account that the trust's own ones refer to, whatever is known of them at synth.
   * @internal
   */
  protected get _readOfAccount(): readonly TerraformResource[] {
    return [];
  }

  /** @internal */
  protected _keep(binding: RbacBinding, made: ClusterRoleBindingV1 | RoleBindingV1): void {
    this.own = this.own.concat(keepBinding(this, made, binding, this.targetCluster, this._mustOutliveBindings));
  }

  /**
   * The bindings in plain JSON, for `KubernetesManifests`; grants that are added later are in it.
   *
   * @throws if Terraform creates them as resources
   */
  public toManifests(): object[] {
    if (this.delivery === KubernetesDelivery.MANIFESTS) return [...(this.manifests?.values() ?? [])];
    throw refusal(
      `${this.node.path} delivery: Terraform creates the bindings itself. Give KubernetesDelivery.MANIFESTS.`,
      "delivery",
    );
  }

  /**
   * The exec plugin's arguments for this trust, as a kubeconfig's exec stanza passes them. Values may be unknown until
   * apply.
   *
   * @param tokenFile where the pod finds its projected token; left out where none is projected.
   * Default: the plugin looks where its environment says
   */
  public execArguments(tokenFile?: string): string[] {
    const { _pluginFlags: flags, _pluginSubcommand: subcommand, subject, destinationId } = this;
    if (!this.usesProjectedToken) return execArguments(subcommand, flags);
    const way = subject._tokenWay(destinationId) ?? {};
    const told = Object.fromEntries(Object.entries(way).filter(([, value]) => value !== undefined));
    return execArguments(subcommand, { ...flags, ...told, "token-file": tokenFile });
  }

  /**
   * What a client runs to act by this trust: a kubeconfig's exec stanza. `ExecCredential.of` takes options; `PodWiring`
   * mounts the token where the stanza looks for it.
   */
  public get execCredential(): ExecCredential {
    return ExecCredential.of(this);
  }

  /** @internal */
  protected abstract get _pluginSubcommand(): PluginSubcommand;
  /** @internal */
  protected abstract get _pluginFlags(): FlagValues;
  /** @internal */
  protected abstract get _rbacSubject(): RbacSubject;
  /** @internal */
  protected abstract get _sharedResources(): TerraformResource[];
  /** @internal */
  protected abstract _realiseByCloud(access: ClusterAccess): TerraformResource[];

  /**
   * What RBAC bindings wait for, and survive them at destroy.
   * @internal
   */
  protected get _mustOutliveBindings(): TerraformResource[] {
    return [];
  }

  /**
   * The kind of source that the class is for; undefined for any.
   * @internal
   */
  protected get _sourceKind(): ClusterKind | undefined {
    return undefined;
  }

  /** @internal */
  protected _directionProblems(): (string | undefined)[] {
    return [];
  }

  /** @internal */
  public _problems(): (string | undefined)[] {
    const { subject: from, targetCluster: to, _sourceKind: source } = this;
    const { issuedBy } = from;
    const kind = issuedBy instanceof Cluster ? issuedBy.kind : undefined;
    const stack = TerraformStack.of(this);
    const byResources = this.delivery === KubernetesDelivery.RESOURCES;
    const needsBindings =
      byResources && this.granted.some((access) => access.roleName !== undefined && !access.isCloudPolicy);
    return [
      source === undefined || kind === source
        ? undefined
        : problem(
            "from",
            `is ${kind ? `a service account of the ${kind} cluster` : "a subject of"} "${issuedBy.node.id}", and this class is for ${source} sources`,
            "Use the class of the direction, or the one for any source: EksTrust, GkeTrust, AksTrust",
          ),
      (issuedBy as unknown) === to
        ? problem("to", "is the service account's own cluster", "Bind roles to it there; no trust is needed")
        : undefined,
      ...from._problems(),
      ...issuedBy._sourceProblems(),
      issuedBy._refusedBy(CLOUD_OF[to.destinationKind]),
      this.usesProjectedToken ? issuerReachProblem(issuedBy, CLOUD_OF[to.destinationKind]) : undefined,
      ...outsideProblems(this, issuedBy, stack),
      ...outsideProblems(this, to, stack),
      ...to._targetProblems(stack),
      needsBindings ? to._kubernetesProviderProblem(stack) : undefined,
      ...this.granted.flatMap((access) => access._problems()),
      contradiction(this.granted),
      ...this._directionProblems(),
      ...claimProblems(this),
    ];
  }
}
