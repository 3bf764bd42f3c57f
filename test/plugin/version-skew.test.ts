import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseCommandLine } from "../../src/plugin/command-line";
import { FakeCloud, runPlugin, Sandbox } from "./support";

const ROOT = join(__dirname, "../..");
const STANZAS = join(ROOT, "test/fixtures/stanzas");
const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string };
const [major, minor] = version.split(".").map(Number);

/** Whether docs/support.md promises that this plugin takes the stanzas of another minor. */
function isPromised(name: string): boolean {
  const [itsMajor, itsMinor] = name.split(".").map(Number);
  return itsMajor === major && (major > 0 || itsMinor >= minor - 1);
}

const promised = readdirSync(STANZAS)
  .map((file) => file.replace(/\.json$/, ""))
  .filter(isPromised);

it("knows the stanzas of a minor at least", () => {
  expect(promised.length).toBeGreaterThan(0);
});

describe.each(promised)("a stanza of %s", (name) => {
  const stanzas = JSON.parse(readFileSync(join(STANZAS, `${name}.json`), "utf8")) as string[][];

  it.each(stanzas)("has flags that this plugin takes: %s", (subcommand, ...flags) => {
    const invocation = parseCommandLine([subcommand, ...flags]);
    const names = flags.filter((word) => word.startsWith("--")).map((word) => word.slice(2));
    expect(invocation).toMatchObject({ kind: "credential", subcommand });
    expect(Object.keys((invocation as { flags: object }).flags).sort()).toEqual(names.sort());
  });
});

describe("a stanza of the next minor", () => {
  let cloud: FakeCloud;
  let box: Sandbox;
  beforeAll(async () => {
    cloud = await FakeCloud.start();
    box = new Sandbox(cloud);
  });
  afterAll(async () => {
    await cloud.close();
    box.remove();
  });

  it.each([["eks"], ["gke"], ["aks"]] as const)("of %s works where it has no new flag", async (target) => {
    expect(await runPlugin(box[target](), box.env())).toMatchObject({ code: 0, stderr: "" });
  });

  it("is refused for a new flag by its name, with this version and the way out, and without the flag's value", async () => {
    const result = await runPlugin(box.gke("--quota-project", "acme-euro"), box.env());
    expect(result).toMatchObject({ code: 2, stdout: "" });
    expect(result.stderr).toMatch(
      /^trust-mesh-auth: usage: gke has no flag --quota-project in trust-mesh-auth \d+\.\d+\.\d+\+[0-9a-f]{12}\. A newer stanza needs a newer plugin: npm install --global trust-mesh-auth\. Else see --help\.\n$/,
    );
  });
});
