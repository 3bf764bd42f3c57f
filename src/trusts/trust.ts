import { ITerraformDependable, Lazy, TerraformLocal, TerraformResource, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { issuerReachProblem } from "./issuer-reach";
import { warnOfRisks } from "./risks";
import { refuseCircle } from "./stack-circle";
import { ClusterAccess } from "../access";
import { contradiction } from "../access/cluster-access";
import { bindRoles, RbacSubject } from "../access/kubernetes-rbac";
import { ClusterKind, ServiceAccount, TargetCluster } from "../clusters";
import { problem, refuse, warn } from "../common";
import { ExecCredential, ITrust } from "../clients";
import { OidcSubject } from "../subjects";
import { execArguments, FlagValues, PluginSubcommand } from "../exec-contract";

/** What every trust is made from, whatever its direction. */
export interface TrustProps {
  /** Who is trusted: a service account of the source cluster. */
  readonly from: ServiceAccount;
  /** What it may do in the target cluster. */
  readonly access: ClusterAccess;
}

/**
 * A service account of a source cluster is trusted by a target cluster with some access. All that a trust makes is on
 * the target's side, in the stack of the target's providers.
 */
export abstract class Trust extends Construct implements ITrust {
  /** Who is trusted. */
  public readonly serviceAccount: ServiceAccount;
  /** The cluster that trusts it. */
  public readonly targetCluster: TargetCluster;
  private readonly granted: ClusterAccess[] = [];
  private readonly own: TerraformResource[] = [];
  private ready?: TerraformLocal;

  /** @internal */
  protected constructor(scope: Construct, id: string, from: ServiceAccount, to: TargetCluster, source: ClusterKind) {
    super(scope, id);
    this.serviceAccount = from;
    this.targetCluster = to;
    refuseCircle(this, [from.cluster.issuer]);
    warnOfRisks(this, from, to);
    refuse(this, () => this.problems(source));
  }

  /** The one audience that the projected token must have; empty where no token is projected. */
  public abstract get audience(): string;
  /** What acts in the target's cloud: a role's ARN, a `principal://` or e-mail, or a service principal's object id. */
  public abstract get cloudPrincipal(): string;
  /** The user's name that RBAC and audit log of the target see, as far as it is known before the session. */
  public abstract get kubernetesUser(): string;
  /** The groups that RBAC of the target sees; empty where it sees the user alone. */
  public abstract get kubernetesGroups(): string[];
  /** Cloud objects that the trust uses and does not make: ARNs, names or ids, as they were given. */
  public abstract get adopted(): string[];
  /** Whether the pod needs a projected token of its own for this trust. */
  public abstract get usesProjectedToken(): boolean;

  /** Who is trusted, as a subject of tokens. */
  public get subject(): OidcSubject {
    return this.serviceAccount;
  }
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
   * What to depend on so that a workload is made after its access and destroyed before it: `dependsOn:
   * [trust.dependable]`. It covers grants that are added later, and leaves out what a federation home holds in another
   * stack, which CDKTF deploys before this one. It is a local value of the trust's stack, made at first use.
   */
  public get dependable(): ITerraformDependable {
    const stack = TerraformStack.of(this);
    const own = () => this.resources.filter((resource) => TerraformStack.of(resource) === stack);
    const ids = Lazy.anyValue({ produce: () => own().map((resource) => resource.getStringAttribute("id")) });
    this.ready ??= new TerraformLocal(this, "ready", ids);
    return { fqn: `local.${this.ready.friendlyUniqueId}` };
  }

  /**
   * Adds access for the same service account. What was granted before stays; granting the same again changes nothing.
   *
   * @param access what else it may do
   */
  public grant(access: ClusterAccess): void {
    this.granted.push(access);
    const risk = access._risk();
    if (risk !== undefined) warn(this, risk.code, risk.message);
    if (access.isCloudPolicy) this.own.push(...this._realiseByCloud(access));
    else {
      const { serviceAccount, targetCluster: cluster, _rbacSubject: subject, _mustOutliveBindings: dependsOn } = this;
      this.own.push(...bindRoles(this, { cluster, serviceAccount, subject, access, dependsOn }));
    }
  }

  /**
   * The exec plugin's arguments for this trust, as a kubeconfig's exec stanza passes them. Values may be unknown until
   * apply.
   *
   * @param tokenFile where the pod finds its projected token; left out where none is projected.
   * Default: the plugin looks where its environment says
   */
  public execArguments(tokenFile?: string): string[] {
    const flags = this.usesProjectedToken ? { ...this._pluginFlags, "token-file": tokenFile } : this._pluginFlags;
    return execArguments(this._pluginSubcommand, flags);
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

  /** @internal */
  protected _directionProblems(): (string | undefined)[] {
    return [];
  }

  private problems(source: ClusterKind): (string | undefined)[] {
    const { serviceAccount: from, targetCluster: to } = this;
    const stack = TerraformStack.of(this);
    const needsBindings = this.granted.some((access) => access.roleName !== undefined && !access.isCloudPolicy);
    return [
      from.cluster.kind === source
        ? undefined
        : problem(
            "from",
            `is a service account of the ${from.cluster.kind} cluster "${from.cluster.node.id}", and this class is for ${source} sources`,
            "Use the class of the direction, or TrustMesh.allow, which picks it",
          ),
      (from.cluster as unknown) === to
        ? problem("to", "is the service account's own cluster", "Bind roles to it there; no trust is needed")
        : undefined,
      ...from._problems(),
      ...from.cluster._sourceProblems(),
      this.usesProjectedToken ? issuerReachProblem(from.cluster, to) : undefined,
      ...[from.cluster, to].flatMap((cluster) => outsideProblems(cluster, stack)),
      ...to._targetProblems(stack),
      needsBindings ? to._kubernetesProviderProblem(stack) : undefined,
      ...this.granted.flatMap((access) => access._problems()),
      contradiction(this.granted),
      ...this._directionProblems(),
    ];
  }
}

/** A cluster that is declared outside this stack is not validated with it, so the trust speaks for it. */
function outsideProblems(
  cluster: { node: { scopes: unknown[]; path: string }; _problems(): (string | undefined)[] },
  stack: TerraformStack,
) {
  if (cluster.node.scopes.includes(stack)) return [];
  return cluster._problems().map((found) => found && `${cluster.node.path} ${found}`);
}
