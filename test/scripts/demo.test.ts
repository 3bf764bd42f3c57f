import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const ROOT = resolve(__dirname, "../..");
const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { scripts: { demo: string } };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "trust-mesh-demo-test-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("npm run demo", () => {
  it.each<[NodeJS.Signals, string]>([
    ["SIGINT", "trust-mesh-demo-"],
    ["SIGINT", "trust-mesh-lab-"],
    ["SIGTERM", "trust-mesh-lab-"],
    ["SIGHUP", "trust-mesh-lab-"],
  ])("leaves nothing in the temporary folder when a terminal sends %s once %s* is there", async (signal, name) => {
    // GIVEN a group of processes, as a terminal has it
    const command = scripts.demo.replace("npm run --silent build:bin && ", "");
    const env = { ...process.env, TMPDIR: folder };
    const child = spawn(command, { cwd: ROOT, shell: true, detached: true, stdio: "ignore", env });
    const ended = new Promise((resolve) => child.once("close", resolve));
    const isThere = () => readdirSync(folder).some((one) => one.startsWith(name));
    while (!isThere()) await new Promise((resolve) => setTimeout(resolve, 20));

    // WHEN
    process.kill(-(child.pid as number), signal);
    await ended;

    // THEN whoever was started last may end a moment later
    const left = () => readdirSync(folder).filter((one) => /^trust-mesh-(demo|lab)-/.test(one));
    for (let i = 0; left().length && i < 100; i++) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(left()).toEqual([]);
  });
});
