import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LabFolder, UnusableFolder } from "../../src/lab/lab-folder";

jest.mock("node:child_process", () => ({ spawnSync: jest.fn() }));

/** How a script in the folder ends: as on any file system, or as on one that is mounted with noexec. */
const scriptEnds = (error?: NodeJS.ErrnoException) => jest.mocked(spawnSync).mockReturnValue({ error } as never);

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "trust-mesh-folder-test-"));
});
afterEach(() => rmSync(parent, { recursive: true }));

describe("the lab's folder", () => {
  it("is made empty, and goes with the lab", () => {
    scriptEnds();
    const folder = new LabFolder(parent);
    expect(readdirSync(folder.path)).toEqual([]);
    folder.remove();
    expect(existsSync(folder.path)).toBe(false);
  });

  it("is refused where no script runs, and nothing stays behind", () => {
    scriptEnds(Object.assign(new Error("spawnSync EACCES"), { code: "EACCES" }));
    const make = () => new LabFolder(parent);
    expect(make).toThrow(UnusableFolder);
    expect(make).toThrow(
      `TMPDIR is ${parent}: no script in it can be run (EACCES), as where noexec is set. Set TMPDIR to another folder.`,
    );
    expect(readdirSync(parent)).toEqual([]);
  });
});
