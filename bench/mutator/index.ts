/**
 * Mutates the synthesized examples, and tells how many mutants the lab finds by a new finding that names what was changed.
 *
 * npm run bench:mutator -- [APP…] [--cloud=Google] [--cloud=Azure] [--operator="add object"] [--each=4 [--from=2]]
 *
 * With `--cloud` the mutants of these clouds' objects alone are tried, and those that were not found are listed by type, argument
 * and operator. With `--operator` one way to change an object is tried alone; with `--each` every so manieth mutant,
 * beginning with the one of the number that `--from` gives (default: 0).
 */
import { appendFileSync, writeFileSync } from "node:fs";
import { SynthesizedApp } from "./apps";
import { mutantsIn, Result, tryMutants } from "./run";

async function main(): Promise<void> {
  const names = process.argv.slice(2).filter((one) => !one.startsWith("--"));
  const clouds = process.argv.flatMap((one) => (one.startsWith("--cloud=") ? [one.slice("--cloud=".length)] : []));
  const operators = process.argv.flatMap((one) =>
    one.startsWith("--operator=") ? [one.slice("--operator=".length)] : [],
  );
  const [, each = "1"] = /^--each=(\d+)$/.exec(process.argv.find((one) => one.startsWith("--each=")) ?? "") ?? [];
  const [, from = "0"] = /^--from=(\d+)$/.exec(process.argv.find((one) => one.startsWith("--from=")) ?? "") ?? [];
  const apps = SynthesizedApp.all(names.length ? names : undefined);
  const results: Result[] = [];
  const started = process.cpuUsage();
  const report = process.env.TRUST_MESH_MUTANTS;
  if (report !== undefined) writeFileSync(report, "");
  for (const app of apps) {
    const mutants = mutantsIn(app)
      .filter(
        ({ mutant: { address, operator } }) =>
          (!clouds.length || clouds.includes(cloudOf(address))) && (!operators.length || operators.includes(operator)),
      )
      .filter((_one, index) => index % Number(each) === Number(from) % Number(each));
    const own = await tryMutants(app, mutants);
    if (report !== undefined) appendFileSync(report, own.map((one) => `${inLine(one)}\n`).join(""));
    results.push(...own);
  }
  const { user, system } = process.cpuUsage(started);
  const seconds = (user + system) / 1e6;
  table("by cloud", results, ({ mutant }) => cloudOf(mutant.address));
  table("by operator", results, ({ mutant }) => mutant.operator);
  table("by app", results, ({ app }) => app);
  if (clouds.length > 0) kindsOf(results).forEach((line) => console.log(line));
  console.log(`${results.length} mutants in ${seconds.toFixed(0)} s of the processor`);
}

function inLine({ app, stack, mutant, outcome, because }: Result): string {
  const { operator, address, path, to } = mutant;
  return [outcome, app, stack, operator, address, path, to, because.slice(0, 200)]
    .map((one) => one.replace(/\s+/g, " "))
    .join("\t");
}

function cloudOf(address: string): string {
  const [, type = address] = /^(?:data\.|provider\.)?([a-z]+)/.exec(address) ?? [];
  return (
    {
      ...{
        aws: "AWS",
        awscc: "AWS",
        google: "Google",
        kubernetes: "Kubernetes",
        kubectl: "Kubernetes",
        helm: "Kubernetes",
      },
      ...{ azurerm: "Azure", azuread: "Azure", azapi: "Azure" },
    }[type] ?? "documents"
  );
}

/** What was not found, or not by its own address: type, argument and operator, with how often. */
function kindsOf(results: readonly Result[]): readonly string[] {
  const kinds = new Map<string, number>();
  for (const { outcome, mutant } of results) {
    if (!["survived", "elsewhere", "crashed", "false red"].includes(outcome)) continue;
    const type = /^(?:(?:data|provider)\.)?[^.]+/.exec(mutant.address)?.[0] ?? "";
    const argument = mutant.path.replace(/\.\d+/g, ".N");
    const kind = [outcome, type, argument, mutant.operator].join("\t");
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  return [...kinds].map(([kind, times]) => `${times}\t${kind}`).sort();
}

/** Prints a score for each group: what was found of all that is not harmless. */
function table(title: string, results: readonly Result[], groupOf: (one: Result) => string): void {
  console.log(`\n${title}`);
  const groups = new Map<string, Result[]>();
  for (const one of results) groups.set(groupOf(one), [...(groups.get(groupOf(one)) ?? []), one]);
  for (const [name, all] of [...groups, ["all", results] as const]) {
    const count = (...outcomes: string[]) => all.filter(({ outcome }) => outcomes.includes(outcome)).length;
    const that = all.length - count("harmless", "false red");
    const found = count("fault", "gap", "stop");
    const score = that === 0 ? "–" : `${((100 * found) / that).toFixed(1)} %`;
    const parts = ["fault", "gap", "stop", "elsewhere", "survived", "crashed", "harmless", "false red"].map(
      (one) => `${one} ${count(one)}`,
    );
    console.log(`  ${name.padEnd(24)} ${score.padStart(7)}  ${parts.join(", ")}`);
  }
}

void main();
