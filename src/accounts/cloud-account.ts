import { TerraformProvider, TerraformResource, TerraformStack } from "cdktf";
import { problem, SharedObjects } from "../common";

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

  /** What is wrong with a construct of the account that is made in a stack of its own choice. */
  public providerProblem(stack: TerraformStack, property: string): string | undefined {
    const own = TerraformStack.of(this);
    if (own === stack) return undefined;
    return problem(
      property,
      `has its providers in the stack "${own.node.id}", and this is made in "${stack.node.id}"; a provider works only in its own stack`,
      `Make it in "${own.node.id}"`,
    );
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
