import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readWorld, World } from "../../../src/simulator";
import { canI } from "../../support/can-i";

/** What an outside source says of a request: allowed, or the hop that refuses, and the vendor's code where it is documented. */
export type Expected = "allowed" | `${Hop}` | `${Hop} ${string}` | "unfollowed";
type Hop = "source" | "exchange" | "impersonation" | "authentication" | "authorization";

/** A verdict as `can-i --requests` prints it. */
export interface Verdict {
  readonly id?: string;
  readonly allowed?: boolean;
  readonly hop?: string;
  readonly code?: string;
  readonly message?: string;
  readonly principal?: string;
  readonly user?: { readonly name: string; readonly groups: readonly string[] };
  readonly address?: string;
  readonly error?: { readonly code: string; readonly message: string };
}

/** Answers of `can-i --requests` to requests about stacks, or about what `terraform show -json` printed. */
export async function verdicts(
  stack: object | readonly object[],
  requests: readonly object[],
): Promise<readonly Verdict[]> {
  const folder = mkdtempSync(join(tmpdir(), "trust-mesh-verdicts-"));
  try {
    const paths = [stack].flat().map((one: object, index) => write(folder, one, index));
    const file = join(folder, "requests.jsonl");
    writeFileSync(file, requests.map((request) => JSON.stringify(request)).join("\n"));
    const { lines } = await canI(...paths, "--requests", file);
    return lines;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What is read of a stack, or of what `terraform show -json` printed. */
export function worldOf(stack: object): World {
  const folder = mkdtempSync(join(tmpdir(), "trust-mesh-verdicts-"));
  try {
    return readWorld([write(folder, stack, 0)]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The one verdict, in a table's words: with the code where the table names one. */
export function inWords(verdict: Verdict, expected: Expected): string {
  if (verdict.error) return "unfollowed";
  if (verdict.allowed === true) return "allowed";
  return expected.includes(" ") ? `${verdict.hop} ${verdict.code}` : String(verdict.hop);
}

/** What `terraform show -json` prints is a file; a stack's document is in a folder named after the stack. */
function write(folder: string, stack: object, index: number): string {
  const isShown = "values" in stack || "planned_values" in stack;
  const path = join(folder, isShown ? `shown-${index}.json` : `stack-${index}`);
  if (!isShown) mkdirSync(path);
  writeFileSync(isShown ? path : join(path, "cdk.tf.json"), JSON.stringify(stack, null, 1));
  return path;
}
