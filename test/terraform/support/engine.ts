import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Runs Terraform in a folder; it may fail. */
export function terraform(folder: string, ...args: string[]) {
  const env = { ...process.env, CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" };
  return spawnSync("terraform", [`-chdir=${folder}`, ...args], { env, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
}

/** What Terraform makes of an expression. */
export type Said = { readonly value: unknown } | { readonly refusal: string };

interface Diagnostic {
  readonly severity: string;
  readonly summary: string;
  readonly detail: string;
  readonly range?: { readonly start: { readonly line: number } };
  readonly snippet?: { readonly context: string };
}

/**
 * What the real engine makes of values, each the value of an output of one stack with a document of its own. No provider is
 * needed, unless the document does. A plan names every output that it refuses; the others are planned once more without them.
 */
export function terraformSays(values: readonly unknown[], document: object): readonly Said[] {
  const folder = mkdtempSync(join(tmpdir(), "trust-mesh-engine-"));
  const refused = new Map<number, string>();
  try {
    for (;;) {
      const lines = written(folder, values, document, refused);
      const plan = terraform(folder, "plan", "-json", "-input=false", "-out=plan");
      if (plan.status === 0) break;
      const before = refused.size;
      for (const { summary, detail, range } of errorsOf(plan.stdout)) {
        const name = range && outputAt(lines, range.start.line);
        if (name !== undefined) refused.set(name, `${summary}: ${detail}`);
        // An infinite number stops the writing of the plan, which tells the output in its text alone.
        for (const [, other] of detail.matchAll(/output value "row-(\d+)"/g)) refused.set(Number(other), summary);
      }
      if (refused.size === before) throw new Error(`terraform plan: ${plan.stdout}${plan.stderr}`);
    }
    const shown = JSON.parse(terraform(folder, "show", "-json", "plan").stdout) as {
      output_changes?: Readonly<Record<string, { readonly after?: unknown }>>;
    };
    return values.map((_, row) => {
      const refusal = refused.get(row);
      return refusal === undefined ? { value: shown.output_changes?.[`row-${row}`]?.after ?? null } : { refusal };
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the real engine plans of a stack: the addresses of its resources, or the blocks that it refuses. */
export function terraformPlans(document: object): { readonly planned: string[]; readonly refused: string[] } {
  const folder = mkdtempSync(join(tmpdir(), "trust-mesh-engine-"));
  try {
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify(document, null, 1));
    const { stdout } = terraform(folder, "plan", "-json", "-input=false");
    return {
      planned: messagesOf(stdout).flatMap(({ change }) => change?.resource.addr ?? []),
      refused: errorsOf(stdout).flatMap(({ snippet }) => snippet?.context ?? []),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function written(folder: string, values: readonly unknown[], document: object, refused: ReadonlyMap<number, string>) {
  const rows = values.map((value, row) => [`row-${row}`, { value, sensitive: isSensitive(value) }] as const);
  const output = Object.fromEntries(rows.filter((_, row) => !refused.has(row)));
  const text = JSON.stringify({ ...document, output }, null, 1);
  writeFileSync(join(folder, "main.tf.json"), text);
  return text.split("\n");
}

function isSensitive(value: unknown): boolean {
  return typeof value === "string" && value.includes("sensitive(");
}

/** A line of `terraform plan -json`. */
interface Message {
  readonly diagnostic?: Diagnostic;
  readonly change?: { readonly resource: { readonly addr: string } };
}

function messagesOf(lines: string): readonly Message[] {
  return lines
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Message);
}

function errorsOf(lines: string): readonly Diagnostic[] {
  const diagnostics = messagesOf(lines).flatMap(({ diagnostic }) => diagnostic ?? []);
  return diagnostics.filter(({ severity }) => severity === "error");
}

/** The row whose output a line is part of. */
function outputAt(lines: readonly string[], line: number): number | undefined {
  for (let at = line - 1; at >= 0; at--) {
    const [, row] = /^ {2}"row-(\d+)": \{/.exec(lines[at]) ?? [];
    if (row !== undefined) return Number(row);
  }
  return undefined;
}
