import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { CLOUD_OF } from "./cloud-of";
import { issuerReachProblem } from "./issuer-reach";
import { outsideProblems } from "./outside-problems";
import { Promised } from "./promised";
import { warnOfSource } from "./risks";
import { refuseCircle, refuseDestinationCircle } from "./stack-circle";
import { Trust } from "./trust";
import { TrustOptions } from "./trust-options";
import { lateProblem } from "../access/grant-address";
import { CloudAccount } from "../accounts";
import { SdkIdentity } from "../clients/sdk/environment";
import { digest, problem, refuseFaulty, Risk, warn } from "../common";
import { addressText } from "../common/address-text";
import { oncePer } from "../common/once-per";
import { OidcSubject } from "../subjects";
import { ServiceDeclaration } from "../trust-declaration";

/** What every access to a cloud's services tells of itself. */
interface CloudAccess {
  describe(): string;
  _problems(): (string | undefined)[];
  _risks(): Risk[];
}

const risksOf = oncePer((access: CloudAccess) => access._risks());
const problemsOf = oncePer((access: CloudAccess) => access._problems());

/**
 * A subject of a source is trusted by a cloud account with some access to its services. All that a trust creates is in
 * the account, in the stack of the account's provider.
 */
export abstract class CloudTrust extends Trust {
  private readonly account: CloudAccount;
  /** Accesses of which no address can be made. */
  private late: readonly CloudAccess[] = [];

  /** @internal */
  protected constructor(scope: Construct, id: string, from: OidcSubject, to: CloudAccount, options: TrustOptions) {
    super(scope, id, from, options);
    this.account = to;
    refuseCircle(this, from, to);
    warnOfSource(this, from, CLOUD_OF[to.destinationKind]);
    refuseFaulty(this);
  }

  /** What the token's folder is named after: the account's construct id. */
  public get destinationId(): string {
    return this.account.node.id;
  }

  /** @internal */
  public abstract _sdkIdentity(tokenFile: string): SdkIdentity | undefined;

  /**
   * What the pods are promised.
   *
   * @internal
   */
  public _declaration(): ServiceDeclaration {
    const { subject, account, audience, cloudPrincipal: principal } = this;
    const { issuedBy, _uid: uid } = subject;
    const { _declaredKeys: keys } = issuedBy;
    const { cloud, accountId: id, clusterName, ...promised } = this._promised();
    return {
      source: {
        cluster: issuedBy.node.id,
        issuer: issuedBy.issuer ?? "",
        subject: subject.subject,
        ...(clusterName === undefined ? {} : { name: clusterName }),
        ...(uid === undefined ? {} : { uid }),
        ...(keys === undefined ? {} : { keys }),
      },
      account: { name: account.node.id, cloud, id },
      audience,
      principal,
      ...promised,
      ...(this.validFrom === undefined ? {} : { validFrom: this.validFrom }),
      ...(this.validUntil === undefined ? {} : { validUntil: this.validUntil }),
      ...(this.suspended ? { grants: [], suspended: true } : {}),
    };
  }

  /** @internal */
  protected abstract _promised(): Promised;

  /** @internal */
  protected abstract get _granted(): readonly CloudAccess[];

  /** @internal */
  protected _optionProblems(): (string | undefined)[] {
    return [];
  }

  /**
   * Refuses an access to what another stack makes that needs this one.
   * @internal
   */
  protected _refuseCircleOf(facts: readonly unknown[]): void {
    refuseDestinationCircle(this, TerraformStack.of(this), "access", [JSON.stringify(facts)]);
  }

  /**
   * The part of a grant's address that tells it from the subject's other grants.
   *
   * @param values of which it is made
   * @param access the access that is granted
   * @param isCaseless whether the cloud ignores the letter case of the values
   * @internal
   */
  protected _addressPart(values: readonly (string | undefined)[], access: CloudAccess, isCaseless = false): string {
    const text = addressText(this, values);
    if (text === undefined) this.late = this.late.concat(access);
    const told = text ?? `a Lazy, ${this.late.length}`;
    return digest(isCaseless ? told.toLowerCase() : told, 12);
  }

  /** @internal */
  protected _warnOf(access: CloudAccess): void {
    for (const { code, message } of risksOf(access)) warn(this, code, message);
  }

  /**
   * Written without spread elements: V8 optimizes them in place, which takes longer than the checks of a mesh.
   * @internal
   */
  public _problems(): (string | undefined)[] {
    const { subject } = this;
    const stack = TerraformStack.of(this);
    return [homeProblem(this.account, stack)].concat(
      subject._problems(),
      outsideProblems(this, subject.issuedBy, stack),
      this.sourceProblems(),
      this._granted.flatMap(problemsOf),
      this.late.map((access) => lateProblem(access.describe())),
      this._optionProblems(),
    );
  }

  private sourceProblems(): (string | undefined)[] {
    const { issuedBy } = this.subject;
    const cloud = CLOUD_OF[this.account.destinationKind];
    if (!this.usesProjectedToken) return [issuedBy._refusedBy(cloud)];
    return [
      issuedBy._refusedBy(cloud),
      issuerReachProblem(issuedBy, cloud),
      issuedBy.issuer
        ? undefined
        : problem("from", "is of a source without an issuer", "Give the source its issuer URL"),
    ];
  }
}

/** Why a trust in a stack cannot create what it needs in an account. */
function homeProblem({ node, _provider: provider }: CloudAccount, stack: TerraformStack): string | undefined {
  if (!provider) return problem("to", `the account "${node.id}" has no provider`, "Declare it from its provider");
  const home = TerraformStack.of(provider);
  if (home === stack) return undefined;
  return problem(
    "to",
    `has its provider in the stack "${home.node.id}", and this trust is in "${stack.node.id}"; a provider works only in its own stack`,
    `Move the trust into "${home.node.id}"`,
  );
}
