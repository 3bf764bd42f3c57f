import { ITerraformDependable, Lazy, TerraformLocal, TerraformResource, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { ValidityOptions } from "../accounts";
import { ITrust } from "../clients";
import { problem } from "../common";
import { TrustOptions } from "./trust-options";
import { OidcSubject } from "../subjects";

/**
 * A subject of a source is trusted by an account, and granted access to a destination in it: a cluster (`ClusterTrust`), or the
 * account's own services (`CloudTrust`). All that a trust creates is on the destination's side, in the stack of its provider.
 */
export abstract class Trust extends Construct implements ITrust {
  /** Who is trusted. */
  public readonly subject: OidcSubject;
  /** Whether access is taken away for the time being. */
  public readonly suspended: boolean;
  /** The first instant at which credentials are issued, where there is one. */
  public readonly validFrom?: string;
  /** The first instant at which no credentials are issued any more, where there is one. */
  public readonly validUntil?: string;
  private ready?: TerraformLocal;

  /** @internal */
  protected constructor(scope: Construct, id: string, subject: OidcSubject, options: TrustOptions) {
    super(scope, id);
    this.subject = subject;
    this.suspended = options.suspended ?? false;
    this.validFrom = options.validFrom;
    this.validUntil = options.validUntil;
  }

  /**
   * Why a trust into Azure takes no time.
   * @internal
   */
  protected _timeProblem({ validFrom, validUntil }: ValidityOptions): string | undefined {
    if (validFrom === undefined && validUntil === undefined) return undefined;
    return problem(
      validUntil === undefined ? "validFrom" : "validUntil",
      "has no place in Azure: federated credentials and role assignments have no end",
      "Leave it out and suspend the trust at that time, or assign the role by Privileged Identity Management",
      "time-in-azure",
    );
  }

  /** The one audience that the projected token must have; empty where no token is projected. */
  public abstract get audience(): string;
  /** What acts in the destination's cloud: a role's ARN, a `principal://` or e-mail, or a service principal's object id. */
  public abstract get cloudPrincipal(): string;
  /** Whether the pod needs a projected token of its own for this trust. */
  public abstract get usesProjectedToken(): boolean;
  /** What the token's folder is named after: the construct id of the cluster or account. */
  public abstract get destinationId(): string;
  /** The Terraform resources of this trust, those that it shares with others included. */
  public abstract get resources(): TerraformResource[];

  /**
   * What to depend on so that a workload is made after its access and destroyed before it: `dependsOn:
   * [trust.dependable]`. It covers grants that are added later, and leaves out what an account holds in another stack,
   * which CDKTF deploys before this one. It is a local value of the trust's stack, made at first use.
   */
  public get dependable(): ITerraformDependable {
    const stack = TerraformStack.of(this);
    const own = () => this.resources.filter((resource) => TerraformStack.of(resource) === stack);
    const ids = Lazy.anyValue({ produce: () => own().map((resource) => resource.getStringAttribute("id")) });
    this.ready ??= new TerraformLocal(this, "ready", ids);
    return { fqn: `local.${this.ready.friendlyUniqueId}` };
  }
}
