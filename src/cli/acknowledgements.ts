import { readFileSync } from "node:fs";
import { parseDocument } from "yaml";
import {
  Acknowledgement,
  ACKNOWLEDGEMENT_FILE_VERSION,
  acknowledgementProblem,
  ACKNOWLEDGEMENTS,
  ACKNOWLEDGEMENTS_SECTION,
} from "../acknowledgement";
import { UnreadableConfiguration, World } from "../simulator";
import { UsageFault } from "./usage-fault";

/** An acknowledgement, and where it was written. */
export interface Written extends Acknowledgement {
  readonly source: string;
}

/** A file of acknowledgements is small; what is larger is another file. */
const MOST_BYTES = 1_000_000;
const FORM = `{ "version": ${ACKNOWLEDGEMENT_FILE_VERSION}, "${ACKNOWLEDGEMENTS}": [{ "code", "address", "reason", "expires" }] }`;

/**
 * The acknowledgements of the stacks that were read, and of a file in JSON or YAML.
 *
 * @throws UsageFault for a file that is none
 * @throws UnreadableConfiguration for a stack whose acknowledgements are none
 */
export function acknowledgementsOf({ configuration }: World, file: string | undefined): readonly Written[] {
  const inStacks = configuration.sections(ACKNOWLEDGEMENTS_SECTION).flatMap(({ stack, value }) => {
    const list = (value as { [ACKNOWLEDGEMENTS]?: unknown } | null)?.[ACKNOWLEDGEMENTS] ?? [];
    const place = `${stack}: //.${ACKNOWLEDGEMENTS_SECTION}.${ACKNOWLEDGEMENTS}`;
    const fault = (problem: string) => new UnreadableConfiguration(place, problem);
    return checked(list, place, fault).map((one) => ({ ...one, ...inStack(stack, one) }));
  });
  return [...inStacks, ...(file === undefined ? [] : fromFile(file))];
}

/** An address without its stack is one of the stack that holds the acknowledgement. */
function inStack(stack: string, { address }: Acknowledgement) {
  if (address === undefined || address.includes(": ")) return {};
  return { address: `${stack}: ${address}` };
}

function fromFile(file: string): readonly Written[] {
  const fault = (problem: string) => new UsageFault(`--acknowledgements ${file} ${problem}`);
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw fault(`cannot be read (${(error as NodeJS.ErrnoException).code}). Correct it, or leave it out`);
  }
  if (text.length > MOST_BYTES) throw fault(`is larger than ${MOST_BYTES} bytes. Give a file of the form ${FORM}`);
  const read = valueOf(text, (reason) => fault(`is neither JSON nor YAML: ${reason}. Give ${FORM}`));
  if (typeof read !== "object" || read === null || read.version !== ACKNOWLEDGEMENT_FILE_VERSION) {
    throw fault(`has no version ${ACKNOWLEDGEMENT_FILE_VERSION}. Give ${FORM}`);
  }
  return checked(read[ACKNOWLEDGEMENTS], file, fault);
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

function checked(list: unknown, source: string, fault: (problem: string) => Error): readonly Written[] {
  if (!Array.isArray(list)) throw fault(`holds no list "${ACKNOWLEDGEMENTS}". Give ${FORM}`);
  return list.map((one: unknown, i) => {
    const problem = acknowledgementProblem(one);
    if (problem !== undefined) throw fault(`${ACKNOWLEDGEMENTS}[${i}] ${problem}`);
    return { ...(one as Acknowledgement), source };
  });
}
