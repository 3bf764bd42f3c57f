import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { slowInputs, stateOf } from "../../bench/verify/inputs";
import { checked } from "../../src/findings";
import { readWorld, UnreadableConfiguration } from "../../src/simulator";
import { NOW } from "../simulator/support/tokens";

/** Generous on a slow machine: what is meant is never, or minutes. */
const MOST_MS = 20_000;

function verified(text: string) {
  const folder = mkdtempSync(join(tmpdir(), "trust-mesh-slow-"));
  const begun = performance.now();
  try {
    const file = join(folder, "state.json");
    writeFileSync(file, text);
    return checked(readWorld([file], undefined, { keepsUnknown: true }), NOW);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    expect(performance.now() - begun).toBeLessThan(MOST_MS);
  }
}

jest.setTimeout(2 * MOST_MS);

describe("an input that is made to be slow", () => {
  const inputs = slowInputs(100_000);

  it.each(Object.keys(inputs))("is judged or refused at once: %s", (name) => {
    try {
      const { findings, unknown } = verified(inputs[name]);
      expect(findings.length + unknown.length).toBeGreaterThan(0);
    } catch (error) {
      if (!(error instanceof UnreadableConfiguration)) throw error;
      expect(error.message).toContain("is nested deeper than 500 levels");
    }
  });

  it("is judged where it is large", () => {
    const { findings, unknown } = verified([...stateOf(1_000_000)].join(""));

    expect(findings).toEqual([]);
    expect(unknown).toEqual([]);
  });
});
