/**
 * What a subject may do in a destination. It is an intent, which the trust into the destination realises: `ClusterAccess` in
 * clusters, `AwsAccess`, `GcpAccess` and `AzureAccess` in accounts.
 */
export abstract class Access {
  /** The access in a few words, for reports and messages. */
  public abstract describe(): string;
}
