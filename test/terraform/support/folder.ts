import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A folder with what tests write into it. */
export class Folder {
  public readonly path = mkdtempSync(join(tmpdir(), "trust-mesh-reader-"));

  /** Writes a file, text as it is and everything else as JSON in lines, and tells where it is. */
  public write(name: string, content: unknown): string {
    const file = join(this.path, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content, null, 2));
    return file;
  }

  public remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
