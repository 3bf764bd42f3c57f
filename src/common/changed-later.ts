import { TerraformResource } from "cdktf";
import { problem } from "./checks";

/** An argument of a resource from which other things are written as literals. */
interface WrittenArgument {
  /** The option by which users choose it. */
  readonly property: string;
  /** Terraform's name of the argument. */
  readonly argument: string;
  /** What it has now. */
  readonly value: string | undefined;
  /** What it was given. */
  readonly given: string | undefined;
}

/** What is wrong with an argument that an Aspect or override gave another value: ARNs and principals were made of the first one. */
export function changedLater(resource: TerraformResource, written: WrittenArgument): string | undefined {
  const { property, argument, value, given } = written;
  const overrides = (Reflect.get(resource, "rawOverrides") ?? {}) as Readonly<Record<string, unknown>>;
  const now = argument in overrides ? overrides[argument] : value;
  if (now === given) return undefined;
  return problem(
    property,
    `${argument} of "${resource.node.path}" was changed by an Aspect or override, and what names it elsewhere has the value before`,
    `Choose it where it is made: by ${property}, or by the account's naming`,
    "changed-later",
  );
}
