/** A resource group and a location of a subscription, in which identities are created. */
export interface AzurePlace {
  /** The resource group, which must exist. */
  readonly resourceGroupName: string;
  /** The location: "westeurope". */
  readonly location: string;
}
