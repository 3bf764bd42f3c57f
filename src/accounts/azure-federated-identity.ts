import { FederatedIdentityCredential } from "@cdktf/provider-azurerm/lib/federated-identity-credential";
import { UserAssignedIdentity } from "@cdktf/provider-azurerm/lib/user-assigned-identity";
import { TerraformResource, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { AzureCredentials } from "./azure-credentials";
import { AzureIdentityId } from "./azure-identity-id";
import { AzurePlace } from "./azure-place";
import { AzureSubscription } from "./azure-subscription";
import { AzureSubscriptionObjects } from "./azure-subscription-objects";
import { NamedKind } from "./naming";
import { digest, nameProblem, problem, refuse } from "../common";
import { OidcSubject } from "../subjects";
import { IDENTITY_NAME } from "../vendor/azure/entra";

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
  /** The subscription in which the identity is, such as `cluster.account`. */
  readonly account: AzureSubscription;
  /**
   * Where the identity is created, such as `cluster.identityPlace`.
   *
   * @default - the account's resource group and location; needed where the account has none
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

/**
 * A user-assigned managed identity in a subscription and tenant, and its federated credentials: one for each subject that
 * may act as it, with exact issuer, subject and audience.
 *
 * @see https://learn.microsoft.com/entra/workload-id/workload-identity-federation-create-trust-user-assigned-managed-identity
 * "Configure a user-assigned managed identity to trust an external identity provider"
 */
export class AzureFederatedIdentity extends Construct {
  /** The audience that the cloud expects of federated tokens. */
  public readonly audience: string;
  /** The resource, where this library made it. */
  public readonly identity?: UserAssignedIdentity;
  private readonly account: AzureSubscription;
  private readonly objects: AzureSubscriptionObjects;
  private readonly existing?: ExistingAzureIdentity;
  private readonly existingId?: AzureIdentityId;
  private readonly credentials: AzureCredentials;

  /**
   * Makes the identity in the account, unless it exists.
   *
   * @param scope where the identity lives; its stack must be the one of the account's azurerm provider
   * @param id the construct's id
   * @param props what the identity is made for
   */
  public constructor(scope: Construct, id: string, props: AzureFederatedIdentityProps) {
    super(scope, id);
    const { account, existing } = props;
    this.account = account;
    this.existing = existing;
    this.existingId = existing && new AzureIdentityId(existing.identityId);
    this.audience = account.tokenAudience;
    this.objects = account._objects(TerraformStack.of(this));
    this.identity = existing ? undefined : this.create(props);
    this.credentials = this.existingId ? this.credentialsOfExisting(this.existingId) : this.credentialsOfCreated(props);
    refuse(this, () => this.problems(props));
  }

  /** The identity's resource id. */
  public get identityId(): string {
    return this.existingId?.value ?? this.identity?.id ?? "";
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
    return this.account.tenantId ?? this.identity?.tenantId ?? "";
  }

  /**
   * Lets a subject act as this identity, by a federated credential with its exact issuer and subject. Asking again for the
   * same one returns the credential that exists.
   *
   * @param subject a service account of a source cluster, or another subject
   */
  public allow(subject: OidcSubject): FederatedIdentityCredential {
    return this.credentials.of(subject);
  }

  /** What must exist before the identity can act. */
  public get resources(): TerraformResource[] {
    return [...(this.identity ? [this.identity] : []), ...this.credentials.resources];
  }

  private create(props: AzureFederatedIdentityProps): UserAssignedIdentity {
    const { account, objects } = this;
    const parts = [this.node.id];
    const wanted = { kind: NamedKind.AZURE_IDENTITY, rule: IDENTITY_NAME, prefix: "trust-mesh", parts };
    const name = props.identityName ?? account._nameOf(wanted);
    const { resourceGroupName, location } = placeOf(props);
    objects.claimIdentityName(name, resourceGroupName, this);
    const tags = account._options.tags && props.tags ? { ...account._options.tags, ...props.tags } : undefined;
    return objects.created(
      new UserAssignedIdentity(this, "identity", {
        provider: objects.provider,
        name,
        resourceGroupName,
        location,
        tags: tags ?? props.tags ?? account._options.tags,
      }),
    );
  }

  private credentialsOfCreated(props: AzureFederatedIdentityProps): AzureCredentials {
    return new AzureCredentials(this, "credentials", {
      objects: this.objects,
      identityId: this.identityId,
      resourceGroupName: placeOf(props).resourceGroupName,
      audience: this.audience,
      others: 0,
    });
  }

  /** All declarations of one existing identity add to one chain of credentials, which stands below the account. */
  private credentialsOfExisting({ value, identity, name, resourceGroupName }: AzureIdentityId): AzureCredentials {
    const { objects, audience, existing } = this;
    const others = existing?.otherCredentials ?? 0;
    const id = `existing_${name.toLowerCase()}-${digest(identity)}`;
    const wanted = { otherCredentials: others, clientId: existing?.clientId, principalId: existing?.principalId };
    const known = objects.find<AzureCredentials>(id, wanted);
    if (known) return known;
    const made = new AzureCredentials(objects, id, {
      objects,
      identityId: value,
      resourceGroupName,
      audience,
      others,
    });
    objects.claim({
      property: "existing",
      name: () => identity,
      by: made,
      wayOut: "Keep all credentials of one identity in one stack: give the clusters of both one AzureSubscription",
      place: () => "azure",
    });
    return objects.keep(id, wanted, made);
  }

  private problems(props: AzureFederatedIdentityProps): (string | undefined)[] {
    const { resourceGroupName, location } = placeOf(props);
    return [
      this.objects.providerProblem(TerraformStack.of(this), "account"),
      nameProblem("identityName", this.identity?.nameInput, IDENTITY_NAME),
      this.existingId?.problem(),
      !this.existing && !(resourceGroupName && location)
        ? problem(
            "place",
            "is missing, and the account has no resourceGroupName and location",
            "Give the cluster's identityPlace, or the account both",
          )
        : undefined,
      this.existing && this.account.tenantId === undefined
        ? problem(
            "tenantId",
            "is missing on the AKS cluster and its account, and the identity exists already",
            "Give the cluster or its AzureSubscription the tenantId",
          )
        : undefined,
    ];
  }
}

function placeOf({ account, place }: AzureFederatedIdentityProps): AzurePlace {
  const { resourceGroupName = "", location = "" } = account._options;
  return place ?? { resourceGroupName, location };
}
