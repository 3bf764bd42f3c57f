import { DataAzurermClientConfig } from "@cdktf/provider-azurerm/lib/data-azurerm-client-config";
import { DataAzurermSubscription } from "@cdktf/provider-azurerm/lib/data-azurerm-subscription";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { TerraformProvider, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { AccountSource } from "./account-source";
import { AZURE_CLOUD_NAMES, AzureCloud, azureCloudOf, azureTokenAudience } from "./azure-cloud";
import { AzureSubscriptionObjects } from "./azure-subscription-objects";
import { uuidProblem } from "./azure-uuid";
import { CloudAccount, CloudAccountOptions } from "./cloud-account";
import { DestinationKind } from "./destination";
import { isLiteral, problem, SharedObjects } from "../common";

/** Defaults for all that is created in an Azure subscription. */
export interface AzureSubscriptionOptions extends CloudAccountOptions {
  /** The subscription's id, a UUID. @default - that of the provider, or what the subscription's clusters tell */
  readonly subscriptionId?: string;
  /** The Entra tenant, a UUID. @default - that of the provider, what clusters tell, or that of a created identity */
  readonly tenantId?: string;
  /** The Azure cloud. @default - what the provider's `environment` or the subscription's clusters tell, or AzureCloud.PUBLIC */
  readonly cloud?: AzureCloud;
  /**
   * An existing resource group in which all identities are created. Clusters of the subscription then share identities
   * wherever they are.
   *
   * @default - the resource group of each cluster
   */
  readonly resourceGroupName?: string;
  /** The location of identities in `resourceGroupName`: "westeurope". @default - the location of each cluster */
  readonly location?: string;
  /** Tags of all that can have tags; those of a single identity come on top. @default - none */
  readonly tags?: { [key: string]: string };
}

/** What an Azure subscription is described by. */
export interface AzureSubscriptionAttributes extends AzureSubscriptionOptions {
  /** The azurerm provider that creates the subscription's objects. They stand in the provider's stack. */
  readonly azurermProvider: AzurermProvider;
}

/** The subscriptions that were made from a provider alone. */
const OF_PROVIDER = new WeakMap<TerraformProvider, AzureSubscription>();

/**
 * An Azure subscription: where identities and their federated credentials are created. A cluster has one, made from its
 * provider unless given; clusters of several stacks share one that is given to all of them.
 *
 * @see https://learn.microsoft.com/entra/workload-id/workload-identity-federation "Workload identity federation"
 * @example
 * const azurerm = new AzurermProvider(stack, "azurerm", { features: [{}], subscriptionId });
 * const core = AzureSubscription.fromProvider(stack, "core", azurerm, {
 *   resourceGroupName: "rg-identities",
 *   location: "westeurope",
 * });
 * const corp = AksCluster.fromAttributes(stack, "corp", { account: core, clusterId, location: "westeurope" });
 */
export class AzureSubscription extends CloudAccount {
  /**
   * Declares a subscription by what is known of it. Nothing is created.
   *
   * @param scope where the declaration lives: an app, a stack or any construct
   * @param id the subscription's id in addresses of its objects, unless there is a `key`
   * @param attributes what is known of the subscription
   */
  public static fromAttributes(
    scope: Construct,
    id: string,
    attributes: AzureSubscriptionAttributes,
  ): AzureSubscription {
    return new AzureSubscription(scope, id, attributes.azurermProvider, attributes);
  }

  /**
   * Declares the subscription of a provider.
   *
   * @param scope where the declaration lives
   * @param id the subscription's id in addresses of its objects, unless there is a `key`
   * @param azurermProvider the provider that creates the subscription's objects
   * @param options defaults for all that is created in the subscription
   */
  public static fromProvider(
    scope: Construct,
    id: string,
    azurermProvider: AzurermProvider,
    options: AzureSubscriptionOptions = {},
  ): AzureSubscription {
    return new AzureSubscription(scope, id, azurermProvider, options);
  }

  /**
   * Declares the subscription that a provider's credentials are for, by the data source that tells it and its tenant.
   *
   * @param scope where the declaration lives
   * @param id the subscription's id in addresses of its objects, unless there is a `key`
   * @param data the data source; it needs a `provider` of its own, because objects are created by that
   * @param options defaults for all that is created in the subscription
   */
  public static fromClientConfig(
    scope: Construct,
    id: string,
    data: DataAzurermClientConfig,
    options: AzureSubscriptionOptions = {},
  ): AzureSubscription {
    const { subscriptionId, tenantId } = data;
    const provider = data.provider as AzurermProvider | undefined;
    return new AzureSubscription(scope, id, provider, { subscriptionId, tenantId, ...options }, data);
  }

  /**
   * Declares a subscription by the data source that looks it up.
   *
   * @param scope where the declaration lives
   * @param id the subscription's id in addresses of its objects, unless there is a `key`
   * @param data the data source; it needs a `provider` of its own, because objects are created by that
   * @param options defaults for all that is created in the subscription
   */
  public static fromDataSource(
    scope: Construct,
    id: string,
    data: DataAzurermSubscription,
    options: AzureSubscriptionOptions = {},
  ): AzureSubscription {
    const { tenantId } = data;
    const subscriptionId = data.subscriptionIdInput ?? data.subscriptionId;
    const provider = data.provider as AzurermProvider | undefined;
    return new AzureSubscription(scope, id, provider, { subscriptionId, tenantId, ...options }, data);
  }

  /**
   * The subscription of a provider that was not declared; without a provider one that fails synth where it is used.
   * @internal
   */
  public static _ofProvider(cluster: Construct, azurermProvider: AzurermProvider | undefined): AzureSubscription {
    if (!azurermProvider) return new AzureSubscription(cluster, "account", undefined, {});
    const known = OF_PROVIDER.get(azurermProvider);
    if (known) return known;
    const root = SharedObjects.root(TerraformStack.of(azurermProvider));
    const made = new AzureSubscription(root, `account-${azurermProvider.friendlyUniqueId}`, azurermProvider, {
      key: azurermProvider.node.id,
    });
    OF_PROVIDER.set(azurermProvider, made);
    return made;
  }

  /** The provider that creates the subscription's objects. */
  public readonly azurermProvider?: AzurermProvider;
  /** @internal */
  public readonly _options: AzureSubscriptionOptions;
  private readonly providers = new Set<AzurermProvider>();

  private constructor(
    scope: Construct,
    id: string,
    azurermProvider: AzurermProvider | undefined,
    options: AzureSubscriptionOptions,
    data?: AccountSource,
  ) {
    super(scope, id, options, ["subscriptionId", "tenantId", "cloud"]);
    this._source = data;
    this.azurermProvider = azurermProvider;
    this._options = options;
    const { subscriptionId, tenantId, cloud } = options;
    this._facts.hear(this.node.path, { subscriptionId, tenantId, cloud });
    if (azurermProvider) this._hearProvider(azurermProvider);
  }

  /**
   * Notes what a provider tells of the subscription: its own, or that of a cluster.
   * @internal
   */
  public _hearProvider(provider: AzurermProvider): void {
    if (this.providers.has(provider)) return;
    this.providers.add(provider);
    const { subscriptionIdInput: subscriptionId, tenantIdInput: tenantId } = provider;
    this._facts.hear(provider.node.path, { subscriptionId, tenantId, cloud: azureCloudOf(provider.environmentInput) });
  }

  /** The subscription's id, where it is known at synth or was given as a token. */
  public get subscriptionId(): string | undefined {
    return this._facts.find("subscriptionId");
  }

  /** The Entra tenant, where it is known at synth or was given as a token. */
  public get tenantId(): string | undefined {
    return this._facts.find("tenantId");
  }

  /** The Azure cloud. */
  public get cloud(): AzureCloud {
    return (this._facts.find("cloud") as AzureCloud | undefined) ?? AzureCloud.PUBLIC;
  }

  /** The audience that the cloud expects of federated tokens. */
  public get tokenAudience(): string {
    return azureTokenAudience(this.cloud) ?? "";
  }

  /** @internal */
  public get _place(): string | undefined {
    const { subscriptionId } = this;
    return isLiteral(subscriptionId) && subscriptionId ? `azure ${subscriptionId.toLowerCase()}` : undefined;
  }

  /** The services of this cloud. */
  public get destinationKind(): DestinationKind {
    return DestinationKind.AZURE;
  }

  /** @internal */
  public get _written(): readonly (string | undefined)[] {
    const { resourceGroupName, location, tags } = this._options;
    return [resourceGroupName, location, ...Object.values(tags ?? {})];
  }

  /** @internal */
  public get _provider(): TerraformProvider | undefined {
    return this.azurermProvider;
  }

  /** @internal */
  public _objects(fallback: TerraformStack): AzureSubscriptionObjects {
    return this._kept(this._home(fallback), (stack) => AzureSubscriptionObjects.of(this, stack));
  }

  /** @internal */
  public override _problems(): (string | undefined)[] {
    const { subscriptionId, tenantId, cloud, resourceGroupName } = this._options;
    return [
      ...super._problems(),
      uuidProblem("subscriptionId", subscriptionId),
      uuidProblem("tenantId", tenantId),
      cloud !== undefined && azureTokenAudience(cloud) === undefined
        ? problem("cloud", `"${cloud}" is not an Azure cloud`, `Give one of ${AZURE_CLOUD_NAMES.join(", ")}`)
        : undefined,
      resourceGroupName === ""
        ? problem("resourceGroupName", "is empty", "Give the resource group in which identities are created")
        : undefined,
    ];
  }
}
