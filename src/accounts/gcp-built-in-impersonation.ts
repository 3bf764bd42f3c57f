import { ServiceAccount as GoogleServiceAccount } from "@cdktf/provider-google/lib/service-account";
import { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { GcpImpersonatedAccount, ImpersonatedAccountProps } from "./gcp-impersonated-account";
import { refuseFaulty } from "../common";
import { TimeWindow } from "../common/time-window";

/** What such an impersonation is made from. */
export interface GcpBuiltInImpersonationProps extends ImpersonatedAccountProps {
  /** The service account in the pool that GKE keeps for its project: `serviceAccount:<project>.svc.id.goog[<namespace>/<name>]`. */
  readonly principal: string;
  /** When it may act; always without. */
  readonly validity?: TimeWindow;
}

/**
 * A service account of GKE that acts as a Google service account: its metadata server exchanges the one's token for the other's.
 *
 * Google Cloud documentation: "Authenticate to Google Cloud APIs from GKE workloads", section on linking service accounts.
 */
export class GcpBuiltInImpersonation extends Construct {
  /** The Google service account, as a member of allow policies. */
  public readonly member: string;
  public readonly serviceAccountEmail: string;
  public readonly googleServiceAccount?: GoogleServiceAccount;
  /** What must exist before it can act. */
  public resources: readonly TerraformResource[];
  private readonly account: GcpImpersonatedAccount;
  private isAdmitted = false;

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: GcpBuiltInImpersonationProps,
  ) {
    super(scope, id);
    this.account = new GcpImpersonatedAccount(this, props);
    this.serviceAccountEmail = this.account.email;
    this.googleServiceAccount = this.account.resource;
    this.member = `serviceAccount:${this.account.email}`;
    this.resources = this.account.resource ? [this.account.resource] : [];
    refuseFaulty(this);
  }

  /** Lets the service account act, once; a suspended trust does not ask for it. */
  public admit(): void {
    if (this.isAdmitted) return;
    this.isAdmitted = true;
    const { principal, validity } = this.props;
    const expression = validity?._cel;
    const condition = expression ? { title: "time", expression } : undefined;
    this.resources = this.resources.concat(this.account.allow(principal, condition));
  }

  /** @internal */
  public _problems(): (string | undefined)[] {
    return [...this.props.impersonation._problemsIn(this), ...this.account.problems()];
  }
}
