import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

/** A folder for temporary files in which no lab can be; it names the variable, the reason and the way out. */
export class UnusableFolder extends Error {
  public constructor(folder: string, reason: string) {
    super(`TMPDIR is ${folder}: ${reason}. Set TMPDIR to another folder.`);
    this.name = "UnusableFolder";
  }
}

/** The lab's own folder, with tokens in it: it goes with the lab, or with the process if that ends first. */
export class LabFolder {
  public readonly path: string;

  /**
   * @param parent where it is made; the folder for temporary files unless given
   * @throws UnusableFolder
   */
  public constructor(parent = tmpdir()) {
    this.path = made(parent);
    process.once("exit", this.clear);
    const reason = whyNothingRuns(this.path);
    if (reason === undefined) return;
    this.remove();
    throw new UnusableFolder(parent, reason);
  }

  public remove(): void {
    process.off("exit", this.clear);
    this.clear();
  }

  private readonly clear = () => rmSync(this.path, { recursive: true, force: true });
}

function made(folder: string): string {
  if (folder.includes(delimiter)) {
    throw new UnusableFolder(folder, `its "${delimiter}" separates folders in PATH, so no pod would find its plugin`);
  }
  try {
    return mkdtempSync(join(folder, "trust-mesh-lab-"));
  } catch (error) {
    throw new UnusableFolder(folder, `no folder can be made in it (${(error as NodeJS.ErrnoException).code})`);
  }
}

/** Pods have scripts in them, which a file system that is mounted with noexec does not run. */
function whyNothingRuns(folder: string): string | undefined {
  const script = join(folder, "runs");
  writeFileSync(script, "#!/bin/sh\n", { mode: 0o700 });
  const { error } = spawnSync(script, { stdio: "ignore" });
  rmSync(script);
  return error && `no script in it can be run (${(error as NodeJS.ErrnoException).code}), as where noexec is set`;
}
