import { TerraformStack } from "cdktf";
import { Construct, IConstruct } from "constructs";
import { problem, refuse } from "./checks";

/** Below this construct of a stack stands everything that its trusts share. */
const ROOT_ID = "trust-mesh-shared";

/**
 * Objects that the trusts of one stack share. Their addresses follow from what each object is for, never from the
 * order in which trusts were made.
 */
export abstract class SharedObjects extends Construct {
  /** The shared construct of a stack, made at first use. */
  protected static in<T extends SharedObjects>(stack: TerraformStack, id: string, make: (scope: Construct) => T): T {
    const root = stack.node.tryFindChild(ROOT_ID) ?? new Construct(stack, ROOT_ID);
    return (root.node.tryFindChild(id) as T | undefined) ?? make(root);
  }

  private readonly made = new Map<string, { construct: IConstruct; options: string }>();
  private readonly refusals = new Set<string>();

  protected constructor(scope: Construct, id: string) {
    super(scope, id);
    refuse(this, () => [...this.refusals]);
  }

  /**
   * An object that trusts share, made at first use. All of them must ask for it with the same options.
   *
   * @param id the object's construct id: what it is for
   * @param options what the object was asked to be, in values that JSON can hold
   */
  public once<T extends IConstruct>(id: string, options: object, make: (scope: Construct) => T): T {
    const wanted = JSON.stringify(options);
    const known = this.made.get(id);
    if (!known) {
      const construct = make(this);
      this.made.set(id, { construct, options: wanted });
      return construct;
    }
    if (known.options !== wanted) this.refuseAlways(disagreement(id, known.options, wanted));
    return known.construct as T;
  }

  /** Adds a refusal that only the whole of the shared objects can know. */
  protected refuseAlways(message: string): void {
    this.refusals.add(message);
  }
}

function disagreement(id: string, first: string, second: string): string {
  const [a, b] = [first, second].map((text) => JSON.parse(text) as Record<string, unknown>);
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  const differing = keys.filter((key) => JSON.stringify(a[key]) !== JSON.stringify(b[key])).join(" and ");
  return problem(differing, `two trusts share "${id}" and ask for it differently`, `Give both the same ${differing}`);
}

/** Stacks that made something which exists once in the world, by app and by what it is. */
const OWNERS = new WeakMap<IConstruct, Map<string, TerraformStack>>();

/** The stack of the same app that claimed `key` before, if it is another one. */
export function otherOwner(stack: TerraformStack, key: string): TerraformStack | undefined {
  const root = stack.node.root;
  const owners = OWNERS.get(root) ?? new Map<string, TerraformStack>();
  OWNERS.set(root, owners);
  const owner = owners.get(key) ?? stack;
  owners.set(key, owner);
  return owner === stack ? undefined : owner;
}
