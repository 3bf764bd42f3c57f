import { readdirSync } from "node:fs";
import { join } from "node:path";
import { App } from "cdktf";
import { checked } from "../../src/findings";
import { readWorld } from "../../src/simulator";
import { NOW } from "../simulator/support/tokens";
import { TerraformFolder } from "../support/terraform";

const EXAMPLES = join(__dirname, "../../examples");
const names = readdirSync(EXAMPLES, { withFileTypes: true }).flatMap((one) => (one.isDirectory() ? [one.name] : []));

describe("the examples", () => {
  it.each(names)("%s gives no finding, beside notes", async (name) => {
    const { build } = (await import(join(EXAMPLES, name, "main"))) as { build: (app: App, states?: string) => void };
    const folder = new TerraformFolder();
    try {
      folder.synth((app) => (name === "nine-cells" ? build(app, "states") : build(app)));
      const world = readWorld([folder.root], undefined, { keepsUnknown: true });
      const { findings, unknown, gaps } = checked(world, NOW);
      const told = findings.filter(({ check }) => check.severity !== "note");

      expect(told.map(({ check, resource, reason }) => `${check.code} ${resource.address}: ${reason}`)).toEqual([]);
      expect(unknown).toEqual([]);
      expect(gaps.map(({ code, place, reason }) => `${code} ${place}: ${reason}`)).toEqual([]);
      expect(world.leftOut).toEqual([]);
      expect(world.configuration.everyResource().length).toBeGreaterThan(2);
    } finally {
      folder.remove();
    }
  });
});
