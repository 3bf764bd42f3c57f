import { IConstruct } from "constructs";
import { StableKeyOptions } from "./stable-key-options";
import { isLiteral, problem, SharedId } from "../common";

/** What tells a construct apart in Terraform addresses and in the names of cloud objects. */
export class StableKey {
  /** The part of addresses. */
  public readonly value: string;
  /** The part of addresses before a renaming, which names of cloud objects keep. */
  public readonly former: string;

  public constructor(
    construct: IConstruct,
    private readonly options: StableKeyOptions,
  ) {
    const { key, renamedFrom } = options;
    this.value = isLiteral(key) ? key : construct.node.id;
    this.former = isLiteral(renamedFrom) ? renamedFrom : this.value;
  }

  /** An id that is made of the key, as it is and as it was. */
  public id(make: (key: string) => string): SharedId {
    const id = make(this.value);
    return { id, formerId: this.former === this.value ? id : make(this.former) };
  }

  public problems(): (string | undefined)[] {
    const { key, renamedFrom } = this.options;
    return [keyProblem("key", key), keyProblem("renamedFrom", renamedFrom)];
  }
}

/** What is wrong with a text of which addresses are made, where it is a token. */
export function unknownProblem(property: string, text: string): string | undefined {
  if (isLiteral(text)) return undefined;
  return problem(property, "is not known at synth, and addresses are made of it", "Give a literal");
}

function keyProblem(property: string, key: string | undefined): string | undefined {
  if (key === undefined) return undefined;
  const unknown = unknownProblem(property, key);
  if (unknown !== undefined) return unknown;
  if (/^[\w.-]{1,100}$/.test(key)) return undefined;
  return problem(property, `"${key}" is not a key`, "Give 1 to 100 letters, digits, dots, dashes and underscores");
}
