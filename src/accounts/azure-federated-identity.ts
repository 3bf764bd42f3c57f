import { FederatedIdentityCredential } from "@cdktf/provider-azurerm/lib/federated-identity-credential";
import { UserAssignedIdentity } from "@cdktf/provider-azurerm/lib/user-assigned-identity";
import { TerraformResource, TerraformStack, Token } from "cdktf";
import { Construct } from "constructs";
import { AzureSubscription } from "./azure-subscription";
import { AksCluster, ServiceAccount } from "../clusters";
import { azureTokenAudience } from "../clusters/azure-cloud";
import { addressOf, fittedName, isLiteral, nameProblem, problem, refuse } from "../common";
import {
  FEDERATED_CREDENTIAL_NAME,
  IDENTITY_NAME,
  MAX_CREDENTIAL_FIELD_LENGTH,
  MAX_FEDERATED_CREDENTIALS,
  REFUSED_ISSUERS,
} from "../vendor/azure/entra";

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
}

/** A user-assigned identity that exists already. */
export interface ExistingAzureIdentity {
  /** The identity's resource id: `/subscriptions/…/userAssignedIdentities/<name>`. It must be known at synth. */
  readonly identityId: string;
  /** The identity's client id, which the plugin asks tokens for. */
  readonly clientId: string;
  /** The OBJECT id of the identity's service principal, which RBAC and role assignments name. */
  readonly principalId: string;
  /** How many credentials the identity has from elsewhere; they count towards Entra's 20. @default 0 */
  readonly otherCredentials?: number;
}

/** What a federated identity is made for. */
export interface AzureFederatedIdentityProps extends AzureIdentityOptions {
  /** A cluster of the subscription, tenant and resource group in which the identity is made. */
  readonly cluster: AksCluster;
  /**
   * An identity of the cluster's tenant that exists already; credentials are added to it. Keep all credentials of one
   * identity in one stack.
   *
   * @default - an identity is made
   */
  readonly existing?: ExistingAzureIdentity;
}

/**
 * A user-assigned managed identity in the target's subscription and tenant, and its federated credentials: one for
 * each service account that may act as it, with exact issuer, subject and audience. Credentials of one identity are
 * chained with `depends_on`, because Azure answers concurrent writes with a conflict.
 *
 * Microsoft Entra documentation: "Workload identity federation", "Configure a user-assigned managed identity to trust
 * an external identity provider", "Important considerations and restrictions for federated identity credentials".
 */
export class AzureFederatedIdentity extends Construct {
  /** The audience that the cloud expects of federated tokens. */
  public readonly audience: string;
  /** The resource, where this library made it. */
  public readonly identity?: UserAssignedIdentity;
  private readonly cluster: AksCluster;
  private readonly subscription: AzureSubscription;
  private readonly existing?: ExistingAzureIdentity;
  private readonly credentials = new Map<string, FederatedIdentityCredential>();
  private readonly serviceAccounts: ServiceAccount[] = [];

  /**
   * Makes the identity in the cluster's identity resource group, unless it exists.
   *
   * @param scope where the identity lives; its stack must be the one of the cluster's azurerm provider
   * @param id the construct's id
   * @param props what the identity is made for
   */
  public constructor(scope: Construct, id: string, props: AzureFederatedIdentityProps) {
    super(scope, id);
    const { cluster, existing } = props;
    this.cluster = cluster;
    this.existing = existing;
    const subscription = AzureSubscription.of(cluster, TerraformStack.of(this));
    this.subscription = subscription;
    if (!existing) {
      const name = props.identityName ?? fittedName(["trust-mesh", id], this.node.path, IDENTITY_NAME.max);
      subscription.claim("identityName", name, this, "Give each service account its own identityName, or none");
      this.identity = subscription.adopt(
        new UserAssignedIdentity(this, "identity", {
          provider: subscription.provider,
          name,
          resourceGroupName: cluster.federationHome.identityResourceGroupName,
          location: cluster.federationHome.location,
          tags: props.tags,
        }),
      );
    }
    this.audience = azureTokenAudience(cluster.cloud) ?? "";
    refuse(this, () => this.problems(props));
  }

  /** The identity's resource id. */
  public get identityId(): string {
    return this.existing?.identityId ?? this.identity?.id ?? "";
  }
  /** The identity's client id. */
  public get clientId(): string {
    return this.existing?.clientId ?? this.identity?.clientId ?? "";
  }
  /** The object id of the identity's service principal. */
  public get principalId(): string {
    return this.existing?.principalId ?? this.identity?.principalId ?? "";
  }
  /** The identity's tenant. */
  public get tenantId(): string {
    return this.cluster.tenantId ?? this.identity?.tenantId ?? "";
  }

