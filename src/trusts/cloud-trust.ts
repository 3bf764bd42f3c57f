import { Annotations, ITerraformDependable, Lazy, TerraformLocal, TerraformResource, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { CloudAccount } from "../accounts";
import { IPodTrust } from "../clients";
import { SdkIdentity } from "../clients/sdk/environment";
import { problem, refuse } from "../common";
import { OidcSubject } from "../subjects";

/** What every access to a cloud's services tells of itself. */
interface CloudAccess {
  describe(): string;
  _problems(): (string | undefined)[];
  _risks(): string[];
}

/**
 * A subject of a source is trusted by a cloud account with some access to its services. All that a trust creates is in
 * the account, in the stack of the account's provider.
 */
export abstract class CloudTrust extends Construct implements IPodTrust {
  /** Who is trusted. */
  public readonly subject: OidcSubject;
  private readonly account: CloudAccount;
  private ready?: TerraformLocal;

  /** @internal */
  protected constructor(scope: Construct, id: string, from: OidcSubject, to: CloudAccount) {
    super(scope, id);
    this.subject = from;
    this.account = to;
    refuse(this, () => this.problems());
  }

  /** The one audience that the projected token must have; empty where no token is projected. */
  public abstract get audience(): string;
  /** What acts in the cloud: a role's ARN, a member of Google's, or a service principal's object id. */
  public abstract get cloudPrincipal(): string;
  /** Whether the pod needs a projected token of its own for this trust. */
  public abstract get usesProjectedToken(): boolean;
  /** The Terraform resources of this trust, those that it shares with others included. */
  public abstract get resources(): TerraformResource[];

  /** What the token's folder is named after: the account's construct id. */
  public get destinationId(): string {
    return this.account.node.id;
  }

  /**
   * What to depend on so that a workload is made after its access and destroyed before it: `dependsOn:
   * [trust.dependable]`. It is a local value of the trust's stack, made at first use.
   */
  public get dependable(): ITerraformDependable {
    const stack = TerraformStack.of(this);
    const own = () => this.resources.filter((resource) => TerraformStack.of(resource) === stack);
    const ids = Lazy.anyValue({ produce: () => own().map((resource) => resource.getStringAttribute("id")) });
    this.ready ??= new TerraformLocal(this, "ready", ids);
    return { fqn: `local.${this.ready.friendlyUniqueId}` };
  }

  /** @internal */
  public abstract _sdkIdentity(tokenFile: string): SdkIdentity | undefined;

  /** @internal */
  protected abstract get _granted(): readonly CloudAccess[];

  /** @internal */
  protected _optionProblems(): (string | undefined)[] {
    return [];
  }

  /** @internal */
  protected _warnOf(access: CloudAccess): void {
    for (const risk of access._risks()) Annotations.of(this).addWarning(risk);
  }

  private problems(): (string | undefined)[] {
    const { subject, account } = this;
    const stack = TerraformStack.of(this);
    const home = account._provider && TerraformStack.of(account._provider);
    return [
      home
        ? undefined
        : problem("to", `the account "${account.node.id}" has no provider`, "Declare it from its provider"),
      home && home !== stack
        ? problem(
            "to",
            `has its provider in the stack "${home.node.id}", and this trust is in "${stack.node.id}"; a provider works only in its own stack`,
            `Move the trust into "${home.node.id}"`,
          )
        : undefined,
      ...subject._problems(),
      subject.issuedBy.issuer || !this.usesProjectedToken
        ? undefined
        : problem("from", "is of a source without an issuer", "Give the source its issuer URL"),
      ...this._granted.flatMap((access) => access._problems()),
      ...this._optionProblems(),
    ];
  }
}
