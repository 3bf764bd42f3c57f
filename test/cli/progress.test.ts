import { GivenVariables } from "../../src/terraform";
import { labCommand } from "../../src/cli/commands/lab";
import { Terminal } from "../../src/cli/terminal";
import { buildMesh } from "../lab/support/meshes";
import { Synthesized } from "../lab/support/run-lab";
import { PLUGIN } from "../plugin/support";

jest.setTimeout(60_000);

/** Runs the command with a terminal or without one. */
async function watched(isInteractive: boolean): Promise<{ out: string; err: string; code: number }> {
  const mesh = new Synthesized(buildMesh);
  const told = { out: "", err: "" };
  const terminal: Terminal = {
    out: (text) => void (told.out += text),
    err: (text) => void (told.err += text),
    columns: 60,
    isInteractive,
    untilInterrupted: () => Promise.resolve(),
  };
  const args = { paths: [mesh.path], plugin: PLUGIN, noKubectl: true, keep: false } as const;
  const code = await labCommand(
    { format: "table", outputs: [], only: [], variables: new GivenVariables(), ...args },
    terminal,
    "0",
  );
  mesh.remove();
  return { ...told, code };
}

it("tells on one line of stderr how far it is, and clears the line at the end", async () => {
  const { out, err, code } = await watched(true);
  const lines = err.split("\r\u001b[K").slice(1);
  expect(lines.at(-1)).toBe("");
  expect(lines.length).toBeGreaterThan(50);
  expect(lines[0]).toMatch(/^1 of \d+: \w+:\w+\/\w+ → \w+: /);
  for (const line of lines) expect(line.length).toBeLessThan(60);
  expect(out).toContain("all as declared.");
  expect(code).toBe(0);
});

it("tells it by whole lines where there is no terminal", async () => {
  const { err } = await watched(false);
  expect(err).not.toMatch(/[\r\u001b]/);
  for (const line of err.split("\n").filter(Boolean)) expect(line).toMatch(/^\d+ of \d+: /);
});
