import { Answer, ArgumentChange, Edge, Refused, World } from "../simulator";
import { Remedy, remedyOf } from "./remedy";

/** One attempt to get through: where it ended, in the world in which it was made. */
export interface Attempt {
  readonly world: World;
  readonly edge: Edge;
  readonly answers: readonly Answer<unknown>[];
  /** Undefined where it got through. */
  readonly refusal?: Refused;
}

/** What would let a subject through, as far as arguments of what was read decide. */
export interface VerifiedChange {
  readonly remedies: readonly Remedy[];
  /** The last attempt, with all of them made. */
  readonly last: Attempt;
}

/** A way has five hops, and a hop asks for a few things one after the other. */
const MOST = 12;

/**
 * Makes the smallest change at the hop that refuses, asks again, and goes on at the next one that does.
 *
 * @param attempt asks again, with these changes made
 */
export function verifiedChange(
  first: Attempt,
  token: { readonly issuer: string; readonly subject: string },
  attempt: (changes: readonly ArgumentChange[]) => Attempt | undefined,
): VerifiedChange {
  const remedies: Remedy[] = [];
  let last = first;
  while (last.refusal && remedies.length < MOST) {
    const { world, edge, answers, refusal } = last;
    const before = answers.flatMap((one) => (one.granted ? [one.value] : [])).at(-1);
    const cloud = world.clouds.find(({ kind }) => kind === edge.request.subcommand);
    const principal = before === undefined ? undefined : cloud?.principalName(before);
    const shown = { ...token, audience: edge.declaration.audience, ...(principal ? { principal } : {}) };
    const remedy = remedyOf(world, edge, refusal, shown);
    const isNew = remedies.every((one) => one.place !== remedy?.place || one.argument !== remedy.argument);
    if (!remedy || !isNew) break;
    const next = attempt([...remedies, remedy]);
    if (!next) break;
    remedies.push(remedy);
    last = next;
  }
  return { remedies, last };
}

/** The change in words: what was verified, and what is left. */
export function changeWords({ remedies, last }: VerifiedChange, token: string): string {
  const made = remedies.map(({ words }) => words).join("; then ");
  if (!last.refusal) return `${made} (simulated: it then gets in); ${token}`;
  const rest = last.refusal.because.line;
  return made
    ? `${made}; after that ${last.refusal.hop} still refuses: ${rest}; ${token}`
    : `${rest}; no change of a single argument that lets it through was found; ${token}`;
}
