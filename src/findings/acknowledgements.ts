import {
  Acknowledgement,
  ACKNOWLEDGEMENT_FILE_VERSION,
  acknowledgementProblem,
  ACKNOWLEDGEMENTS,
  ACKNOWLEDGEMENTS_SECTION,
} from "../acknowledgement";
import { UnreadableConfiguration, World } from "../simulator";

/** An acknowledgement, and where it was written. */
export interface Written extends Acknowledgement {
  readonly source: string;
}

/** What a file of acknowledgements looks like. */
export const ACKNOWLEDGEMENT_FORM = `{ "version": ${ACKNOWLEDGEMENT_FILE_VERSION}, "${ACKNOWLEDGEMENTS}": [{ "code", "address", "reason", "expires" }] }`;

/**
 * The acknowledgements of the stacks that were read.
 *
 * @throws UnreadableConfiguration for a stack whose acknowledgements are none
 */
export function acknowledgementsInStacks({ configuration }: Pick<World, "configuration">): readonly Written[] {
  return configuration.sections(ACKNOWLEDGEMENTS_SECTION).flatMap(({ stack, value }) => {
    const list = (value as { [ACKNOWLEDGEMENTS]?: unknown } | null)?.[ACKNOWLEDGEMENTS] ?? [];
    const place = `${stack}: //.${ACKNOWLEDGEMENTS_SECTION}.${ACKNOWLEDGEMENTS}`;
    const fault = (problem: string) => new UnreadableConfiguration(place, problem);
    return checkedAcknowledgements(list, place, fault).map((one) => ({ ...one, ...inStack(stack, one) }));
  });
}

/** An address without its stack is one of the stack that holds the acknowledgement. */
function inStack(stack: string, { address }: Acknowledgement) {
  if (address === undefined || address.includes(": ")) return {};
  return { address: `${stack}: ${address}` };
}

/** A list of acknowledgements that was read from somewhere. */
export function checkedAcknowledgements(
  list: unknown,
  source: string,
  fault: (problem: string) => Error,
): readonly Written[] {
  if (!Array.isArray(list)) throw fault(`holds no list "${ACKNOWLEDGEMENTS}". Give ${ACKNOWLEDGEMENT_FORM}`);
  return list.map((one: unknown, i) => {
    const problem = acknowledgementProblem(one);
    if (problem !== undefined) throw fault(`${ACKNOWLEDGEMENTS}[${i}] ${problem}`);
    return { ...(one as Acknowledgement), source };
  });
}
