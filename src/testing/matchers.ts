import { IConstruct } from "constructs";
import { Holder, mayGrantMore, rightsWords } from "../rights";
import { Finding } from "../findings";
import { Answered, UnknownName } from "./answered";
import { ask, deciderLines } from "./ask";
import { Mesh, meshOf } from "./mesh";
import { FindingLike, MatcherResult, MeshMatchers } from "./types";

/** How many findings a message tells; a list of hundreds tells no more. */
const SHOWN = 10;

/** What a test runner tells of how a matcher is used. */
interface Used {
  readonly isNot?: boolean;
}

export const matchers: MeshMatchers = {
  toAllow(this: Used | void, app, subject, destination, access) {
    return answering(app, (mesh) => {
      const answered = ask(mesh, subject, destination, access);
      if (answered.verdict === "all" || !this?.isNot) {
        return result(answered.verdict === "all", answered, "allowed", "not allowed");
      }
      return notKnown(mesh, answered) ?? result(false, answered, "allowed", "not allowed");
    });
  },

  toRefuse(this: Used | void, app, subject, destination, access) {
    return answering(app, (mesh) => {
      const answered = ask(mesh, subject, destination, access);
      const unknown = this?.isNot || answered.verdict === "none" ? notKnown(mesh, answered) : undefined;
      // With .not what is not known does not pass either.
      if (unknown) return { ...unknown, pass: this?.isNot === true };
      return result(answered.verdict === "none", answered, "refused", "not refused");
    });
  },

  toGrantNothingElse: (app) =>
    answering(app, ({ holders, open, world }) => {
      refuseNothing(world);
      const gaps = open.filter((one) => mayGrantMore(one) && one.code !== "unclaimed-trust");
      const lines = [...holders.flatMap(undeclared), ...told(gaps)];
      const head = lines.length ? "expected no grant that no trust declares, and found:" : "found no such grant";
      return { pass: lines.length === 0, message: () => [head, ...lines.map((line) => `    ${line}`)].join("\n") };
    }),

  toHaveNoFindings: (app, { except = [] } = {}) =>
    answering(app, ({ open, world }) => {
      refuseNothing(world);
      const left = open.filter((finding) => !except.some((one) => isMeant(one, finding)));
      const head = left.length ? `expected no findings, and found ${left.length}:` : "found none";
      return { pass: left.length === 0, message: () => [head, ...told(left).map((line) => `    ${line}`)].join("\n") };
    }),
};

function answering(app: unknown, answer: (mesh: Mesh) => MatcherResult): MatcherResult {
  const isConstruct = typeof app === "object" && app !== null && "node" in app;
  // With .not, too, what is no app must not pass.
  if (typeof app !== "string" && !isConstruct) {
    throw new Error("expected an app, a stack, a folder that was synthesized, or a stack's JSON");
  }
  try {
    return answer(meshOf(app as IConstruct | string));
  } catch (error) {
    // With .not, too, a name that is not there must not pass.
    if (error instanceof UnknownName) throw new Error(error.message);
    throw error;
  }
}

/** @throws Error where nothing is declared: nothing is found in it, whatever it grants */
function refuseNothing({ everyEdge }: Mesh["world"]): void {
  if (everyEdge.length) return;
  throw new Error(
    "nothing declares a trust: there is no kubeconfig, Argo CD secret or declaration of services in it. Give the app, or the stack that holds them",
  );
}

/** What does not let a refusal be told for sure; it is a failure with `.not` and without. */
function notKnown(mesh: Mesh, { verdict, question, observed }: Answered): MatcherResult | undefined {
  if (verdict === "all" || verdict === "part") return undefined;
  const gaps = mesh.open.filter(mayGrantMore);
  if (verdict === "none" && gaps.length === 0) return undefined;
  const head = verdict === "none" ? "refused as far as it is known" : observed;
  const why = [`${head}, and what was read and is not known may allow it:`, ...told(gaps)];
  return { pass: true, message: () => [question, ...why.map((line) => `    ${line}`)].join("\n") };
}

function result(pass: boolean, answered: Answered, expected: string, otherwise: string): MatcherResult {
  const { question, observed, because } = answered;
  const lines = [
    question,
    `    expected  ${pass ? otherwise : expected}`,
    `    observed  ${observed}`,
    ...deciderLines(because).map((line) => `    ${line}`),
  ];
  return { pass, message: () => lines.join("\n") };
}

function undeclared({ from, to, isDeclared, state, rights, steps, unknown }: Holder): readonly string[] {
  const name = `${from.name} → ${to.label}`;
  if (!isDeclared) {
    const may = state === "unknown" ? `not known: ${unknown}` : rightsWords(rights).join("; ") || "authenticate";
    return [`${name}: ${may}`, ...deciderLines(steps[0]?.because).map((line) => `  ${line}`)];
  }
  return rights.flatMap((right) =>
    right.isDeclared
      ? []
      : [`${name}: ${rightsWords([right])[0]}`, ...deciderLines(right.because).map((line) => `  ${line}`)],
  );
}

function told(findings: readonly Finding[]): readonly string[] {
  const all = [...new Set(findings.map(({ code, place, reason }) => `${code} ${place}: ${reason}`))];
  return all.length > SHOWN ? [...all.slice(0, SHOWN), `and ${all.length - SHOWN} more`] : all;
}

function isMeant(one: FindingLike, { code, place }: Finding): boolean {
  return typeof one === "string" ? one === code : one.code === code && one.address === place;
}
