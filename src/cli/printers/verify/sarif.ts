import { createHash } from "node:crypto";
import { isAbsolute, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { Check, CHECKS, CheckSeverity } from "../../../findings";
import { json, plain } from "../../escape";
import { ReportedFinding, ReportedUnknown, VerifyReport } from "../../verify/report";

const SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";
const HOME = "https://github.com/cdktf-trust-mesh/cdktf-trust-mesh";

/** SARIF has four levels; GitHub tells the gravest apart by a number. */
const LEVELS: Readonly<Record<CheckSeverity, readonly [level: string, security: string]>> = {
  critical: ["error", "9.5"],
  high: ["error", "8.0"],
  medium: ["warning", "5.5"],
  low: ["note", "2.0"],
  note: ["note", "0.0"],
};

/**
 * The findings as SARIF 2.1.0, for code scanning. What is acknowledged is suppressed; what was not judged is a notification of the run.
 *
 * OASIS: "Static Analysis Results Interchange Format (SARIF) Version 2.1.0".
 */
export function verifySarif({ tool, findings, unknown, outcome }: VerifyReport): string {
  const rules = new Map(CHECKS.map(({ code }, i) => [code, i]));
  const driver = { name: "trust-mesh verify", version: tool, informationUri: HOME, rules: CHECKS.map(ruleOf) };
  const invocation = {
    executionSuccessful: true,
    exitCode: { passed: 0, failed: 1, gaps: 3 }[outcome],
    toolExecutionNotifications: unknown.filter(({ acknowledgement }) => !acknowledgement).map(notificationOf),
  };
  const run = {
    tool: { driver },
    invocations: [invocation],
    results: findings.map((finding) => resultOf(finding, rules.get(finding.code) ?? -1)),
  };
  return `${json({ $schema: SCHEMA, version: "2.1.0", runs: [run] })}\n`;
}

function ruleOf({ code, severity, title, gain, fix, page }: Check) {
  const [level, security] = LEVELS[severity];
  return {
    id: code,
    shortDescription: { text: message(title) },
    fullDescription: { text: message(`${title}. ${gain}`) },
    help: { text: message(`Impact: ${gain} Fix: ${fix} See ${page}`) },
    helpUri: page,
    defaultConfiguration: { level },
    properties: { tags: ["security"], severity, "security-severity": security },
  };
}

function resultOf(finding: ReportedFinding, ruleIndex: number) {
  const { code, severity, address, reason, file, line, acknowledgement } = finding;
  const [level] = LEVELS[severity];
  const region = line === undefined ? {} : { region: { startLine: line } };
  const location = {
    physicalLocation: { artifactLocation: { uri: uriOf(file) }, ...region },
    logicalLocations: [{ fullyQualifiedName: plain(address), kind: "resource" }],
  };
  const told = acknowledgement && `until ${acknowledgement.expires}: ${acknowledgement.reason}`;
  return {
    ...{ ruleId: code, ruleIndex, level, message: { text: message(reason) }, locations: [location] },
    // The line is left out: an alert stays the same when what is above it changes.
    partialFingerprints: {
      "trustMesh/v1": createHash("sha256").update(`${code}\n${address}\n${reason}`).digest("hex"),
    },
    ...(told === undefined ? {} : { suppressions: [{ kind: "external", justification: plain(told) }] }),
  };
}

function notificationOf({ code, address, reason, file, line }: ReportedUnknown) {
  const region = line === undefined ? {} : { region: { startLine: line } };
  const at = file === undefined ? {} : { physicalLocation: { artifactLocation: { uri: uriOf(file) }, ...region } };
  const kind = code === "unread-module" ? "module" : "resource";
  const locations = [{ ...at, logicalLocations: [{ fullyQualifiedName: plain(address), kind }] }];
  return { descriptor: { id: code }, level: "warning", message: { text: message(reason) }, locations };
}

/** A message's text, in which brackets would be a link. */
function message(text: string): string {
  return plain(text).replace(/[\\[\]]/g, "\\$&");
}

/** A file as SARIF names it: relative to where the command runs, or else as a URL. */
function uriOf(file: string): string {
  const path = relative(process.cwd(), file);
  if (path.startsWith("..") || isAbsolute(path)) return pathToFileURL(file).href;
  // Half a character has no escape.
  const whole = Buffer.from(path).toString("utf8");
  return whole.split(sep).map(encodeURIComponent).join("/");
}
