import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathOf } from "./nodes";
import { npm, ROOT } from "./npm";

/** Set by `.ci/run`: packages may be installed from the npm registry, which takes minutes and hundreds of megabytes. */
const MAY_INSTALL = process.env.TRUST_MESH_INSTALLS === "1" && existsSync(join(ROOT, "lib/index.js"));

/** A suite that installs from the npm registry; elsewhere than in `.ci/run` it is reported as skipped, by name. */
export const describeWithInstalls: (name: string, suite: () => void) => void = (name, suite) =>
  MAY_INSTALL ? describe(name, suite) : describe.skip(`${name} (skipped: .ci/run installs it)`, suite);

/** How a program of a project ended. */
export interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** A user's project: a package.json, a tsconfig.json and one main.ts. */
export class Project {
  /**
   * @param folder an empty folder
   * @param manifest its package.json
   * @param main a file of the repository that becomes main.ts
   */
  public constructor(
    public readonly folder: string,
    manifest: object,
    main: string,
  ) {
    writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
    copyFileSync(join(ROOT, "test/fixtures/packages/tsconfig.json"), join(folder, "tsconfig.json"));
    copyFileSync(join(ROOT, main), join(folder, "main.ts"));
  }

  /** `npm install` by a Node.js. */
  public install(node: string): void {
    npm(node, ["install", "--prefer-offline"], this.folder);
  }

  /** Runs a file of the project by a Node.js. */
  public run(node: string, file: string, ...args: string[]): Ended {
    const env = { ...process.env, ...pathOf(node), CHECKPOINT_DISABLE: "1" };
    const { status, stdout, stderr } = spawnSync(node, [file, ...args], { cwd: this.folder, encoding: "utf8", env });
    return { status, out: stdout, err: stderr };
  }

  /** Runs the project's own TypeScript compiler. */
  public tsc(node: string, ...options: string[]): Ended {
    return this.run(node, "node_modules/typescript/bin/tsc", "-p", ".", ...options);
  }

  /** Synthesizes the app anew. */
  public synth(node: string, ...args: string[]): Ended {
    rmSync(join(this.folder, "cdktf.out"), { recursive: true, force: true });
    return this.run(node, "main.js", ...args);
  }

  /** The providers that are installed, among the packages of `@cdktf`. */
  public get providers(): string[] {
    return readdirSync(join(this.folder, "node_modules/@cdktf"))
      .filter((name) => name.startsWith("provider-"))
      .sort();
  }
}
