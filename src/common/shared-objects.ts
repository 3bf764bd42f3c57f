import { TerraformStack } from "cdktf";
import { Construct, IConstruct } from "constructs";
import { problem, refuse } from "./checks";
import { Claim, claim, claimProblems } from "./claims";
import { hclProblem } from "./hcl-output";
import { renamedChild, SharedId } from "./renaming";
import { resolved } from "./resolved";
import { CircleCheck } from "./stack-circle";
import { writeAcknowledgements } from "./warnings";

/** Below this construct of a stack stands everything that its trusts share. */
const ROOT_ID = "trust-mesh-shared";

/**
 * A shared object that does not exist yet. The constructor that needs it makes it and keeps it:
 * not by a callback, because CDKTF keeps the whole call stack with every token, and each frame of thousands counts.
 */
export class Missing<Props> {
  public constructor(
    /** Where it is to be made. */
    public readonly scope: SharedObjects,
    public readonly id: string,
    /** What it was asked to be. */
    public readonly options: object,
    public readonly props: Props,
  ) {}

  /** Keeps the object that was made. */
  public keep<T extends IConstruct>(made: T): T {
    return this.scope.keep(this.id, this.options, made);
  }
}

/** Two descriptions of one thing, which must match. */
interface Comparison {
  readonly what: string;
  readonly first: object;
  readonly second: object;
}

/**
 * Objects that the trusts of one stack share. Their addresses follow from what each object is for, never from the
 * order in which trusts were made.
 */
export abstract class SharedObjects extends Construct {
  /** The construct below which a stack's shared objects stand, made at first use. */
  public static root(stack: TerraformStack): Construct {
    const known = stack.node.tryFindChild(ROOT_ID);
    if (known) return known;
    const root = new CircleCheck(stack, ROOT_ID);
    refuse(root, () => [hclProblem(root)]);
    writeAcknowledgements(stack);
    return root;
  }

  /** The shared construct of a stack, made at first use. */
  protected static in<T extends SharedObjects>(
    stack: TerraformStack,
    shared: SharedId,
    make: (scope: Construct, id: string) => T,
  ): T {
    const root = SharedObjects.root(stack);
    return (root.node.tryFindChild(shared.id) as T | undefined) ?? make(root, renamedChild(root, shared));
  }

  private readonly made = new Map<string, { construct: IConstruct; options: object }>();
  private readonly comparisons: Comparison[] = [];
  private readonly refusals = new Set<string>();

  protected constructor(scope: Construct, id: string) {
    super(scope, id);
    refuse(this, () => [
      ...this.refusals,
      ...new Set(this.comparisons.map((both) => this.disagreement(both))),
      ...claimProblems(this),
    ]);
  }

  /**
   * The object that trusts share under an id, if it was kept already. All of them must ask for it with the same
   * options. Finding and keeping are two calls for the reason that `Missing` gives.
   *
   * @param id the object's construct id: what it is for
   * @param options what the object was asked to be, in values that JSON can hold; tokens are compared resolved
   */
  public find<T extends IConstruct>(id: string, options: object): T | undefined {
    const known = this.made.get(id);
    if (!known) return undefined;
    this.compare(`two trusts share "${id}" and ask for it`, known.options, options);
    return known.construct as T;
  }

  /** Keeps an object for the trusts that ask for it later. */
  public keep<T extends IConstruct>(id: string, options: object, construct: T): T {
    this.made.set(id, { construct, options });
    return construct;
  }

  /** Notes a name that the place has room for once, in whatever stack the other claim is. */
  public claim(wanted: Claim): void {
    claim(this, wanted);
  }

  /** Adds a refusal that only the whole of the shared objects can know. */
  public refuseAlways(message: string): void {
    this.refusals.add(message);
  }

  /** Notes a comparison for the time when tokens can be resolved, unless the two are equal as they stand. */
  private compare(what: string, first: object, second: object): void {
    if (JSON.stringify(first) !== JSON.stringify(second)) this.comparisons.push({ what, first, second });
  }

  private disagreement({ what, first, second }: Comparison): string | undefined {
    const [a, b] = [first, second].map((value) => this.comparable(value));
    const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
    const differing = keys.filter((key) => a[key] !== b[key]).join(" and ");
    return differing ? problem(differing, `${what} differently`, `Give both the same ${differing}`) : undefined;
  }

  /** Each value as text that is equal for equal values: tokens resolved, keys of maps sorted. */
  private comparable(value: object): Record<string, string> {
    const entries = Object.entries(resolved(this, value) as object);
    return Object.fromEntries(entries.map(([key, entry]) => [key, JSON.stringify(entry, sortKeys)]));
  }
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
