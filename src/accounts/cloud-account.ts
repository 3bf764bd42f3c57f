import { TerraformProvider, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { AccountFacts } from "./account-facts";
import type { AccountObjects } from "./account-objects";
import { AccountSource } from "./account-source";
import { DestinationKind, IDestination } from "./destination";
import { nameOf, WantedName } from "./name-of";
import { INaming } from "./naming";
import { problem, refuseFaulty } from "../common";
import { repeatedProblem } from "../common/repeated-source";
import { StableKeyOptions } from "../subjects";
import { StableKey } from "../subjects/stable-key";

/** Defaults for all that is created in an account, of whatever cloud. */
export interface CloudAccountOptions extends StableKeyOptions {
  /**
   * What default names begin with. Another prefix gives the objects other names, which replaces them.
   *
   * @default - "trust-mesh" for roles and identities, "from" for pools, "tm" for Google service accounts
   */
  readonly namePrefix?: string;
  /** Names the objects by a scheme of your own. @default - prefix, readable parts and a digest */
  readonly naming?: INaming;
}

/**
 * An account, project or subscription: where issuers are registered and identities are created. Its own construct creates
 * nothing; what trusts share in it stands in the stack of its provider, under an address that follows from its key.
 */
export abstract class CloudAccount extends Construct implements IDestination {
  private readonly names: CloudAccountOptions;
  private readonly objects = new Map<TerraformStack, AccountObjects>();

  /** @internal */
  protected constructor(scope: Construct, id: string, options: CloudAccountOptions, mixableFacts: string[]) {
    super(scope, id);
    this.names = options;
    this._facts = new AccountFacts(this, mixableFacts);
    this._stableKey = new StableKey(this, options);
    refuseFaulty(this);
  }

  /** Which cloud's services the account holds. */
  public abstract get destinationKind(): DestinationKind;

  /**
   * The data source that the account was declared by.
   * @internal
   */
  protected _source?: AccountSource;

  /**
   * What is told of the account.
   * @internal
   */
  public readonly _facts: AccountFacts;

  /**
   * What addresses of the account's objects are made of.
   * @internal
   */
  public readonly _stableKey: StableKey;

  /**
   * What tells the account from every other one in the world, known at synth; undefined where nothing tells it.
   * @internal
   */
  public abstract get _place(): string | undefined;

  /** @internal */
  public abstract get _provider(): TerraformProvider | undefined;

  /**
   * The options that the account's objects are written with. They may hold tokens.
   * @internal
   */
  public abstract get _written(): readonly (string | undefined)[];

  /**
   * The account's objects in the stack of its provider.
   *
   * @param fallback the stack to use without a provider, which fails synth elsewhere
   * @internal
   */
  public abstract _objects(fallback: TerraformStack): AccountObjects;

  /**
   * The objects in a stack, looked up once.
   * @internal
   */
  protected _kept<T extends AccountObjects>(stack: TerraformStack, find: (stack: TerraformStack) => T): T {
    const known = this.objects.get(stack) as T | undefined;
    if (known) return known;
    const found = find(stack);
    this.objects.set(stack, found);
    return found;
  }

  /**
   * The stack of the account's provider.
   * @internal
   */
  protected _home(fallback: TerraformStack): TerraformStack {
    return this._provider ? TerraformStack.of(this._provider) : fallback;
  }

  /**
   * The name of an object that is created in the account.
   * @internal
   */
  public _nameOf(wanted: WantedName): string {
    const { namePrefix: prefix = wanted.prefix, naming } = this.names;
    return nameOf({ ...wanted, prefix }, naming);
  }

  /** @internal */
  public _problems(): (string | undefined)[] {
    return [
      ...this._stableKey.problems(),
      ...this._facts.problems(),
      this._source && !this._source.provider
        ? problem("data", "has no provider", "Give the data source the provider that creates the account's objects")
        : undefined,
      repeatedProblem(this._source, "account"),
    ];
  }
}
