import { ArgumentChange, Decider, deciderOf, Edge, Reason, sourceName, World } from "../simulator";
import { AuditQuery, auditQueries } from "./audit";
import { Right } from "./holder";
import { rightsOf } from "./rights-in";
import { changeWords, VerifiedChange, verifiedChange } from "./verified-change";
import { Way, waysOf } from "./ways";
import { rightWords } from "./words";

/** The version of the form: it changes when a field goes or means something else. */
export const EXPLANATION_VERSION = 1;

/** How a subject gets to a destination, or where it ends. */
export interface Explanation {
  readonly version: typeof EXPLANATION_VERSION;
  readonly tool: string;
  readonly from: string;
  readonly to: string;
  readonly reached: boolean;
  /** The document by which it comes furthest; another subject's where it has none of its own. */
  readonly by: string;
  readonly hops: readonly (Decider & {
    readonly hop: string;
    readonly granted: boolean;
    readonly code?: string;
    readonly message?: string;
  })[];
  readonly user?: { readonly name: string; readonly groups: readonly string[] };
  /** What acts in an account, where that is the destination. */
  readonly principal?: string;
  readonly rights: readonly (Decider & { readonly words: string })[];
  /** What would let it through, where it does not get in. */
  readonly change?: string;
  /** The arguments of that change with their values, in the order in which they are needed. */
  readonly changes?: readonly ExplainedChange[];
  /** Whether it gets in once they are made, as it was simulated. */
  readonly changeVerified?: boolean;
  readonly audit: readonly AuditQuery[];
}

/** One argument to change. */
export interface ExplainedChange {
  /** Stack and address. */
  readonly address: string;
  readonly argument: string;
  readonly value: unknown;
}

/** Reads a world again, with other values of arguments. */
export type Changed = (changes: readonly ArgumentChange[]) => { readonly world: World; readonly into: readonly Edge[] };

/** A service account that is asked about. */
export interface Asked {
  readonly name: string;
  readonly issuer: string;
  readonly subject: string;
}

/**
 * Explains the way of a service account by its own document, or else by that of another which comes furthest.
 *
 * @param into the edges into the destination
 * @param now seconds since 1970
 * @param changed the world with other values of arguments, and the edges into the destination there
 */
export function explain(
  world: World,
  into: readonly Edge[],
  asked: Asked,
  tool: string,
  now: number,
  changed: Changed,
): Explanation {
  const ways = waysOf(world, into, asked, now);
  // Who has a document of its own is asked about that, even where another's leads further.
  const way = ways.find(({ isOwn }) => isOwn) ?? ways.at(0);
  const to = into[0].declaration.target.cluster;
  const head = { version: EXPLANATION_VERSION, tool, from: asked.name, to } as const;
  if (!way) {
    const change = `declare it: mesh.allow(serviceAccount, ${to}, access)`;
    return { ...head, reached: false, by: "", hops: [], rights: [], change, audit: [] };
  }
  const { edge, journey } = way;
  const { answers, user } = journey;
  const told = (because: Reason) => deciderOf(world, because);
  const rights: readonly Right[] = user ? rightsOf(world, way.cluster, user, []) : [];
  return {
    ...{ ...head, reached: user !== undefined, by: sourceName(edge.declaration) },
    hops: answers.map((answer) => ({
      ...{ hop: answer.hop, granted: answer.granted },
      ...(answer.granted ? {} : { code: answer.code, message: answer.message }),
      ...told(answer.because),
    })),
    ...(user ? { user: { name: user.name, groups: user.groups } } : {}),
    rights: rights.map((right) => ({ words: rightWords(right), ...told(right.because) })),
    ...(user ? {} : changeFor(world, way, asked, to, now, changed)),
    audit: auditQueries(world, edge, way.isOwn ? undefined : asked.subject, user?.name),
  };
}

/** The smallest change that would let a subject through, made and asked again. */
function changeFor(
  world: World,
  { edge, isOwn, journey }: Way,
  asked: Asked,
  to: string,
  now: number,
  changed: Changed,
): Pick<Explanation, "change" | "changes" | "changeVerified"> {
  const { issuer, subject, name } = asked;
  if (!isOwn) return { change: `no trust is of ${name}; declare it: mesh.allow(serviceAccount, ${to}, access)` };
  const made = verifiedChange({ world, edge, ...journey }, { issuer, subject }, (changes) => {
    const next = changed(changes);
    const [way] = waysOf(next.world, next.into, asked, now).filter((one) => one.isOwn);
    return way && { world: next.world, edge: way.edge, ...way.journey };
  });
  return changeOf(made, `the token has iss ${issuer}, sub ${subject} and aud ${edge.declaration.audience}`);
}

/** A verified change, as explanations tell it. */
export function changeOf(
  made: VerifiedChange,
  token: string,
): Pick<Explanation, "change" | "changes" | "changeVerified"> {
  return {
    change: changeWords(made, token),
    changes: made.remedies.map(({ place, argument, value }) => ({ address: place, argument, value })),
    changeVerified: made.last.refusal === undefined,
  };
}