  /**
   * Lets a service account act as this identity, by a federated credential with its exact issuer and subject. Asking
   * again for the same one returns the credential that exists.
   *
   * @param serviceAccount the service account of the source cluster
   */
  public allow(serviceAccount: ServiceAccount): FederatedIdentityCredential {
    const known = this.credentials.get(serviceAccount._key);
    if (known) return known;
    const { subscription } = this;
    const { issuer } = serviceAccount.cluster;
    if (isLiteral(issuer)) {
      const subject = `${issuer} ${serviceAccount.subject}`;
      subscription.claim(`from of ${this.node.path}`, subject, serviceAccount.cluster, "Declare each cluster once");
    }
    const credential = subscription.adopt(
      new FederatedIdentityCredential(this, `credential_${serviceAccount._key}`, {
        provider: subscription.provider,
        name: fittedName([serviceAccount._id], serviceAccount._identity, FEDERATED_CREDENTIAL_NAME.max),
        resourceGroupName: this.existing
          ? (this.existing.identityId.split("/")[4] ?? "")
          : this.cluster.federationHome.identityResourceGroupName,
        parentId: this.identityId,
        issuer,
        subject: serviceAccount.subject,
        audience: [this.audience],
      }),
    );
    this.credentials.set(serviceAccount._key, credential);
    this.serviceAccounts.push(serviceAccount);
    this.chain();
    return credential;
  }

  /** What must exist before the identity can act. */
  public get resources(): TerraformResource[] {
    return [...(this.identity ? [this.identity] : []), ...this.credentials.values()];
  }

  /** Each credential waits for the one before it, in an order that does not depend on who asked first. */
  private chain(): void {
    const sorted = [...this.credentials].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, credential]) => credential);
    sorted.forEach((credential, index) => {
      credential.dependsOn = index === 0 ? undefined : [addressOf(sorted[index - 1])];
    });
  }

  private problems(props: AzureFederatedIdentityProps): (string | undefined)[] {
    const others = this.existing?.otherCredentials ?? 0;
    const count = this.credentials.size + (Token.isUnresolved(others) ? 0 : others);
    return [
      this.cluster.federationHome._cloudProvider &&
        this.subscription.providerProblem(TerraformStack.of(this), "cluster"),
      nameProblem("identityName", props.identityName, IDENTITY_NAME),
      this.existing ? identityIdProblem(this.existing.identityId) : undefined,
      this.existing && this.cluster.tenantId === undefined
        ? problem(
            "tenantId",
            "is missing on the AKS cluster, and the identity exists already",
            "Give the cluster its tenantId",
          )
        : undefined,
      count > MAX_FEDERATED_CREDENTIALS
        ? problem(
            "from",
            `${count} service accounts share one identity, and Entra takes ${MAX_FEDERATED_CREDENTIALS} federated credentials`,
            "Divide them over several identities",
          )
        : undefined,
      ...this.serviceAccounts.flatMap((serviceAccount) => credentialProblems(serviceAccount)),
    ];
  }
}

function identityIdProblem(identityId: string): string | undefined {
  const way =
    "Give /subscriptions/…/resourceGroups/…/providers/Microsoft.ManagedIdentity/userAssignedIdentities/<name>";
  const pattern =
    /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.ManagedIdentity\/userAssignedIdentities\/[^/]+$/i;
  if (!isLiteral(identityId)) return problem("identityId", "is not known at synth", way);
  return pattern.test(identityId) ? undefined : problem("identityId", `"${identityId}" is not an identity's id`, way);
}

function credentialProblems(serviceAccount: ServiceAccount): (string | undefined)[] {
  const { issuer } = serviceAccount.cluster;
  return [
    serviceAccount.isPattern
      ? problem(
          "from",
          "stands for every service account of a namespace, and Entra knows no patterns",
          "Trust single service accounts",
        )
      : undefined,
    isLiteral(issuer) && issuer.length > MAX_CREDENTIAL_FIELD_LENGTH
      ? problem(
          "issuer",
          `has ${issuer.length} characters, and Entra takes ${MAX_CREDENTIAL_FIELD_LENGTH}`,
          "Use a shorter issuer URL",
        )
      : undefined,
    isLiteral(issuer) && REFUSED_ISSUERS.some((refused) => issuer.startsWith(refused))
      ? problem("issuer", `"${issuer}" is one of Entra's own, which it refuses`, "Give the cluster's own issuer")
      : undefined,
  ];
}
