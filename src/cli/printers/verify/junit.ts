import { CHECKS } from "../../../findings";
import { xml } from "../../escape";
import { fails, ReportedFinding, ReportedUnknown, VerifyReport } from "../../verify/report";
import { whereOf } from "../../verify/words";

/**
 * The findings as JUnit's XML: a suite for each check, in which every finding is a test case, and one for what was not judged. A
 * finding below the severity of `--fail-on` and an acknowledged one is skipped; a check that found nothing passes.
 */
export function verifyJunit({ findings, unknown, failOn }: VerifyReport): string {
  const isFailure = ({ severity, acknowledgement }: ReportedFinding) => !acknowledgement && fails(severity, failOn);
  const clean = CHECKS.filter(({ code }) => !findings.some((one) => one.code === code));
  const open = unknown.filter(({ acknowledgement }) => !acknowledgement);
  const failures = findings.filter(isFailure).length + open.length;
  const tests = findings.length + clean.length + unknown.length;
  const suites = CHECKS.map(({ code, title }) => {
    const own = findings.filter((one) => one.code === code);
    const failed = own.filter(isFailure).length;
    const counts = `tests="${own.length || 1}" failures="${failed}" errors="0" skipped="${own.length - failed}"`;
    const cases = own.map((one) =>
      caseOf(code, one.address, isFailure(one) ? failureOf(one) : skippedAs(one, `below --fail-on ${failOn}`)),
    );
    return suiteOf(code, counts, cases.length ? cases : [caseOf(code, title, undefined)]);
  });
  const notJudged = unknown.map((one) => {
    const failure = `<failure type="${xml(one.code)}" message="${xml(one.reason)}"/>`;
    return caseOf("not-judged", `${one.code} ${one.address}`, one.acknowledgement ? skippedAs(one, "") : failure);
  });
  const counts = `tests="${unknown.length}" failures="${open.length}" errors="0" skipped="${unknown.length - open.length}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="trust-mesh verify" tests="${tests}" failures="${failures}" errors="0">`,
    ...suites,
    ...(unknown.length ? [suiteOf("not-judged", counts, notJudged)] : []),
    "</testsuites>",
    "",
  ].join("\n");
}

function suiteOf(name: string, counts: string, cases: readonly string[]): string {
  return [`  <testsuite name="${xml(name)}" ${counts}>`, ...cases, "  </testsuite>"].join("\n");
}

function caseOf(suite: string, name: string, outcome: string | undefined): string {
  const head = `    <testcase classname="${xml(suite)}" name="${xml(name)}" time="0.000"`;
  return outcome === undefined ? `${head}/>` : `${head}>${outcome}</testcase>`;
}

function failureOf({ code, reason, gain, fix, page, file, line }: ReportedFinding): string {
  const text = [whereOf({ file, line }), `Impact: ${gain}`, `Fix: ${fix}`, page].map(xml).join("\n");
  return `<failure type="${xml(code)}" message="${xml(reason)}">${text}</failure>`;
}

function skippedAs({ reason, acknowledgement }: ReportedFinding | ReportedUnknown, otherwise: string): string {
  const why = acknowledgement
    ? `acknowledged until ${acknowledgement.expires}: ${acknowledgement.reason}`
    : `${otherwise}: ${reason}`;
  return `<skipped message="${xml(why)}"/>`;
}
