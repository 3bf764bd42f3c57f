import { parseDocument } from "yaml";
import { ACKNOWLEDGEMENT_FILE_VERSION, ACKNOWLEDGEMENTS } from "../acknowledgement";
import { ACKNOWLEDGEMENT_FORM as FORM, acknowledgementsInStacks, checkedAcknowledgements, Written } from "../findings";
import { World } from "../simulator";
import { boundedText, TooLarge } from "../terraform";
import { UsageFault } from "./usage-fault";

export type { Written } from "../findings";

/** A file of acknowledgements is small; what is larger is another file. */
const MOST_BYTES = 1_000_000;

/**
 * The acknowledgements of the stacks that were read, and of a file in JSON or YAML.
 *
 * @throws UsageFault for a file that is none
 * @throws UnreadableConfiguration for a stack whose acknowledgements are none
 */
export function acknowledgementsOf(world: World, file: string | undefined): readonly Written[] {
  return [...acknowledgementsInStacks(world), ...(file === undefined ? [] : fromFile(file))];
}

function fromFile(file: string): readonly Written[] {
  const fault = (problem: string) => new UsageFault(`--acknowledgements ${file} ${problem}`);
  let text: string;
  try {
    text = boundedText(file, MOST_BYTES);
  } catch (error) {
    if (error instanceof TooLarge) throw fault(`is larger than ${MOST_BYTES} bytes. Give a file of the form ${FORM}`);
    throw fault(`cannot be read (${(error as NodeJS.ErrnoException).code}). Correct it, or leave it out`);
  }
  const read = valueOf(text, (reason) => fault(`is neither JSON nor YAML: ${reason}. Give ${FORM}`));
  if (typeof read !== "object" || read === null || read.version !== ACKNOWLEDGEMENT_FILE_VERSION) {
    throw fault(`has no version ${ACKNOWLEDGEMENT_FILE_VERSION}. Give ${FORM}`);
  }
  return checkedAcknowledgements(read[ACKNOWLEDGEMENTS], file, fault);
}

/** What a text says in JSON or YAML. Aliases, by which a small text can mean a large one, are not taken. */
function valueOf(text: string, fault: (reason: string) => Error) {
  const document = parseDocument(text, { stringKeys: true });
  if (document.errors.length) throw fault(document.errors[0].message.split("\n")[0]);
  try {
    return document.toJS({ maxAliasCount: 0 }) as { version?: unknown; [ACKNOWLEDGEMENTS]?: unknown } | null;
  } catch (error) {
    throw fault((error as Error).message);
  }
}
