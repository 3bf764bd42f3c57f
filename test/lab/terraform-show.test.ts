import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { App } from "cdktf";
import { build as argocdHub } from "../../examples/argocd-hub/main";
import { build as clustersFromScratch } from "../../examples/clusters-from-scratch/main";
import { readWorld } from "../../src/simulator";
import { PLUGIN_FIXTURE } from "../support/clients";
import { describeWithStandIns } from "../support/terraform";
import { nameOf, runLab, Synthesized } from "./support/run-lab";

/** The lab on what the real Terraform engine planned and applied. */
jest.setTimeout(180_000);

const EXAMPLES: [string, string, (app: App) => unknown, number][] = [
  ["clusters-from-scratch", "platform", clustersFromScratch, 6],
  ["argocd-hub", "argocd-hub", (app) => argocdHub(app, PLUGIN_FIXTURE), 6],
];

describeWithStandIns("what terraform show -json prints, with stand-in providers", () => {
  describe.each(EXAMPLES)("of %s", (_name, stack, build, edges) => {
    let synthesized: Synthesized;
    const terraform = (...args: string[]) => {
      const folder = join(synthesized.path, "stacks", stack);
      const env = { ...process.env, CHECKPOINT_DISABLE: "1" };
      const { status, stdout, stderr } = spawnSync("terraform", [`-chdir=${folder}`, ...args], {
        env,
        encoding: "utf8",
      });
      if (status !== 0) throw new Error(`terraform ${args.join(" ")}: ${stderr}`);
      return stdout;
    };
    const shown = (name: string, ...plan: string[]) => {
      const file = join(synthesized.folder, `${name}.json`);
      writeFileSync(file, terraform("show", "-json", ...plan));
      return file;
    };
    beforeAll(() => {
      synthesized = new Synthesized(build);
      terraform("init", "-input=false", `-backend-config=path=${join(synthesized.folder, "state")}`);
    });
    afterAll(() => synthesized.remove());

    it("before the first apply: every edge is as declared, by the rules for synthesized stacks, and it is said", async () => {
      const plan = join(synthesized.folder, "fresh");
      terraform("plan", "-input=false", `-out=${plan}`);
      const file = shown("fresh", plan);
      const world = readWorld([file]);
      expect(world.edges.map((edge) => world.assumptionsOf(edge).map(({ belief }) => belief)[0])).toEqual(
        Array(edges).fill("names and ids that the plan fresh knows only after apply are those of a synthesized stack"),
      );
      const results = await runLab([file]);
      expect(results.filter(({ code }) => code === "own-identity")).toHaveLength(edges);
      expect(results.filter(({ verdict }) => verdict !== "as declared")).toEqual([]);
    });

    it("of the state: every edge is as declared", async () => {
      terraform("apply", "-auto-approve", "-input=false");
      const results = await runLab([shown("state")]);
      expect(results.filter(({ code }) => code === "own-identity")).toHaveLength(edges);
      expect(results.filter(({ verdict }) => verdict !== "as declared")).toEqual([]);
    });

    it("of a plan without a change: the same edges into the same clusters", () => {
      const plan = join(synthesized.folder, "plan");
      terraform("plan", "-input=false", `-out=${plan}`);
      const [planned, applied] = [readWorld([shown("plan", plan)]), readWorld([shown("state")])];
      const told = (world: typeof planned) => world.edges.map((edge) => [nameOf(edge), edge.declaration, edge.request]);
      expect(planned.edges).toHaveLength(edges);
      expect(told(planned)).toEqual(told(applied));
      expect(planned.clusters.map(({ name, rbac }) => [name, rbac.all.length])).toEqual(
        applied.clusters.map(({ name, rbac }) => [name, rbac.all.length]),
      );
    });
  });
});
