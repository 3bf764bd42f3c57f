import { CHECKS, FINDING_CODES } from "../findings";
import { didYouMean } from "../simulator";
import { Written } from "./acknowledgements";
import { UNKNOWN_CODES } from "./verify/report";

/** Every code that an acknowledgement may have. */
const CODES: readonly string[] = [...FINDING_CODES, ...CHECKS.map(({ code }) => code), ...UNKNOWN_CODES];

/** An acknowledgement that nothing needs, in words; a code that no rule has is told with what is probably meant. */
export function unusedWords({ code, address, source }: Written): string {
  const words = `${code} ${address ?? ""} (${source})`;
  return CODES.includes(code) ? words : `${words}: no rule has this code${didYouMean(code, CODES)}`;
}
