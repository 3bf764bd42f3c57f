import { ValidityOptions } from "../accounts";

/**
 * How any trust is shaped. A time (`validFrom`, `validUntil`) is held by the role's trust policy in AWS, by conditions of members
 * and of the impersonation in Google Cloud; it is refused for GKE without impersonation, and for Azure, which have no place for it.
 */
export interface TrustOptions extends ValidityOptions {
  /**
   * Whether access is taken away for the time being. What identifies the subject stays (role, pool, identity), and so do all
   * addresses and names; what grants is not created, or is destroyed at the next apply: access entry, bindings, policies,
   * members, role assignments, federated credentials. Where no other trust of the subject uses them, the role's trust policy
   * denies it, and the pool's provider no longer accepts it.
   *
   * @default false
   */
  readonly suspended?: boolean;
}
