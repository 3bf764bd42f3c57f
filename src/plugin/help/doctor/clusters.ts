import type { FlagValues } from "../../../exec-contract";
import type { ClusterCredential, Subject } from "../../credential";
import type { Prepared } from "../../credential-run";
import { EXIT_CODES, PluginFailure, presentSubject } from "../borrowed";
import { tell, tellClock } from "./report";

/**
 * Walks a run's hops without a cache and tells on stdout what each one saw and answered, never a token.
 *
 * @returns the exit code of the first hop that fails, 0 when none does
 */
export async function examineCluster({ run, apiVersion, target }: Prepared, flags: FlagValues): Promise<number> {
  tell("target", target.identity.filter(Boolean).join(" "));
  tell("answer", apiVersion);
  try {
    const { source, subject } = await presentSubject(run, target);
    tell("source", `${source}: ok`);
    const mismatch = tellSubject(subject, flags);
    const credential = await target.exchange(run, subject);
    tell("exchange", `ok: ${describe(credential)}`);
    tellClock(run.clockBehind);
    return mismatch ? EXIT_CODES.source : 0;
  } catch (error) {
    if (!(error instanceof PluginFailure)) throw error;
    tell(error.hop, `FAILED${error.code ? ` (${error.code})` : ""}: ${[error.reason, error.wayOut].join(" ").trim()}`);
    tellClock(run.clockBehind);
    return error.exitCode;
  }
}

function tellSubject(subject: Subject, flags: FlagValues): boolean {
  if (subject.kind !== "token") {
    tell("", subject.kind === "aws" ? `AWS key ${subject.credentials.accessKeyId}` : "an access token of its own");
    return false;
  }
  const { iss, sub, aud, exp, azp } = subject.claims;
  tell("  iss", iss);
  tell("  sub", sub);
  tell("  aud", aud.join(", "));
  if (azp !== undefined) tell("  azp", azp);
  tell("  exp", `${new Date(exp * 1000).toISOString()} (in ${Math.round(exp - Date.now() / 1000)} s)`);
  const differences = [compare("iss", iss, flags["expect-issuer"]), compare("sub", sub, flags["expect-subject"])];
  return differences.includes(true);
}

/** Puts two strings under each other and points at the first byte in which they differ. */
function compare(claim: string, actual: string, expected: string | boolean | undefined): boolean {
  if (typeof expected !== "string" || expected === actual) return false;
  let same = 0;
  while (same < actual.length && actual[same] === expected[same]) same++;
  tell(`${claim} differs`, `at character ${same + 1}: ${reasonOf(actual, expected)}`);
  tell("  token", `"${actual}"`);
  tell("  target", `"${expected}"`);
  tell("", `${"·".repeat(same + 1)}^`);
  return true;
}

function reasonOf(actual: string, expected: string): string {
  if (actual.replace(/\/$/, "") === expected.replace(/\/$/, "")) return "a slash at the end.";
  if (actual.toLowerCase() === expected.toLowerCase()) return "upper and lower case.";
  if (actual.trim() === expected.trim()) return "a space at an end.";
  return "another value.";
}

function describe({ token, expires }: ClusterCredential): string {
  return `a token of ${token.length} bytes, to be used until ${new Date(expires).toISOString()}`;
}
