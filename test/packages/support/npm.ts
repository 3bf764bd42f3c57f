import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { whereIs } from "../../support/tool";
import { pathOf } from "./nodes";

export const ROOT = resolve(__dirname, "../../..");

/** npm's own program, so that any Node.js can run it. */
const NPM = realpathSync(whereIs("npm") ?? join(dirname(process.execPath), "npm"));

/** What `npm pack` tells of a package. */
export interface Packed {
  /** The tarball's path. */
  readonly tarball: string;
  readonly name: string;
  readonly version: string;
  /** The bytes of all files. */
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string; readonly size: number; readonly mode: number }[];
}

/** Makes empty folders, and removes them all. */
export class Folders {
  private readonly made: string[] = [];

  public make(): string {
    const folder = mkdtempSync(join(tmpdir(), "trust-mesh-package-"));
    this.made.push(folder);
    return folder;
  }

  public remove(): void {
    for (const folder of this.made.splice(0)) rmSync(folder, { recursive: true, force: true });
  }
}

/** Packs the package in a folder into another folder. */
export function pack(folder: string, into: string): Packed {
  const args = [NPM, "pack", "--json", "--ignore-scripts", "--pack-destination", into];
  const [told] = JSON.parse(execFileSync(process.execPath, args, { cwd: folder, encoding: "utf8" })) as [
    Packed & { readonly filename: string },
  ];
  return { ...told, tarball: join(into, told.filename) };
}

/**
 * Runs npm by a Node.js, apart from the user's own settings.
 *
 * @throws Error with what npm printed, if it fails
 */
export function npm(node: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(node, [NPM, "--no-audit", "--no-fund", ...args], {
    cwd,
    encoding: "utf8",
    env: { ...process.env, ...pathOf(node), npm_config_update_notifier: "false" },
  });
  if (status !== 0) throw new Error(`npm ${args.join(" ")} ended with ${status}:\n${stdout}${stderr}`);
  return stdout;
}
