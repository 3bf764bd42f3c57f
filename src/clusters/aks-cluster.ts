import { DataAzurermKubernetesCluster } from "@cdktf/provider-azurerm/lib/data-azurerm-kubernetes-cluster";
import { KubernetesCluster } from "@cdktf/provider-azurerm/lib/kubernetes-cluster";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { Fn, TerraformProvider, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { ClusterKind } from "./cluster";
import { given } from "./overrides";
import { TargetCluster, TargetClusterAttributes } from "./target-cluster";
import { AzureCloud, AzurePlace, AzureSubscription, CloudAccount, DestinationKind, IAzureHome } from "../accounts";
import { azureTokenAudience } from "../accounts/azure-cloud";
import { isLiteral, problem } from "../common";
import { madeOf } from "../common/late-text";
import { StatedSettings } from "../trust-declaration";
import { StableKeyOptions } from "../subjects";
import { UUID_FORM } from "../vendor/azure/entra";
import { canonicalResourceId } from "../vendor/azure/resource-ids";

/** What is told of an AKS cluster that the provider's own resource does not tell. */
export interface AksClusterOptions extends StableKeyOptions {
  /**
   * The subscription in which the cluster is. Clusters share identities within it; give one to the clusters of several
   * stacks, and its provider's stack holds the identities.
   *
   * @default - the subscription of the azurerm provider
   */
  readonly account?: AzureSubscription;
  /**
   * The azurerm provider of the cluster's subscription, in the stack that holds the trusts into it.
   *
   * @default - the provider of the resource or data source, or that of the account; trusts into this cluster fail synth
   * without one
   */
  readonly azurermProvider?: AzurermProvider;
  /** The Kubernetes provider that talks to this cluster. @default - none: trusts that make RBAC objects fail synth */
  readonly kubernetesProvider?: TargetClusterAttributes["kubernetesProvider"];
  /** The Entra tenant of the cluster, a UUID. @default - the tenant of the identity that a trust makes */
  readonly tenantId?: string;
  /** The Azure cloud. @default - that of the account, or AzureCloud.PUBLIC */
  readonly cloud?: AzureCloud;
  /**
   * The API server's URL. A private cluster has only a private FQDN: give its URL here.
   *
   * @default - the public FQDN of the resource or data source; none for a cluster from attributes
   */
  readonly endpoint?: string;
}

/** What is told of an AKS cluster beside its resource or data source, or otherwise than they say. */
export interface AksResourceOptions extends AksClusterOptions {
  /** The OIDC issuer, with the slash at its end. @default - that of the resource or data source */
  readonly issuer?: string;
  /** The API server's certificate authority, PEM in base64. @default - that of the resource or data source */
  readonly certificateAuthorityData?: string;
  /** The cluster's resource group. @default - that of the resource or data source */
  readonly resourceGroupName?: string;
  /** The cluster's region. @default - that of the resource or data source */
  readonly location?: string;
  /** Whether the API server takes Entra's tokens. @default - what the resource says; unknown for a data source */
  readonly entraIntegration?: boolean;
  /** Whether Azure's role assignments count in the cluster. @default - what the resource says; unknown for a data source */
  readonly azureRbacEnabled?: boolean;
  /** Whether local accounts are off. @default - what the resource says; unknown for a data source */
  readonly localAccountDisabled?: boolean;
}

/** What an AKS cluster is described by. Every string may be a token. */
export interface AksClusterAttributes extends AksClusterOptions {
  /** The cluster's resource id: `/subscriptions/…/managedClusters/<name>`. */
  readonly clusterId: string;
  /** The cluster's resource group. @default - read from the cluster's id */
  readonly resourceGroupName?: string;
  /** The cluster's location, where the identities are made: "westeurope". */
  readonly location: string;
  /**
   * The OIDC issuer, WITH the slash at its end: `https://<region>.oic.prod-aks.azure.com/<tenant>/<guid>/`.
   *
   * @default - none: the cluster can be a target only
   */
  readonly issuer?: string;
  /** The API server's certificate authority, PEM in base64. @default - none */
  readonly certificateAuthorityData?: string;
  /** Whether Entra signs users in. A cluster without it is refused as a target. @default - unknown: assumed so */
  readonly entraIntegration?: boolean;
  /** Whether Azure role assignments count inside the cluster. @default - unknown: assumed so where they are asked for */
  readonly azureRbacEnabled?: boolean;
  /** Whether local accounts, which bypass Entra, are switched off. @default - unknown */
  readonly localAccountDisabled?: boolean;
}

/**
 * An Azure Kubernetes Service cluster, as a source or target of trusts. It creates nothing.
 *
 * AKS documentation: "Use Microsoft Entra Workload ID", "Create an OpenID Connect provider on AKS".
 */
export class AksCluster extends TargetCluster implements IAzureHome {
  /**
   * Declares an AKS cluster by what is known of it.
   *
   * @param scope where the declaration lives: an app, a stack or any construct
   * @param id the cluster's name in construct paths, default names and kubeconfigs
   * @param attributes what is known of the cluster
   */
  public static fromAttributes(scope: Construct, id: string, attributes: AksClusterAttributes): AksCluster {
    return new AksCluster(scope, id, attributes);
  }

  /**
   * Declares an AKS cluster from the resource that creates it, so that nothing is typed twice. A source needs
   * `oidcIssuerEnabled`; a target needs the block `azureActiveDirectoryRoleBasedAccessControl`.
   */
  public static fromResource(
    scope: Construct,
    id: string,
    resource: KubernetesCluster,
    options: AksResourceOptions = {},
  ): AksCluster {
    const entra = resource.azureActiveDirectoryRoleBasedAccessControlInput;
    const cluster = new AksCluster(scope, id, {
      azurermProvider: resource.provider as AzurermProvider | undefined,
      tenantId: entra?.tenantId,
      clusterId: resource.id,
      resourceGroupName: resource.resourceGroupNameInput,
      location: resource.locationInput ?? resource.location,
      issuer: resource.oidcIssuerEnabledInput === undefined ? undefined : resource.oidcIssuerUrl,
      endpoint: `https://${isPrivate(resource) ? resource.privateFqdn : resource.fqdn}:443`,
      certificateAuthorityData: publicPart(resource.kubeConfig.get(0).clusterCaCertificate),
      entraIntegration: entra !== undefined,
      azureRbacEnabled: entra === undefined ? false : known(entra.azureRbacEnabled, false),
      localAccountDisabled: known(resource.localAccountDisabledInput, false),
      ...given(options),
    });
    cluster._source = resource;
    cluster.stated = statementOf(options);
    if (resource.oidcIssuerEnabledInput === false && options.issuer === undefined) cluster.issuerSwitchedOff = true;
    return cluster;
  }

  /** Declares an AKS cluster from the data source that looks it up. */
  public static fromDataSource(
    scope: Construct,
    id: string,
    data: DataAzurermKubernetesCluster,
    options: AksResourceOptions = {},
  ): AksCluster {
    const cluster = new AksCluster(scope, id, {
      azurermProvider: data.provider as AzurermProvider | undefined,
      clusterId: data.id,
      resourceGroupName: data.resourceGroupNameInput,
      location: data.location,
      issuer: data.oidcIssuerUrl,
      endpoint: `https://${data.fqdn}:443`,
      certificateAuthorityData: publicPart(data.kubeConfig.get(0).clusterCaCertificate),
      ...given(options),
    });
    cluster._source = data;
    return cluster;
  }

  /** The subscription in which the cluster is. */
  public readonly account: AzureSubscription;
  /** The cluster's resource id. */
  public readonly clusterId: string;
  /** The cluster's resource group. */
  public readonly resourceGroupName: string;
  /** The cluster's location. */
  public readonly location: string;
  /** The Entra tenant, where it was given. */
  public readonly tenantId?: string;
  /** The azurerm provider of the cluster's subscription, where one was given. */
  public readonly azurermProvider?: AzurermProvider;
  /** Whether Azure role assignments count inside the cluster, where that is known. */
  public readonly azureRbacEnabled?: boolean;
  private knownSubscriptionId?: string;
  private readonly givenCloud?: AzureCloud;
  private readonly entraIntegration?: boolean;
  private readonly localAccountDisabled?: boolean;
  private issuerSwitchedOff = false;
  private stated: StatedSettings;

  private constructor(scope: Construct, id: string, attributes: AksClusterAttributes) {
    super(scope, id, ClusterKind.AKS, attributes, attributes.issuer);
    this.clusterId = isLiteral(attributes.clusterId)
      ? canonicalResourceId(attributes.clusterId, "Microsoft.ContainerService/managedClusters")
      : attributes.clusterId;
    this.stated = statementOf(attributes);
    this.resourceGroupName = attributes.resourceGroupName ?? segmentOf(this.clusterId, "resourceGroups");
    this.location = attributes.location;
    this.tenantId = attributes.tenantId;
    this.account = attributes.account ?? AzureSubscription._ofProvider(this, attributes.azurermProvider);
    this.azurermProvider = attributes.azurermProvider ?? this.account.azurermProvider;
    this.givenCloud = attributes.cloud;
    this.entraIntegration = attributes.entraIntegration;
    this.azureRbacEnabled = attributes.azureRbacEnabled;
    this.localAccountDisabled = attributes.localAccountDisabled;
    this.account._facts.hear(this.node.path, this.accountFacts());
    if (attributes.azurermProvider) this.account._hearProvider(attributes.azurermProvider);
  }

  /** Where identities of trusts into this cluster are created: the account's resource group, or the cluster's own. */
  public get identityPlace(): AzurePlace {
    const { resourceGroupName = this.resourceGroupName, location = this.location } = this.account._options;
    return { resourceGroupName, location };
  }

  /** @internal */
  public override get _placeOfIdentities(): readonly string[] {
    const { resourceGroupName, location } = this.identityPlace;
    return [resourceGroupName, location];
  }

  /** The Azure cloud. */
  public get cloud(): AzureCloud {
    return this.givenCloud ?? this.account.cloud;
  }

  /** What the cluster tells of its account. */
  private accountFacts() {
    return { subscriptionId: this.subscriptionId, tenantId: this.tenantId, cloud: this.givenCloud };
  }

  /** A cluster of this kind. */
  public get destinationKind(): DestinationKind {
    return DestinationKind.AKS;
  }

  /** @internal */
  public get _account(): CloudAccount {
    return this.account;
  }

  /** The subscription's id, read from the cluster's id. */
  public get subscriptionId(): string {
    return (this.knownSubscriptionId ??= segmentOf(this.clusterId, "subscriptions"));
  }

  /**
   * Whether local accounts, which bypass Entra and every trust, are known to be on.
   * @internal
   */
  public get _localAccountsOn(): boolean {
    return this.localAccountDisabled === false;
  }

  /**
   * The cluster's resource id.
   * @internal
   */
  public get _cloudName(): string {
    return this.clusterId;
  }
  /** @internal */
  public override get _stated(): StatedSettings {
    return this.stated;
  }
  /** @internal */
  public get _cloudProvider(): TerraformProvider | undefined {
    return this.azurermProvider;
  }
  /** @internal */
  public get _cloudProviderProperty(): string {
    return "azurermProvider";
  }

  /** @internal */
  public override _problems(): (string | undefined)[] {
    return [
      ...super._problems(),
      isLiteral(this.clusterId) && !ID_FORM.test(this.clusterId)
        ? problem(
            "clusterId",
            `"${this.clusterId}" is not an AKS cluster's resource id`,
            "Give /subscriptions/…/managedClusters/<name>",
          )
        : undefined,
      azureTokenAudience(this.cloud) === undefined
        ? problem(
            "cloud",
            `"${this.cloud}" is not an Azure cloud`,
            `Give one of ${Object.values(AzureCloud).join(", ")}`,
          )
        : undefined,
      isLiteral(this.issuer) && this.issuer && !this.issuer.endsWith("/")
        ? problem("issuer", `"${this.issuer}" has no slash at its end, and AKS issuers do`, `Give "${this.issuer}/"`)
        : undefined,
      isLiteral(this.tenantId) && !UUID_FORM.test(this.tenantId)
        ? problem("tenantId", `"${this.tenantId}" is not a UUID`, "Give the Entra tenant's id")
        : undefined,
    ];
  }

  /** @internal */
  public override _sourceProblems(): (string | undefined)[] {
    if (!this.issuerSwitchedOff) return super._sourceProblems();
    return [
      problem(
        "oidcIssuerEnabled",
        "is false, so the cluster has no issuer to trust",
        "Set it to true on the AKS resource",
      ),
    ];
  }

  /** @internal */
  public override _targetProblems(stack: TerraformStack): (string | undefined)[] {
    const refused = problem(
      `${this.node.path} azureActiveDirectoryRoleBasedAccessControl`,
      "is not set, so the API server accepts no Entra tokens",
      "Switch on Entra integration in the AKS resource",
    );
    return [...super._targetProblems(stack), this.entraIntegration === false ? refused : undefined];
  }
}

/** Where each part stands when a resource id is split at its slashes. */
const ID_FORM =
  /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.ContainerService\/managedClusters\/[^/]+$/i;

const SEGMENTS = { subscriptions: 2, resourceGroups: 4 };

/** A part of a resource id, which may be unknown until apply. */
function segmentOf(id: string, name: keyof typeof SEGMENTS): string {
  return madeOf(
    id,
    (literal) => literal.split("/")[SEGMENTS[name]] ?? "",
    (token) => Fn.element(Fn.split("/", token), SEGMENTS[name]) as string,
  );
}

/** A certificate authority is public; azurerm marks it sensitive because a client key stands beside it. */
function publicPart(value: string): string {
  return Fn.nonsensitive(value) as string;
}

/** A flag that is known at synth; `unset` is what leaving it out means. */
function known(value: unknown, unset: boolean): boolean | undefined {
  if (value === undefined) return unset;
  return typeof value === "boolean" ? value : undefined;
}

/** Whether the cluster's public name does not exist: a private cluster without the option for one. */
function isPrivate(resource: KubernetesCluster): boolean {
  return resource.privateClusterEnabledInput === true && resource.privateClusterPublicFqdnEnabledInput !== true;
}

/** What options or attributes state of the cluster. */
function statementOf({ entraIntegration, azureRbacEnabled, localAccountDisabled }: AksResourceOptions): StatedSettings {
  return {
    entraIntegration,
    azureRbacEnabled,
    localAccounts: localAccountDisabled === undefined ? undefined : !localAccountDisabled,
  };
}
