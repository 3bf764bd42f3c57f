import { FederatedIdentityCredential } from "@cdktf/provider-azurerm/lib/federated-identity-credential";
import { UserAssignedIdentity } from "@cdktf/provider-azurerm/lib/user-assigned-identity";
import { TerraformResource, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { Trust, TrustProps } from "./trust";
import { ClusterAccess } from "../access";
import { AzureRoleAssignments } from "../access/azure-role-assignments";
import { RbacSubject } from "../access/kubernetes-rbac";
import { AksCluster, ClusterKind } from "../clusters";
import { isLiteral, problem, renamedChild, SharedId } from "../common";
import { FlagValues, PluginSubcommand } from "../exec-contract";
import { AzureFederatedIdentity, AzureIdentityOptions, AzurePlace } from "../accounts";
import { NamedKind } from "../accounts/naming";
import { IDENTITY_NAME } from "../vendor/azure/entra";

/** How a trust into AKS is shaped, beyond who and what. */
export interface AksTrustOptions extends AzureIdentityOptions {
  /**
   * An identity to act as: one that exists already, or one that several service accounts share. Options that shape a
   * new identity are refused beside it.
   *
   * @default - an identity is made, once for the service account in the subscription and resource group
   */
  readonly identity?: AzureFederatedIdentity;
}

/** What a trust into an AKS cluster is made from. */
export interface ToAksTrustProps extends TrustProps, AksTrustOptions {
  /** The cluster that trusts the service account. */
  readonly to: AksCluster;
}

/** The options that shape a new identity, and mean nothing for one that is given. */
const IDENTITY_OPTIONS = ["identityName", "tags"] as const;

/** The options that were given, without those that were not: they must not hide defaults. */
function given(props: AzureIdentityOptions): AzureIdentityOptions {
  const options = IDENTITY_OPTIONS.filter((option) => props[option] !== undefined);
  return Object.fromEntries(options.map((option) => [option, props[option]]));
}

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
 * A trust into AKS. In the target's subscription and tenant: a user-assigned identity with a federated credential of
 * the exact issuer, subject and audience. In the target cluster: bindings on the OBJECT id of its service principal, or
 * Azure RBAC role assignments instead of bindings.
 */
export abstract class ToAksTrust extends Trust {
  /** The identity that acts, which other trusts can share. */
  public readonly federatedIdentity: AzureFederatedIdentity;
  /** The identity's resource, where this library made it. */
  public readonly identity?: UserAssignedIdentity;
  /** The credential that lets the service account act as the identity. */
  public readonly credential: FederatedIdentityCredential;
  private readonly props: ToAksTrustProps;

  /** @internal */
  protected constructor(scope: Construct, id: string, props: ToAksTrustProps, source: ClusterKind) {
    super(scope, id, props.from, props.to, source);
    this.props = props;
    this.federatedIdentity = props.identity ?? this.makeIdentity();
    this.identity = this.federatedIdentity.identity;
    this.credential = this.federatedIdentity.allow(props.from);
    this.grant(props.access);
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
    return this.identity ? [] : [this.federatedIdentity.identityId];
  }
  /** The pod always needs a projected token. */
  public get usesProjectedToken(): boolean {
    return true;
  }

  private makeIdentity(): AzureFederatedIdentity {
    const { from, to } = this.props;
    const { account } = to;
    const shape = given(this.props);
    const objects = account._objects(TerraformStack.of(this));
    const { place, ids, nameParts } = placeOfIdentity(to);
    const id = renamedChild(objects, {
      id: from._sharedId((key) => `identity_${key}${ids.id}`).id,
      formerId: from._sharedId((key) => `identity_${key}${ids.formerId}`).formerId,
    });
    const identityName = account._nameOf({
      kind: NamedKind.AZURE_IDENTITY,
      rule: IDENTITY_NAME,
      prefix: "trust-mesh",
      parts: from._nameParts,
      more: nameParts,
    });
    const props = { account, place, identityName, ...shape };
    return (
      objects.find<AzureFederatedIdentity>(id, shape) ??
      objects.keep(id, shape, new AzureFederatedIdentity(objects, id, props))
    );
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
    return { kind: "User", name: this.kubernetesUser };
  }
  /** @internal */
  protected get _sharedResources(): TerraformResource[] {
    return [...(this.identity ? [this.identity] : []), this.credential];
  }
  /** @internal */
  protected _realiseByCloud(access: ClusterAccess): TerraformResource[] {
    return AzureRoleAssignments.on(this.props.to, TerraformStack.of(this)).assign(this.federatedIdentity, access);
  }

  /** @internal */
  protected override _directionProblems(): (string | undefined)[] {
    const { to, identity } = this.props;
    const shaped = IDENTITY_OPTIONS.filter((option) => this.props[option] !== undefined);
    const byAzure = this.accesses.some((access) => access.isCloudPolicy);
    return [
      identity && shaped.length
        ? problem(shaped.join(", "), "is given beside identity, which needs no new one", "Leave one of the two out")
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
