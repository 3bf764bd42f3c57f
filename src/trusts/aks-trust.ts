import { UserAssignedIdentity } from "@cdktf/provider-azurerm/lib/user-assigned-identity";
import { TerraformResource, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { ClusterTrust, ClusterTrustProps } from "./cluster-trust";
import { TrustOptions } from "./trust-options";
import { ClusterAccess, KubernetesDelivery } from "../access";
import { AzureRoleAssignments } from "../access/azure-role-assignments";
import { RbacSubject } from "../access/kubernetes-rbac";
import { AksCluster } from "../clusters";
import { isLiteral, Missing, problem, renamedChild, SharedId } from "../common";
import { FlagValues, PluginSubcommand } from "../exec-contract";
import { AzureFederatedIdentity, AzureFederatedIdentityProps, AzureIdentityOptions, AzurePlace } from "../accounts";
import { NamedKind } from "../accounts/naming";
import { APPLICATION_NAME, IDENTITY_NAME } from "../vendor/azure/entra";
import { AZURE_IDENTITY_OPTIONS, comparableIdentity, givenOf } from "./shaping-options";

/** How a trust into AKS is shaped, beyond who and what. */
export interface AksTrustOptions extends AzureIdentityOptions, TrustOptions {
  /**
   * An identity to act as: one that exists already, or one that several service accounts share. Options that shape a
   * new identity are refused beside it.
   *
   * @default - an identity is made, once for the service account in the subscription and resource group
   */
  readonly identity?: AzureFederatedIdentity;
}

/** What a trust into an AKS cluster is made from. */
export interface AksTrustProps extends ClusterTrustProps, AksTrustOptions {
  /** The cluster that trusts the service account. */
  readonly to: AksCluster;
}

const NO_SHAPE: AzureIdentityOptions = Object.freeze({});

/** Where an identity is created, and what tells the place from others of the account in ids and names. */
interface IdentityPlace {
  readonly place: AzurePlace;
  readonly ids: SharedId;
  readonly nameParts: string[];
}

/**
 * The account's own resource group, or that of the cluster. Clusters whose group or location is unknown at synth cannot be
 * told to be in one place, so each has its own identities.
 */
function placeOfIdentity(to: AksCluster): IdentityPlace {
  const place = to.identityPlace;
  const { resourceGroupName, location } = place;
  if (to.account._options.resourceGroupName !== undefined) {
    return { place, ids: { id: "", formerId: "" }, nameParts: [] };
  }
  if (!isLiteral(resourceGroupName) || !isLiteral(location)) {
    const ids = to._stableKey.id((key) => `_for_${key}`);
    return { place, ids, nameParts: [to._stableKey.former] };
  }
  const nameParts = [resourceGroupName.toLowerCase(), location.toLowerCase().replace(/ /g, "")];
  const id = `_in_${nameParts.join("_")}`;
  return { place, ids: { id, formerId: id }, nameParts };
}

/**
 * Lets a subject of any source act in an AKS cluster. Creates in the target's subscription, each once: a
 * user-assigned identity with a federated credential of the exact issuer, subject and audience. In the target cluster:
 * bindings on the OBJECT id of its service principal, or Azure RBAC role assignments instead of bindings.
 *
 * Microsoft Entra documentation: "Configure a user-assigned managed identity to trust an external identity provider"
 *
 * @see https://learn.microsoft.com/entra/workload-id/workload-identity-federation-create-trust-user-assigned-managed-identity
 *
 * @example
 *
 * new AksTrust(this, "deployer", {
 *   from: west.serviceAccount("argocd", "deployer"),
 *   to: corp,
 *   access: ClusterAccess.edit("payments"),
 * });
 */
export class AksTrust extends ClusterTrust {
  /** The identity that acts, which other trusts can share. */
  public readonly federatedIdentity: AzureFederatedIdentity;
  /** The user-assigned identity, where this library made one. */
  public readonly identity?: UserAssignedIdentity;
  /** The credential that lets the subject act as the identity; undefined while the trust is suspended. */
  public readonly credential?: TerraformResource;
  private readonly props: AksTrustProps;

  /**
   * Creates the trust; limits that are known at synth fail synth.
   *
   * @param scope where the trust lives; its stack must be the one of the target's providers
   * @param id the trust's id
   * @param props who is trusted, by which cluster, with what access
   */
  public constructor(scope: Construct, id: string, props: AksTrustProps) {
    super(scope, id, props.from, props.to, props);
    this.props = props;
    const identity = props.identity ?? this.ownIdentity();
    this.federatedIdentity =
      identity instanceof Missing
        ? identity.keep(new AzureFederatedIdentity(identity.scope, identity.id, identity.props))
        : identity;
    this.identity = this.federatedIdentity.identity;
    this.credential = this.suspended ? undefined : this.federatedIdentity.allow(props.from);
    for (const one of this._grant(props.access)) this._keep(one, new one.bindingClass(this, one.id, one.config));
  }

  /** The token's audience, which the Azure cloud prescribes. */
  public get audience(): string {
    return this.federatedIdentity.audience;
  }
  /** The object id of the identity's service principal. */
  public get cloudPrincipal(): string {
    return this.federatedIdentity.principalId;
  }
  /** The object id of the identity's service principal, which RBAC sees as the user's name. */
  public get kubernetesUser(): string {
    return this.federatedIdentity.principalId;
  }
  /** RBAC in AKS sees no groups of a managed identity. */
  public get kubernetesGroups(): string[] {
    return [];
  }
  /** The identity that was given. */
  public get adopted(): string[] {
    return this.federatedIdentity._madeResources.length ? [] : [this.federatedIdentity.identityId];
  }
  /** @internal */
  public get _owners(): readonly string[] | undefined {
    return this.federatedIdentity._owners;
  }
  /** The pod always needs a projected token. */
  public get usesProjectedToken(): boolean {
    return true;
  }

  private ownIdentity(): AzureFederatedIdentity | Missing<AzureFederatedIdentityProps> {
    const { from, to } = this.props;
    const { account } = to;
    const shape = givenOf(this.props, AZURE_IDENTITY_OPTIONS) ?? NO_SHAPE;
    const objects = account._objects(TerraformStack.of(this));
    const { place, ids, nameParts } = placeOfIdentity(to);
    const id = renamedChild(objects, {
      id: `identity_${from._key}${ids.id}`,
      formerId: from._sharedId((key) => `identity_${key}${ids.formerId}`).formerId,
    });
    const identityName = account._nameOf({
      kind: NamedKind.AZURE_IDENTITY,
      rule: shape.application ? APPLICATION_NAME : IDENTITY_NAME,
      prefix: "trust-mesh",
      parts: from._nameParts,
      more: nameParts,
    });
    const props = { account, place, identityName, ...shape };
    const wanted = comparableIdentity(shape);
    return objects.find<AzureFederatedIdentity>(id, wanted) ?? new Missing(objects, id, wanted, props);
  }

  /** @internal */
  protected get _pluginSubcommand(): PluginSubcommand {
    return "aks";
  }
  /** @internal */
  protected get _pluginFlags(): FlagValues {
    const { cloud } = this.props.to;
    const { tenantId, clientId } = this.federatedIdentity;
    // Said in full: what a stanza leaves out, a pod's own environment could seem to fill in.
    return { "tenant-id": tenantId, "client-id": clientId, cloud };
  }
  /** @internal */
  protected get _rbacSubject(): RbacSubject {
    const isResource = this.delivery === KubernetesDelivery.RESOURCES;
    const name = isResource ? this.federatedIdentity._principalIdFor(this) : this.kubernetesUser;
    return { kind: "User", name };
  }
  /** @internal */
  protected get _sharedResources(): TerraformResource[] {
    const { credential, federatedIdentity } = this;
    return [...federatedIdentity._madeResources, ...(credential ? [credential] : [])];
  }
  /** @internal */
  protected _realiseByCloud(access: ClusterAccess): TerraformResource[] {
    return AzureRoleAssignments.on(this.props.to, TerraformStack.of(this)).assign(this.federatedIdentity, access);
  }

  /** @internal */
  protected override _directionProblems(): (string | undefined)[] {
    const { to, identity } = this.props;
    const shaped = AZURE_IDENTITY_OPTIONS.filter((option) => this.props[option] !== undefined);
    const byAzure = this.accesses.some((access) => access.isCloudPolicy);
    return [
      this._timeProblem(this.props),
      identity && shaped.length
        ? problem(shaped.join(", "), "conflicts with identity, which needs no new one", "Leave one of the two out")
        : undefined,
      identity && TerraformStack.of(identity) !== TerraformStack.of(this)
        ? problem(
            "identity",
            "is in another stack, and credentials of one identity are written in one",
            "Move the trust there",
          )
        : undefined,
      byAzure && to.azureRbacEnabled === false
        ? problem(
            "access",
            "viaCloudPolicy needs Azure RBAC, and it is off in this AKS cluster",
            "Set azure_rbac_enabled on the cluster, or leave viaCloudPolicy out",
          )
        : undefined,
    ];
  }
}
