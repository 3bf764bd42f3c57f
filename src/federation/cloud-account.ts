import { TerraformProvider, TerraformResource } from "cdktf";
import { SharedObjects } from "../common";

/** One account, project or subscription as a stack sees it, and the objects in it that trusts share. */
export abstract class CloudAccount extends SharedObjects {
  /** The provider of the account's objects. */
  public provider?: TerraformProvider;
  private readonly resources: TerraformResource[] = [];

  /** Registers a resource as made by the account's provider. */
  public adopt<T extends TerraformResource>(resource: T): T {
    this.resources.push(resource);
    return resource;
  }

  /**
   * Of several providers for the account the one with the first path makes its objects, so that the choice does not
   * depend on which trust came first.
   */
  protected offerProvider(provider: TerraformProvider | undefined): void {
    if (!provider || (this.provider && this.provider.node.path <= provider.node.path)) return;
    this.provider = provider;
    for (const resource of this.resources) resource.provider = provider;
  }
}
