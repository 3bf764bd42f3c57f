import { UserAssignedIdentity, UserAssignedIdentityConfig } from "@cdktf/provider-azurerm/lib/user-assigned-identity";
import { TerraformResource, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { AzureCredentials } from "./azure-credentials";
import { AzureIdentityId, EntraApplicationId } from "./azure-identity-id";
import { AzureFederatedIdentityProps, ExistingAzureIdentity } from "./azure-identity-options";
import { AzurePlace } from "./azure-place";
import { AzureSubscription } from "./azure-subscription";
import { AzureSubscriptionObjects } from "./azure-subscription-objects";
import { uuidProblem } from "./azure-uuid";
import { applicationProblems, EntraApplication } from "./entra-application";
import { AttributeOf, MadeIdentity, tokenOf } from "./made-identity";
import { NamedKind } from "./naming";
import { digest, idsOf, isLiteral, nameProblem, problem, referenceTo, refusalOf, refuseFaulty } from "../common";
import { OidcSubject } from "../subjects";
import { APPLICATION_NAME, IDENTITY_NAME } from "../vendor/azure/entra";

/**
 * A user-assigned managed identity in a subscription, or an application of its tenant, and its federated credentials: one for
 * each subject that may act as it, with exact issuer, subject and audience.
 *
 * @see https://learn.microsoft.com/entra/workload-id/workload-identity-federation-create-trust-user-assigned-managed-identity
 * "Configure a user-assigned managed identity to trust an external identity provider"
 */
export class AzureFederatedIdentity extends Construct {
  /** The audience that the cloud expects of federated tokens. */
  public readonly audience: string;
  /** The user-assigned identity, where this library made one. */
  public readonly identity?: UserAssignedIdentity;
  /** The application of Entra, where this library made one. */
  public readonly application?: TerraformResource;
  /** The application's service principal, where this library made one. */
  public readonly servicePrincipal?: TerraformResource;
  /** The identity's tenant. */
  public readonly tenantId: string;
  private readonly account: AzureSubscription;
  private readonly objects: AzureSubscriptionObjects;
  private readonly existing?: ExistingAzureIdentity;
  private readonly existingId?: AzureIdentityId | EntraApplicationId;
  private readonly made?: MadeIdentity;
  private readonly credentials: AzureCredentials;
  private readonly props: AzureFederatedIdentityProps;
  // Each read of an attribute is another reference; CDKTF carries one into other stacks only if it sees the same one twice.
  private knownId?: string;
  private knownClientId?: string;
  private knownPrincipalId?: string;

  /**
   * Makes the identity in the account, unless it exists.
   *
   * @param scope where the identity lives; its stack must be the one of the account's azurerm provider
   * @param id the construct's id
   * @param props what the identity is made for
   */
  public constructor(scope: Construct, id: string, props: AzureFederatedIdentityProps) {
    super(scope, id);
    this.props = props;
    const { existing, application } = props;
    const account = accountOf(props, this.node.path);
    this.account = account;
    this.existing = existing;
    const Id = application ? EntraApplicationId : AzureIdentityId;
    this.existingId = existing && new Id(existing.identityId);
    this.audience = account.tokenAudience;
    this.objects = account._objects(TerraformStack.of(this));
    if (!existing && application) {
      const made = new EntraApplication(this, "application", this.nameOf(props), application);
      this.application = made.application;
      this.servicePrincipal = made.servicePrincipal;
      this.made = made.made;
    } else if (!existing) {
      this.identity = this.objects.created(new UserAssignedIdentity(this, "identity", this.configOf(props)));
      this.made = madeOf(this.identity);
    }
    this.tenantId = account.tenantId ?? (this.made ? tokenOf(this.made.tenantId) : "");
    this.credentials = this.existingId ? this.credentialsOfExisting(this.existingId) : this.credentialsOfCreated(props);
    refuseFaulty(this);
  }

  /** The identity's resource id, or `/applications/<object id>`. */
  public get identityId(): string {
    return (this.knownId ??= this.existingId?.value ?? this.tokenOf("id"));
  }

  /** The object id of the identity's service principal. */
  public get principalId(): string {
    return (this.knownPrincipalId ??= this.existing?.principalId ?? this.tokenOf("principalId"));
  }

  /**
   * The object id of the service principal, for the configuration of a resource.
   * @internal
   */
  public _principalIdFor(reader: Construct): string {
    return this.made ? referenceTo(...this.made.principalId, reader) : this.principalId;
  }

  /** The identity's client id. */
  public get clientId(): string {
    return (this.knownClientId ??= this.existing?.clientId ?? this.tokenOf("clientId"));
  }

  /**
   * What this library made of the identity; nothing for one that exists already.
   * @internal
   */
  public get _madeResources(): readonly TerraformResource[] {
    return this.made?.resources ?? [];
  }

  /**
   * The object ids of who may change the application that this library made; undefined where it made none.
   * @internal
   */
  public get _owners(): readonly string[] | undefined {
    return this.application && (this.props.application?.owners ?? []);
  }

  /**
   * Lets a subject act as this identity, by a federated credential with its exact issuer and subject. Asking again for the
   * same one returns the credential that exists.
   *
   * @param subject a service account of a source cluster, or another subject
   */
  public allow(subject: OidcSubject): TerraformResource {
    return this.credentials.of(subject);
  }

  /** What must exist before the identity can act. */
  public get resources(): TerraformResource[] {
    return [...this._madeResources, ...this.credentials.resources];
  }

  private tokenOf(attribute: "id" | "clientId" | "principalId"): string {
    return this.made ? tokenOf(this.made[attribute]) : "";
  }

  private nameOf({ identityName, application }: AzureFederatedIdentityProps): string {
    const rule = application ? APPLICATION_NAME : IDENTITY_NAME;
    const wanted = { kind: NamedKind.AZURE_IDENTITY, rule, prefix: "trust-mesh", parts: [idsOf(this).formerId] };
    return identityName ?? this.account._nameOf(wanted);
  }

  private configOf(props: AzureFederatedIdentityProps): UserAssignedIdentityConfig {
    const { account, objects } = this;
    const name = this.nameOf(props);
    const { resourceGroupName, location } = this.placeOf(props);
    objects.claimIdentityName(name, resourceGroupName, this);
    const both = account._options.tags && props.tags ? { ...account._options.tags, ...props.tags } : undefined;
    const tags = both ?? props.tags ?? account._options.tags;
    return { provider: objects.provider, name, resourceGroupName, location, tags };
  }

  private credentialsOfCreated(props: AzureFederatedIdentityProps): AzureCredentials {
    return new AzureCredentials(this, "credentials", {
      objects: this.objects,
      identityId: this.made ? referenceTo(...this.made.id, this) : this.identityId,
      resourceGroupName: this.placeOf(props).resourceGroupName,
      azureadProvider: props.application?.azureadProvider,
      audience: this.audience,
      others: 0,
    });
  }

  /** All declarations of one existing identity add to one chain of credentials, which stands below the account. */
  private credentialsOfExisting({
    value,
    identity,
    name,
    resourceGroupName,
  }: AzureIdentityId | EntraApplicationId): AzureCredentials {
    const { objects, audience, existing } = this;
    const others = existing?.otherCredentials ?? 0;
    const id = existingKey(name, identity);
    const wanted = { otherCredentials: others, ...comparableIds(existing) };
    const known = objects.find<AzureCredentials>(id, wanted);
    if (known) return known;
    const made = new AzureCredentials(objects, id, {
      objects,
      identityId: value,
      resourceGroupName,
      azureadProvider: this.props.application?.azureadProvider,
      audience,
      others,
    });
    objects.claim({
      property: "existing",
      name: identity,
      by: made,
      wayOut: "Keep all credentials of one identity in one stack: give the clusters of both one AzureSubscription",
      place: AZURE,
    });
    if (this.existingId instanceof AzureIdentityId && name) objects.claimExistingIdentity(this.existingId, made);
    return objects.keep(id, wanted, made);
  }

  /**
   * What tells the identity from others in ids, however often it is declared; undefined for one that this library makes.
   * @internal
   */
  public get _existingKey(): string | undefined {
    return this.existingId && existingKey(this.existingId.name, this.existingId.identity);
  }

  private placeOf({ place, cluster }: AzureFederatedIdentityProps): AzurePlace {
    const { resourceGroupName = "", location = "" } = this.account._options;
    return place ?? cluster?.identityPlace ?? { resourceGroupName, location };
  }

  /** @internal */
  public _problems(): (string | undefined)[] {
    const { resourceGroupName, location } = this.placeOf(this.props);
    const { application, tags, identityName } = this.props;
    return [
      ...(application ? applicationProblems(application, this.account, TerraformStack.of(this)) : []),
      application && tags
        ? problem("tags", "are given, and applications of Entra have none with values", "Leave them out")
        : undefined,
      this.objects.providerProblem(TerraformStack.of(this), "account"),
      application
        ? nameProblem("identityName", identityName, APPLICATION_NAME)
        : nameProblem("identityName", this.identity?.nameInput, IDENTITY_NAME),
      this.existingId?.problem(),
      ...(["clientId", "principalId"] as const).map((id) =>
        uuidProblem(`existing ${id}`, this.existing?.[id], `Give the ${id} that \`az identity show\` prints`),
      ),
      !this.existing && !application && !(resourceGroupName && location)
        ? problem(
            "place",
            "is missing, and the account has no resourceGroupName and location",
            "Give the cluster, a place, or the account both",
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

function madeOf(identity: UserAssignedIdentity): MadeIdentity {
  const of = (name: string): AttributeOf => [identity, name];
  return {
    ...{ resources: [identity], id: of("id"), tenantId: of("tenant_id") },
    ...{ clientId: of("client_id"), principalId: of("principal_id") },
  };
}

function existingKey(name: string, identity: string): string {
  return `existing_${name.toLowerCase()}-${digest(identity)}`;
}

/** The ids of an existing identity as Entra compares them. */
function comparableIds(existing?: ExistingAzureIdentity): Partial<ExistingAzureIdentity> {
  const lower = (id?: string) => (isLiteral(id) ? id.toLowerCase() : id);
  return { clientId: lower(existing?.clientId), principalId: lower(existing?.principalId) };
}

/** The place of what is told by ids that are unique in all of Azure. */
const AZURE = { _place: "azure" };

/** Without an account there is nothing that could be made or checked. */
function accountOf({ account, cluster }: AzureFederatedIdentityProps, path: string): AzureSubscription {
  const found = account ?? cluster?.account;
  if (found) return found;
  const reason = problem("account", "is missing, and so is cluster", "Give the AKS cluster, or an AzureSubscription");
  throw refusalOf(`${path}:`, reason);
}
