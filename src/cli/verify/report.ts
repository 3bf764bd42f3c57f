import { CHECK_SEVERITIES, checked, CHECKS, CheckSeverity, Finding, FindingCode } from "../../findings";
import { placeOf, withSources, World } from "../../simulator";
import { ModuleCall } from "../../terraform";
import { Written } from "../acknowledgements";
import { CurrentAcknowledgements } from "../current-acknowledgements";

/** What only `verify` tells as not judged. */
export const UNKNOWN_CODES = ["unknown-policy", "unread-module"] as const;

/** The version of the report's form: it changes when a field goes or means something else. */
export const VERIFY_VERSION = 1;

/** What a report says as a whole. */
export type VerifyOutcome = "passed" | "failed" | "gaps";

/** The exit code of each outcome. */
export const VERIFY_EXIT_CODES = { passed: 0, failed: 1, gaps: 3 } as const satisfies Record<VerifyOutcome, number>;

/** From which severity a finding fails; `never` for none. */
export type FailOn = Exclude<CheckSeverity, "note"> | "never";

/** One finding, with all that its reader needs. */
export interface ReportedFinding {
  readonly code: string;
  readonly severity: CheckSeverity;
  /** Stack and address of the object: acknowledgements name it. */
  readonly address: string;
  readonly reason: string;
  readonly title: string;
  readonly gain: string;
  readonly fix: string;
  readonly page: string;
  readonly file: string;
  /** From 1; undefined where the document has no lines that its author wrote. */
  readonly line?: number;
  readonly acknowledgement?: Written;
}

/** An object that could not be judged. */
export interface ReportedUnknown {
  readonly code: (typeof UNKNOWN_CODES)[number] | FindingCode;
  readonly address: string;
  readonly reason: string;
  /** Where a module is called. */
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
  readonly acknowledgement?: Written;
}

/** What came of all checks. */
export interface VerifyReport {
  readonly version: typeof VERIFY_VERSION;
  /** The version of the command. */
  readonly tool: string;
  readonly outcome: VerifyOutcome;
  readonly failOn: FailOn;
  readonly resources: number;
  readonly checks: number;
  /** The gravest first. */
  readonly findings: readonly ReportedFinding[];
  readonly unknown: readonly ReportedUnknown[];
  /** Acknowledgements that no longer count. */
  readonly expired: readonly Written[];
  /** Acknowledgements that nothing needs. */
  readonly unused: readonly Written[];
}

/** What a report is made of. */
export interface Verified {
  readonly world: World;
  readonly tool: string;
  readonly failOn: FailOn;
  readonly acknowledgements: readonly Written[];
  /** Seconds since 1970. */
  readonly now: number;
}

/** Runs every check. */
export function verifyReportOf({ world, tool, failOn, acknowledgements, now }: Verified): VerifyReport {
  const current = new CurrentAcknowledgements(acknowledgements, now);
  const { findings: found, unknown: unjudged, gaps } = checked(world, now);
  const findings = found
    .map(({ check, resource, argument, reason }): ReportedFinding => {
      const { code, severity, title, gain, fix, page } = check;
      const { file, line, isShown } = world.configuration.locate(resource, argument);
      return current.on({
        ...{ code, severity, address: placeOf(resource), reason: withSources(reason), title, gain, fix, page, file },
        ...(line === undefined || isShown ? {} : { line }),
      });
    })
    .sort((a, b) => rank(a.severity) - rank(b.severity));
  const unknown = [
    ...unjudged.map(({ resource, reason }) => ({
      code: "unknown-policy" as const,
      address: placeOf(resource),
      reason,
    })),
    ...world.leftOut.map(({ place, reason }) => ({ code: "left-out" as const, address: withSources(place), reason })),
    ...gaps
      .filter(isToldHere)
      .map(({ code, place, reason }) => ({ code, address: withSources(place), reason: withSources(reason) })),
    ...world.configuration.modules.map((module) => unreadModule(world, module)),
  ].map((one) => current.on(one));
  const failing = findings.filter(({ severity, acknowledgement }) => !acknowledgement && fails(severity, failOn));
  const open = unknown.filter(({ acknowledgement }) => !acknowledgement);
  return {
    ...{ version: VERIFY_VERSION, tool, failOn },
    outcome: failing.length ? "failed" : open.length ? "gaps" : "passed",
    resources: world.configuration.everyResource().length,
    checks: CHECKS.length,
    ...{ findings: distinct(findings), unknown: distinct(unknown) },
    expired: current.expired,
    unused: current.unusedBy([...findings, ...unknown]),
  };
}

/** Objects that were left out, and modules that were not read, are told of every configuration. */
function isToldHere({ code, what }: Finding): boolean {
  return code !== "left-out" && !(code === "unread-type" && what === "module");
}

/** What an unread module makes is not judged. */
function unreadModule({ configuration }: World, module: ModuleCall): ReportedUnknown {
  const { file, line } = configuration.locateModule(module);
  const of = module.source === undefined ? "" : ` of ${JSON.stringify(module.source)}`;
  const where = line === undefined ? file : `${file}:${line}`;
  const reason = `the module${of}, called in ${where}: nothing in it was checked, since ${whyUnread(module)}`;
  return { code: "unread-module", address: placeOf(module), reason, file, ...(line === undefined ? {} : { line }) };
}

function whyUnread({ source = "", isFetched }: ModuleCall): string {
  if (!isFetched) return "its resources are not in what was read: give a plan or a state";
  if (/^\.\.?\//.test(source)) {
    return `the folder ${JSON.stringify(source)} is not there or has no .tf, .tofu or .tf.json file: correct its source`;
  }
  return "its folder is not there: run terraform init, which fetches it, or give a plan or a state";
}

/** Whether a finding of a severity fails. */
export function fails(severity: CheckSeverity, failOn: FailOn): boolean {
  return failOn !== "never" && severity !== "note" && rank(severity) <= rank(failOn);
}

function rank(severity: CheckSeverity): number {
  return CHECK_SEVERITIES.indexOf(severity);
}

function distinct<T extends { readonly code: string; readonly address: string; readonly reason: string }>(
  all: readonly T[],
): readonly T[] {
  return [...new Map(all.map((one) => [JSON.stringify([one.code, one.address, one.reason]), one])).values()];
}
