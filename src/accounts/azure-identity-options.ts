import type { AzurePlace } from "./azure-place";
import type { AzureSubscription } from "./azure-subscription";
import type { EntraApplicationOptions } from "./entra-application";

/** How an identity that trusts make is shaped. */
export interface AzureIdentityOptions {
  /**
   * The identity's name: 3 to 128 letters, digits, dashes and underscores.
   *
   * @default - made of source, namespace, name and a digest
   */
  readonly identityName?: string;
  /** Tags of the identity. @default - none */
  readonly tags?: { [key: string]: string };
  /**
   * Makes an application of Microsoft Entra with a service principal act, instead of a user-assigned identity. It is in the
   * tenant and in no resource group, its display name is `identityName` (1 to 120 characters), and it has no tags. Needs
   * `@cdktf/provider-azuread`.
   *
   * Microsoft Entra documentation: "Configure an app to trust an external identity provider"
   *
   * @see https://learn.microsoft.com/entra/workload-id/workload-identity-federation-create-trust
   * @default - a user-assigned identity
   */
  readonly application?: EntraApplicationOptions;
}

/** A user-assigned identity, or an application of Entra, that exists already. */
export interface ExistingAzureIdentity {
  /**
   * The identity's resource id: `/subscriptions/…/userAssignedIdentities/<name>`; beside `application`, that of the
   * application: `/applications/<object id>`. It must be known at synth.
   */
  readonly identityId: string;
  /** The identity's client id, which the plugin asks tokens for. */
  readonly clientId: string;
  /** The OBJECT id of the identity's service principal, which RBAC and role assignments name. */
  readonly principalId: string;
  /** How many credentials the identity has from elsewhere; they count towards Entra's 20. @default 0 */
  readonly otherCredentials?: number;
}

/** Where identities are: an AKS cluster is such a home. */
export interface IAzureHome {
  /** The subscription. */
  readonly account: AzureSubscription;
  /** The resource group and the location. */
  readonly identityPlace: AzurePlace;
}

/** What a federated identity is made for. */
export interface AzureFederatedIdentityProps extends AzureIdentityOptions {
  /** The cluster whose account and place the identity has. @default - `account` and `place` say so */
  readonly cluster?: IAzureHome;
  /** The subscription in which the identity is. @default - the cluster's; one of both is needed */
  readonly account?: AzureSubscription;
  /**
   * Where the identity is created.
   *
   * @default - the cluster's `identityPlace`, else the account's resource group and location
   */
  readonly place?: AzurePlace;
  /**
   * An identity of the account's tenant that exists already; credentials are added to it. Two declarations of one
   * identity are one. Keep all credentials of one identity in one stack.
   *
   * @default - an identity is created
   */
  readonly existing?: ExistingAzureIdentity;
}
