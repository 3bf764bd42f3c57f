import { Answer, placeOf, Reason, Refused } from "../../../src/simulator";

/** Where an answer was decided: the stack and address of a resource, and its argument; undefined for what is not there. */
export function decidedBy({ because }: { readonly because: Reason }) {
  const { resource, argument } = because;
  return { place: resource && placeOf(resource), argument };
}

/** A yes in short: who says it, and what decided. */
export function yes(answer: Answer<unknown>) {
  if (!answer.granted) throw new Error(`It is refused: ${answer.code} ${answer.message} (${answer.because.line})`);
  return { hop: answer.hop, ...decidedBy(answer) };
}

/** A no in short: who says it, with which code, and what decided. */
export function no(answer: Answer<unknown>) {
  const { hop, code } = refusal(answer);
  return { hop, code, ...decidedBy(answer) };
}

/** The whole of a no. */
export function refusal(answer: Answer<unknown>): Refused {
  if (answer.granted) throw new Error(`It is granted: ${answer.because.line}`);
  return answer;
}

/** What a yes gives. */
export function given<T>(answer: Answer<T>): T {
  if (!answer.granted) throw new Error(`It is refused: ${answer.code} ${answer.message} (${answer.because.line})`);
  return answer.value;
}

/** The deciding line. */
export function lineOf({ because }: { readonly because: Reason }): string {
  return because.line;
}
