import { RoleAssignment, RoleAssignmentConfig } from "@cdktf/provider-azurerm/lib/role-assignment";
import { Fn, TerraformResource, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { CloudTrust } from "./cloud-trust";
import { Promised } from "./promised";
import { TrustOptions } from "./trust-options";
import { AzureAccess } from "../access";
import {
  AzureFederatedIdentity,
  AzureFederatedIdentityProps,
  AzureIdentityOptions,
  AzurePlace,
  AzureSubscription,
} from "../accounts";
import { AzureSubscriptionObjects } from "../accounts/azure-subscription-objects";
import { SdkIdentity } from "../clients/sdk/environment";
import { digest, formerPath, isLiteral, Missing, problem, renamedChild, resolved } from "../common";
import { madeOf } from "../common/late-text";
import { OidcSubject } from "../subjects";
import { AZURE_CLOUDS } from "../vendor/azure/clouds";
import { AZURE_IDENTITY_OPTIONS, comparableIdentity } from "./shaping-options";

/** How a trust into an Azure subscription is shaped. */
export interface AzureTrustOptions extends AzureIdentityOptions, TrustOptions {
  /**
   * An identity that several trusts share. What is granted then holds for all of its subjects.
   *
   * @default - an identity of the subject's own for services of this subscription
   */
  readonly identity?: AzureFederatedIdentity;
  /**
   * Where the identity is created.
   *
   * @default - the subscription's resource group and location; needed where it has none
   */
  readonly place?: AzurePlace;
}

/** What a trust into an Azure subscription is made from. */
export interface AzureTrustProps extends AzureTrustOptions {
  /** Who is trusted: a service account of any cluster, or another subject. */
  readonly from: OidcSubject;
  /** The subscription that trusts. */
  readonly to: AzureSubscription;
  /** What it may do there. */
  readonly access: AzureAccess;
}

/**
 * Lets a subject of any source use resources of an Azure subscription. Creates in the subscription, each once: a
 * user-assigned identity (or an application of its tenant), a federated credential with exactly this issuer and subject, and one role assignment for each
 * access. An identity that this subject has for AKS clusters of the subscription is another one.
 *
 * Microsoft Entra documentation: "Configure a user-assigned managed identity to trust an external identity provider"
 *
 * @see https://learn.microsoft.com/entra/workload-id/workload-identity-federation-create-trust-user-assigned-managed-identity
 *
 * @example
 *
 * new AzureTrust(this, "loader", {
 *   from: west.serviceAccount("etl", "loader"),
 *   to: core,
 *   access: AzureAccess.readSecrets(vault.id),
 * });
 */
export class AzureTrust extends CloudTrust {
  /** The identity that acts. */
  public readonly identity: AzureFederatedIdentity;
  /** The token's audience, which Entra fixes for each cloud. */
  public readonly audience: string;
  private readonly props: AzureTrustProps;
  private readonly objects: AzureSubscriptionObjects;
  private readonly granted: AzureAccess[] = [];
  private readonly assignments: RoleAssignment[] = [];

  /**
   * Creates the trust; limits that are known at synth fail synth.
   *
   * @param scope where the trust lives; its stack must be the one of the subscription's provider
   * @param id the trust's id
   * @param props who is trusted, by which subscription, with what access
   */
  public constructor(scope: Construct, id: string, props: AzureTrustProps) {
    super(scope, id, props.from, props.to, props);
    this.props = props;
    this.objects = props.to._objects(TerraformStack.of(this));
    const wanted = props.identity ?? this.ownIdentity();
    this.identity =
      wanted instanceof Missing
        ? wanted.keep(new AzureFederatedIdentity(wanted.scope, wanted.id, wanted.props))
        : wanted;
    this.audience = this.identity.audience;
    if (!props.from.isPattern && !this.suspended) this.identity.allow(props.from);
    this.grant(props.access);
  }

  /** The object id of the identity's service principal. */
  public get cloudPrincipal(): string {
    return this.identity.principalId;
  }
  /** A projected token, always. */
  public get usesProjectedToken(): boolean {
    return true;
  }
  /** What was granted, in the order of granting. */
  public get accesses(): AzureAccess[] {
    return [...this.granted];
  }
  /** The Terraform resources of this trust, those that it shares with others included. */
  public get resources(): TerraformResource[] {
    return [...new Set([...this.identity.resources, ...this.assignments])];
  }

  /**
   * Adds access for the same subject. What was granted before stays; granting the same again changes nothing.
   *
   * @param access what else it may do
   */
  public grant(access: AzureAccess): void {
    this.granted.push(access);
    this._warnOf(access);
    if (this.suspended) return;
    const { objects, identity } = this;
    const { _facts: facts, _addressed: addressed } = access;
    this._refuseCircleOf(facts);
    const what = this._addressPart(addressed._facts, access, true);
    const given = identity._existingKey ?? `${identity.node.id}-${digest(formerPath(identity))}`;
    const owner = this.props.identity ? given : undefined;
    const id = owner
      ? `assignment_${owner}_${what}`
      : renamedChild(
          objects,
          this.subject._sharedId((key) => `assignment_services_${key}_${what}`),
        );
    const wanted = {
      access: facts.map((fact) => (typeof fact === "string" && isLiteral(fact) ? fact.toLowerCase() : fact)),
    };
    const known = objects.find<RoleAssignment>(id, wanted);
    const made =
      known ?? objects.keep(id, wanted, objects.created(new RoleAssignment(objects, id, this.configOf(access))));
    if (!this.assignments.includes(made)) this.assignments.push(made);
  }

  /** @internal */
  public _sdkIdentity(tokenFile: string): SdkIdentity | undefined {
    const { clientId, tenantId } = this.identity;
    const authority = AZURE_CLOUDS.find(({ name }) => name === String(this.props.to.cloud))?.authority ?? "";
    return {
      cloud: "azure",
      name: this.destinationId,
      clientId,
      tenantId,
      tokenFile,
      authorityHost: `https://${authority}/`,
    };
  }

  /** @internal */
  protected _promised(): Promised {
    const { clientId, tenantId, identityId, _madeResources: made, _owners: owners } = this.identity;
    const { cloud, subscriptionId = "" } = this.props.to;
    const name = String(cloud);
    return {
      cloud: "azure",
      accountId: subscriptionId,
      client: { "tenant-id": tenantId, "client-id": clientId, ...(name === "public" ? {} : { cloud: name }) },
      grants: this.granted.map((access) => ({
        ...{ words: access.describe(), role: access.roleId ?? access.roleName, resources: [access.scope] },
      })),
      adopted: made.length ? [] : [identityId],
      ...(owners ? { owners } : {}),
    };
  }

  /** @internal */
  protected get _granted(): readonly AzureAccess[] {
    return this.granted;
  }

  private ownIdentity(): AzureFederatedIdentity | Missing<AzureFederatedIdentityProps> {
    const { from, to, place, identityName, tags, application } = this.props;
    const id = renamedChild(
      this.objects,
      from._sharedId((key) => `services_${key}`),
    );
    const shape = { identityName, tags, place, ...(application ? { application } : {}) };
    const wanted = comparableIdentity(shape);
    const known = this.objects.find<AzureFederatedIdentity>(id, wanted);
    return known ?? new Missing(this.objects, id, wanted, { account: to, ...shape });
  }

  /** Of secrets, keys and certificates azurerm's `id` is the URL at which the vault has them. */
  private urlProblem({ scope }: AzureAccess): string | undefined {
    if (isLiteral(scope)) return undefined;
    const [, type, attribute] = URL_ATTRIBUTES.exec(String(resolved(this, scope))) ?? [];
    if (type === undefined) return undefined;
    const own = type === "azurerm_key_vault_certificate" ? "resourceManagerVersionlessId" : "resourceVersionlessId";
    return problem(
      "access scope",
      `is the ${attribute} of an ${type}, which is no scope: a URL, or the resource id of one version`,
      `Give its ${own}`,
      "access-scope-url",
    );
  }

  private configOf({ roleId, roleName: role, scope }: AzureAccess): RoleAssignmentConfig {
    return {
      provider: this.props.to.azurermProvider,
      scope,
      roleDefinitionId: roleId === undefined ? role : definitionId(subscriptionOf(scope), roleId),
      principalId: this.identity._principalIdFor(this.objects),
      principalType: "ServicePrincipal",
      skipServicePrincipalAadCheck: true,
    };
  }

  /** @internal */
  protected override _optionProblems(): (string | undefined)[] {
    const { from, identity, application, place } = this.props;
    const shaped = [...AZURE_IDENTITY_OPTIONS, "place" as const].filter((option) => this.props[option] !== undefined);
    return [
      from.isPattern
        ? problem(
            "from",
            "stands for several subjects, and a federated credential names one",
            "Trust single service accounts",
          )
        : undefined,
      this._timeProblem(this.props),
      ...this.granted.map((access) => this.urlProblem(access)),
      application && place
        ? problem("place", "is given, and an application of Entra is in no resource group", "Leave one of the two out")
        : undefined,
      identity && shaped.length
        ? problem(shaped.join(", "), "conflicts with identity, which has them already", "Leave one of the two out")
        : undefined,
    ];
  }
}

/** References to a secret, a key or a certificate that are no scopes. */
const URL_ATTRIBUTES =
  /^\$\{(azurerm_key_vault_(?:secret|key|certificate))\.[\w-]+\.(id|versionless_id|resource_id|resource_manager_id)\}$/;

/** Azure tells a role's definition with the subscription of the scope; another one would be replaced at every plan. */
function definitionId(subscription: string, roleId: string): string {
  return `/subscriptions/${subscription}/providers/Microsoft.Authorization/roleDefinitions/${roleId}`;
}

function subscriptionOf(scope: string): string {
  return madeOf(
    scope,
    (literal) => literal.split("/")[2] ?? "",
    (token) => Fn.element(Fn.split("/", token), 2) as string,
  );
}
