import { TerraformProvider, TerraformResource, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import type { CloudAccount } from "./cloud-account";
import { followRenaming, problem, refuse, SharedObjects } from "../common";
import { TokenIssuer } from "../subjects/token-issuer";

/** What trusts share in one account: objects in the stack of the account's provider. */
export abstract class AccountObjects extends SharedObjects {
  /** The provider that makes the account's objects. */
  public provider?: TerraformProvider;
  private readonly resources: TerraformResource[] = [];
  private readonly sources = new Map<string, TokenIssuer>();

  protected constructor(
    scope: Construct,
    id: string,
    private readonly account: CloudAccount,
  ) {
    super(scope, id);
    // An account that is declared outside this stack is not validated with it.
    refuse(this, () => (account.node.scopes.includes(TerraformStack.of(this)) ? [] : account._problems()));
  }

  /** Notes a resource that was created in the account. */
  public created<T extends TerraformResource>(resource: T): T {
    this.resources.push(resource);
    return followRenaming(resource);
  }

  /** What is wrong with a construct of the account that is made in a stack of its own choice. */
  public providerProblem(stack: TerraformStack, property: string): string | undefined {
    const own = TerraformStack.of(this);
    if (own === stack || !this.provider) return undefined;
    return problem(
      property,
      `has its providers in the stack "${own.node.id}", and this is made in "${stack.node.id}"; a provider works only in its own stack`,
      `Make it in "${own.node.id}"`,
    );
  }

  /** Two accounts of one stack must not share a key: their objects would have the same addresses. */
  public serve(account: CloudAccount): this {
    if (account === this.account) return this;
    const { value } = account._stableKey;
    this.refuseAlways(
      problem(
        "key",
        `two accounts of the stack "${TerraformStack.of(this).node.id}" have the key "${value}": "${this.account.node.path}" and "${account.node.path}"`,
        "Declare the account once and give it to its clusters, or give two accounts two keys",
      ),
    );
    return this;
  }

  /**
   * Of several providers for one place the one with the first path makes its objects, so that the choice does not
   * depend on which trust came first.
   */
  public offerProvider(provider: TerraformProvider | undefined): void {
    if (!provider || provider === this.provider) return;
    if (this.provider && this.provider.node.path <= provider.node.path) return;
    this.provider = provider;
    for (const resource of this.resources) resource.provider = provider;
  }

  /** Notes a source of the account. One key is one source, because addresses and names are made of it. */
  public noteSource(source: TokenIssuer): void {
    const { value } = source._stableKey;
    const first = this.sources.get(value) ?? source;
    this.sources.set(value, first);
    if (first === source) return;
    this.refuseAlways(
      problem(
        "key",
        `"${first.node.path}" and "${source.node.path}" have the key "${value}", of which addresses and names are made`,
        "Declare the cluster once and use that object in all trusts, or give one of the two another key",
      ),
    );
  }
}
