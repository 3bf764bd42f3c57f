import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The lab's own folder, with tokens in it: it goes with the lab, or with the process if that ends first. */
export class LabFolder {
  public readonly path = mkdtempSync(join(tmpdir(), "trust-mesh-lab-"));

  public constructor() {
    process.once("exit", this.clear);
  }

  public remove(): void {
    process.off("exit", this.clear);
    this.clear();
  }

  private readonly clear = () => rmSync(this.path, { recursive: true, force: true });
}
