import { SynthesizedApp } from "../../bench/mutator/apps";
import { mutantsIn, tryMutants } from "../../bench/mutator/run";

/** A fixed sample of what `npm run bench:mutator` tries in full. */
jest.setTimeout(120_000);
const EACH = 4;

it("the lab finds most mutants of an app, names what was changed, and never ends by a fault of its own", async () => {
  // GIVEN
  const [app] = SynthesizedApp.all(["eks-to-gke"]);

  // WHEN
  const sample = mutantsIn(app).filter((_one, index) => index % EACH === 0);
  const results = await tryMutants(app, sample);

  // THEN
  const count = (...outcomes: string[]) => results.filter(({ outcome }) => outcomes.includes(outcome)).length;
  const counted = results.length - count("harmless");
  expect(results.length).toBeGreaterThan(100);
  expect(results.filter(({ outcome }) => outcome === "crashed")).toEqual([]);
  expect(count("fault", "gap", "stop") / counted).toBeGreaterThan(0.98);
  expect(count("gap") / counted).toBeLessThan(0.1);
});
