/** How the pool and provider of a source are named. All trusts of the same source and project must agree. */
export interface WorkloadIdentityOptions {
  /**
   * The pool's id: 4 to 32 lower-case letters, digits and dashes, not starting with `gcp-`. A deleted pool keeps its
   * id for about 30 days; give another id to create it again before.
   *
   * @default - "from-", the source cluster's id and a digest
   */
  readonly poolId?: string;
  /** The provider's id in the pool, by the same rule. @default "kubernetes" */
  readonly providerId?: string;
  /**
   * A pool of the project that exists already, by its id; only the provider is made. Subjects of all issuers in one
   * pool are the same principals, so a pool with a second issuer is a risk.
   *
   * @default - a pool is made for the source cluster
   */
  readonly existingPoolId?: string;
  /**
   * The one audience that tokens must have, at most 256 characters.
   *
   * @default - the provider's full resource name as a URL
   */
  readonly audience?: string;
}
