import { additionsBesideRolesAndBindings } from "./additions-aws-kubernetes";
import { policiesBesideRoles } from "./additions-aws-policies";
import { additionsOf } from "./additions-google-azure";
import { SynthesizedApp } from "./apps";
import { whyHarmless } from "./harmless";
import { equivalenceOf } from "./harmless-clouds";
import { objectAt } from "./objects-in-documents";
import { judge, Verdict } from "./judge";
import { mutantsOfMetaArguments } from "./meta-arguments";
import { Json, Mutant, mutantsOf } from "./mutate";
import { mutantsOfNamedValues } from "./named-values";
import { negationsOf } from "./negations";
import { restatementsOf } from "./restatements";
import { mutantsOfSiblings } from "./siblings";
import { twinsOf } from "./twins";

/** What became of one mutant. */
export interface Result {
  readonly app: string;
  readonly stack: string;
  readonly mutant: Mutant;
  /** `elsewhere` where a new finding names another object; `false red` where one is told of a change that changes nothing. */
  readonly outcome: "fault" | "gap" | "stop" | "elsewhere" | "harmless" | "false red" | "survived" | "crashed";
  /** The finding, or why the mutant changes nothing. */
  readonly because: string;
}

/** Every mutant of an app with its stack. */
export function mutantsIn(app: SynthesizedApp): readonly { readonly stack: string; readonly mutant: Mutant }[] {
  return [...app.stacks].flatMap(([stack, document]) =>
    [
      ...mutantsOf(document),
      ...additionsOf(document),
      ...additionsBesideRolesAndBindings(document),
      ...policiesBesideRoles(document),
      ...mutantsOfSiblings(document),
      ...mutantsOfNamedValues(document),
      ...mutantsOfMetaArguments(document),
      ...negationsOf(document),
      ...twinsOf(document),
      ...restatementsOf(document),
    ].map((mutant) => ({
      stack,
      mutant,
    })),
  );
}

/** Tries mutants of an app, whose unmutated form must be without a finding. */
export async function tryMutants(
  app: SynthesizedApp,
  mutants: readonly { readonly stack: string; readonly mutant: Mutant }[],
): Promise<readonly Result[]> {
  const before = await judge(app.read, undefined, app.documents);
  const fault = before.find(({ severity }) => severity !== "gap");
  if (fault) throw new Error(`${app.name} is not as declared: ${JSON.stringify(fault)}`);
  const known = new Set(before.map(({ place, what }) => `${place} ${what}`));
  const results: Result[] = [];
  for (const { stack, mutant } of mutants) {
    const outcome = await outcomeOf(app, stack, mutant, known);
    results.push({ app: app.name, stack, mutant, ...outcome });
  }
  return results;
}

/** Whether a text names something, and not what only begins like it. */
function isSaid(name: string, text: string): boolean {
  const at = text.indexOf(name);
  return at >= 0 && !/[\w-]/.test(text[at + name.length] ?? "");
}

const DECLARES = /"cdktf-trust-mesh(\/trusts|\/services)?\\*"/g;
const SUBJECT = /"subject\\*"/g;

/** Whether an object declared trusts, and the mutant's declares less of them. */
function declaresNoLonger(mutant: Mutant, before: Json): boolean {
  const { address } = mutant;
  const [was, is] = [before, mutant.make()].map((document) => JSON.stringify(objectAt(document, address)));
  const times = (pattern: RegExp, text: string) => text.match(pattern)?.length ?? 0;
  return [DECLARES, SUBJECT].some((pattern) => times(DECLARES, was) > 0 && times(pattern, is) < times(pattern, was));
}

async function outcomeOf(
  app: SynthesizedApp,
  stack: string,
  mutant: Mutant,
  known: ReadonlySet<string>,
): Promise<Pick<Result, "outcome" | "because">> {
  const { stacks } = app;
  const places = [mutant.address, mutant.alsoAt ?? mutant.address].map((address) => `${stack}: ${address}`);
  // What is gone can only be told by what missed it.
  let isGone: boolean | undefined;
  const isMissed = () =>
    (isGone ??= mutant.operator === "remove object" || declaresNoLonger(mutant, stacks.get(stack) ?? {}));
  const names = (one: string) =>
    places.some((place) => one === place || one.startsWith(`${place}.`) || one.startsWith(`${place}[`));
  const words = [...places, ...(/^provider\.(?<key>.+)/.exec(mutant.address)?.slice(1) ?? []).map((key) => `"${key}"`)];
  const isNamed = (one: Verdict) =>
    names(one.place) ||
    (one.document !== undefined && names(one.document)) ||
    words.some((word) => isSaid(word, one.what)) ||
    // What a document states of a cluster or of an issuer is told at the cluster and at the issuer's keys.
    (mutant.path.includes("target.stated") && !one.place.includes(":")) ||
    (mutant.path.includes("source.keys") && /\bkeys?\b/.test(one.what)) ||
    isMissed();
  const isNew = ({ place: at, what }: Verdict) => !known.has(`${at} ${what}`);
  const { changesNothing } = mutant;
  const isEnough = (all: readonly Verdict[]) =>
    all.some((one) => one.severity === "fault" && isNew(one) && isNamed(one));
  let found: readonly Verdict[];
  try {
    found = (await judge(app.with(stack, mutant.make()), isEnough, new Map(app.documents))).filter(isNew);
  } catch (error) {
    return { outcome: "crashed", because: (error as Error).stack ?? String(error) };
  }
  if (changesNothing !== undefined) {
    const [told] = found;
    if (told === undefined) return { outcome: "harmless", because: changesNothing };
    return { outcome: "false red", because: `${told.severity} ${told.place}: ${told.what}` };
  }
  for (const outcome of ["fault", "gap", "stop"] as const) {
    const named = found.find((one) => one.severity === outcome && isNamed(one));
    if (named) return { outcome, because: named.what };
  }
  const [other] = found;
  if (other) return { outcome: "elsewhere", because: `${other.severity} ${other.place}: ${other.what}` };
  const document = stacks.get(stack) ?? {};
  // However another text is written, the rules for one hold.
  const operator = mutant.operator
    .replace(/^(near text|other (text|block) by .*|variable without a value)$/, "other text")
    .replace(/^no block by dynamic$/, "remove argument");
  const asText = { ...mutant, operator };
  const why = whyHarmless(asText, document) ?? equivalenceOf(asText, document, stacks)?.name;
  return why === undefined ? { outcome: "survived", because: "" } : { outcome: "harmless", because: why };
}
