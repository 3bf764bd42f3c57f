/** What the clouds' webhooks read from a service account. None is needed for trusts by projected tokens. */
export interface WebhookAnnotations {
  /** EKS: the role that pods assume by IRSA (`EksSourceRole.irsa`). @default - none */
  readonly eksRoleArn?: string;
  /** GKE: the Google service account whose tokens the metadata server gives to pods. @default - none */
  readonly gkeServiceAccountEmail?: string;
  /** Azure Workload Identity: the client id of the identity, a UUID. @default - none */
  readonly azureClientId?: string;
  /** Azure Workload Identity: the tenant of the identity, a UUID. @default - the webhook's own */
  readonly azureTenantId?: string;
  /** How long the webhooks' tokens live: 600 to 86400 seconds, and 3600 at least in Azure. @default - the webhooks' own */
  readonly tokenExpirationSeconds?: number;
}
