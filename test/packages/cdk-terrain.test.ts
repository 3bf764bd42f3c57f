import { readFileSync } from "node:fs";
import { join } from "node:path";
import { nodeOf } from "./support/nodes";
import { Folders, pack, ROOT } from "./support/npm";
import { describeWithInstalls, Project } from "./support/project";

jest.setTimeout(400_000);

/** The package.json that docs/cdk-terrain.md shows, and the line that it gives for Node.js 22. */
const [recipe, lineOfNode22] = [
  ...readFileSync(join(ROOT, "docs/cdk-terrain.md"), "utf8").matchAll(/```json\n(.*?)```/gs),
].map(([, text]) => text);
const { dependencies, ...rest } = JSON.parse(recipe) as { readonly dependencies: Readonly<Record<string, string>> };

const CASES = [
  [20, "the package.json of docs/cdk-terrain.md", {}],
  [22, "its AWS provider of CDK Terrain", JSON.parse(`{${lineOfNode22}}`) as Record<string, string>],
] as const;

describe.each(CASES)("CDK Terrain on Node.js %i with %s", (major, _name, changed) => {
  const node = nodeOf(major);
  const suite = node ? describeWithInstalls : describe.skip;

  suite(node ? "and the constructs, packed" : `(skipped: .ci/run fetches Node.js ${major})`, () => {
    const folders = new Folders();
    let project: Project;
    beforeAll(() => {
      const { tarball } = pack(ROOT, folders.make());
      const all = { ...dependencies, ...changed, "cdktf-trust-mesh": `file:${tarball}` };
      project = new Project(folders.make(), { ...rest, dependencies: all }, "examples/three-cloud-mesh/main.ts");
      project.install(node as string);
    });
    afterAll(() => folders.remove());

    it("is CDK Terrain under CDKTF's name, type-checks, synthesizes, and does in the lab what it declares", () => {
      const installed = (name: string) =>
        JSON.parse(readFileSync(join(project.folder, "node_modules", name, "package.json"), "utf8")) as object;
      expect(installed("cdktf")).toMatchObject({ name: "cdktn", version: "0.24.0" });
      expect(installed("@cdktf/provider-aws")).toMatchObject({
        name: major === 22 ? "@cdktn/provider-aws" : "@cdktf/provider-aws",
      });
      expect(project.tsc(node as string)).toEqual({ status: 0, out: "", err: "" });
      expect(project.synth(node as string)).toMatchObject({ status: 0, err: "" });
      const lab = project.run(node as string, "node_modules/.bin/trust-mesh", "lab", "cdktf.out", "--no-kubectl");
      expect([lab.status, lab.err]).toEqual([0, ""]);
      expect(lab.out).toMatch(
        /9 edges into 3 clusters and 3 accounts, \d+ trials with the built-in client: all as declared\./,
      );
    });
  });
});
