import { IConstruct } from "constructs";
import { addressedAsProblem, addressKeyOf, ExistingIdentityOptions } from "./existing-identity";

/**
 * Whether a service account acts in Google Cloud as itself or as a Google service account. Directly is the default;
 * impersonation is for what direct principals cannot do yet, and for a whole namespace as one subject.
 *
 * Google Cloud documentation: "Grant access to workloads", section on service account impersonation.
 */
export class GcpImpersonation {
  /**
   * Impersonates a Google service account that is made for the trusted service account in the target's project.
   *
   * @param accountId its id: 6 to 30 lower-case letters, digits and dashes, starting with a letter.
   * Default: made of source, namespace, name and a digest
   */
  public static newServiceAccount(accountId?: string): GcpImpersonation {
    return new GcpImpersonation(accountId);
  }

  /**
   * Impersonates a Google service account that exists already; only the right to impersonate it is granted.
   *
   * @param email its e-mail: `<id>@<project>.iam.gserviceaccount.com`. A token is allowed
   * @param options what addresses are made of where it is one
   */
  public static existingServiceAccount(email: string, options: ExistingIdentityOptions = {}): GcpImpersonation {
    return new GcpImpersonation(undefined, email, false, options.addressedAs);
  }

  /**
   * Impersonates one Google service account that all trusts share which ask for it by this id: service accounts of several
   * clusters act as it, each by a member of its own. It is made once in the target's project.
   *
   * @param accountId its id: 6 to 30 lower-case letters, digits and dashes, starting with a letter
   */
  public static sharedServiceAccount(accountId: string): GcpImpersonation {
    return new GcpImpersonation(accountId, undefined, true);
  }

  private constructor(
    /** The id of the service account to make. */
    public readonly accountId?: string,
    /** The e-mail of the service account that exists. */
    public readonly email?: string,
    /**
     * Whether subjects share the service account that is made.
     * @internal
     */
    public readonly _isShared = false,
    /** The e-mail of which addresses are made, where the service account exists and `email` is a token. */
    public readonly addressedAs?: string,
  ) {}

  /**
   * What tells it from other ways to act, in construct ids.
   * @internal
   */
  public _keyIn(scope: IConstruct): string {
    if (this._isShared) return `shared-${this.accountId ?? ""}`;
    if (this.email === undefined) return this.accountId ?? "own";
    return addressKeyOf(scope, this.email, this);
  }

  /**
   * Whether several subjects may act as it, so that what is granted to it and on it exists once.
   * @internal
   */
  public get _isOfSeveral(): boolean {
    return this._isShared || this.email !== undefined;
  }

  /** @internal */
  public _problemsIn(scope: IConstruct): (string | undefined)[] {
    return this.email === undefined ? [] : [addressedAsProblem(scope, this.email, this)];
  }
}
