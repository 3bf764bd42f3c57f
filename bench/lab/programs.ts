import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { buildSync } from "esbuild";

export const ROOT = resolve(__dirname, "../..");

/** Builds a program of a bench into one file, with the library's sources in it. */
export function program(source: string, outfile: string): string {
  buildSync({
    entryPoints: [source],
    outfile,
    bundle: true,
    platform: "node",
    target: "node20.9",
    format: "cjs",
    mainFields: ["module", "main"],
    external: ["cdktf", "constructs", "@cdktf/*"],
    alias: { "cdktf-trust-mesh": join(ROOT, "src/index.ts") },
    logLevel: "warning",
  });
  return outfile;
}

/** Runs a program to its end. @returns what it printed */
export function node(...args: string[]): string {
  const env = { ...process.env, NODE_PATH: join(ROOT, "node_modules") };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", cwd: ROOT, env });
  if (status !== 0) throw new Error(`node ${args.join(" ")}: ${stderr}`);
  return stdout;
}
