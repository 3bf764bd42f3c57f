import { TrialResult } from "../../lab";
import { xml } from "../escape";
import { Report, ReportedEdge, ReportedGap } from "../report";
import { expectedWords, observedWords, titleOf } from "../words";

/**
 * The report as JUnit's XML: a suite for each edge, and one for what rules found. A surprise and a gap that is not acknowledged fail; what
 * was not tried and what is acknowledged is skipped.
 */
export function junitOf({ edges, faults, gaps, trials, surprises }: Report): string {
  const found: readonly ReportedGap[] = [...faults, ...gaps];
  const open = found.filter(({ acknowledgement }) => !acknowledgement).length;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="trust-mesh" tests="${trials + found.length}" failures="${surprises + open}" errors="0">`,
    ...edges.map(suiteOf),
    ...(found.length ? [findingSuite(found, open)] : []),
    "</testsuites>",
    "",
  ].join("\n");
}

function suiteOf({ from, to, trials }: ReportedEdge): string {
  const name = `${from} → ${to}`;
  const of = (verdict: TrialResult["verdict"]) => trials.filter((one) => one.verdict === verdict).length;
  const counts = `tests="${trials.length}" failures="${of("surprise")}" errors="0" skipped="${of("not tried")}"`;
  const cases = trials.map((trial) => caseOf(name, titleOf(trial), trial.milliseconds, outcomeOf(trial)));
  return [`  <testsuite name="${xml(name)}" ${counts}>`, ...cases, "  </testsuite>"].join("\n");
}

function outcomeOf({ verdict, code, expected, observed, hop, decidedBy }: TrialResult): string | undefined {
  if (verdict === "as declared") return undefined;
  const message = `expected ${expectedWords(expected)}; observed ${observedWords(observed)}`;
  if (verdict === "not tried") return `<skipped message="${xml(message)}"/>`;
  const told = [hop, decidedBy?.address, decidedBy?.where, decidedBy?.line].filter((one) => one !== undefined);
  return `<failure type="${xml(code)}" message="${xml(message)}">${told.map(xml).join("\n")}</failure>`;
}

function findingSuite(found: readonly ReportedGap[], open: number): string {
  const counts = `tests="${found.length}" failures="${open}" errors="0" skipped="${found.length - open}"`;
  const cases = found.map(({ code, address, reason, acknowledgement }) => {
    const outcome = acknowledgement
      ? `<skipped message="${xml(`acknowledged until ${acknowledgement.expires}: ${acknowledgement.reason}`)}"/>`
      : `<failure type="${xml(code)}" message="${xml(reason)}">${xml(address ?? "")}</failure>`;
    return caseOf("findings", address === undefined ? code : `${code} ${address}`, 0, outcome);
  });
  return [`  <testsuite name="findings" ${counts}>`, ...cases, "  </testsuite>"].join("\n");
}

function caseOf(suite: string, name: string, milliseconds: number, outcome: string | undefined): string {
  const head = `    <testcase classname="${xml(suite)}" name="${xml(name)}" time="${(milliseconds / 1000).toFixed(3)}"`;
  return outcome === undefined ? `${head}/>` : `${head}>${outcome}</testcase>`;
}
