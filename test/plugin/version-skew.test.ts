import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { FlagValues, PLUGIN_FLAGS, PluginSubcommand } from "../../src/exec-contract";
import { parseCommandLine, parseFlags } from "../../src/plugin/command-line";
import { prepare } from "../../src/plugin/credential-run";
import { Settings } from "../../src/plugin/settings";
import { FakeCloud, runPlugin, Sandbox } from "./support";
import { useFakes } from "./support/use-fakes";

const ROOT = join(__dirname, "../..");
const STANZAS = join(ROOT, "test/fixtures/stanzas");
const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string };
const [major, minor] = version.split(".").map(Number);

/** A stanza's arguments: the subcommand, then its flags. */
type Stanza = readonly [PluginSubcommand, ...string[]];

const stanzasOf = (name: string) =>
  (JSON.parse(readFileSync(join(STANZAS, `${name}.json`), "utf8")) as string[]).map(
    (one) => one.split(" ") as unknown as Stanza,
  );

/** Whether docs/support.md promises that this plugin takes the stanzas of another minor. */
function isPromised(name: string): boolean {
  const [itsMajor, itsMinor] = name.split(".").map(Number);
  return itsMajor === major && (major > 0 || itsMinor >= minor - 1);
}

const kept = readdirSync(STANZAS).map((file) => file.replace(/\.json$/, ""));
const own = stanzasOf(`${major}.${minor}`);

describe.each(kept.filter(isPromised))("a stanza of %s meets this plugin", (name) => {
  it.each(stanzasOf(name).map((stanza) => [stanza.join(" "), stanza] as const))("%s", (_text, stanza) => {
    const invocation = parseCommandLine(stanza);
    const [subcommand, ...flags] = stanza;
    const written = flags
      .filter((word) => word.startsWith("--"))
      .map((word) => word.slice(2).replace(/^no-(?!cache)/, ""));
    expect(invocation).toMatchObject({ kind: "credential", subcommand });
    const values = (invocation as { flags: FlagValues }).flags;
    expect(Object.keys(values).sort()).toEqual(written.sort());
    // THEN every value has a form and a choice that is still taken; a file must be there
    if (values["credential-file"] === undefined) expect(() => prepare(subcommand, values, {})).not.toThrow();
  });
});

it("keeps a stanza of this minor for each of its flags, choices and opposites", () => {
  const known = Object.entries(PLUGIN_FLAGS).flatMap(([subcommand, flags]) =>
    flags.flatMap(({ name, value, choices, negatable }) =>
      (choices ?? [""])
        .map((choice) => `${subcommand} --${name}${value === undefined ? "" : choice && ` ${choice}`}`)
        .concat(negatable ? `${subcommand} --no-${name}` : []),
    ),
  );
  const missing = known.filter(
    (one) =>
      !own.some(
        ([subcommand, ...rest]) =>
          ` ${rest.join(" ")} `.includes(`${one.slice(subcommand.length)} `) && one.startsWith(`${subcommand} `),
      ),
  );
  // `npm run stanzas` writes them.
  expect(missing).toEqual([]);
});

describe("a stanza of this version meets an older plugin", () => {
  it.each(Object.keys(PLUGIN_FLAGS) as PluginSubcommand[])("which knows one flag of %s less, and names it", (name) => {
    for (const [subcommand, ...args] of own.filter(([one]) => one === name)) {
      for (const flag of PLUGIN_FLAGS[subcommand]) {
        const written = args.find((word) => word === `--${flag.name}` || word === `--no-${flag.name}`);
        const older = PLUGIN_FLAGS[subcommand].filter((one) => one !== flag);
        const parse = () => parseFlags(subcommand, older, args);
        if (!written) expect(parse).not.toThrow();
        else {
          expect(parse).toThrow(`usage: ${subcommand} has no flag ${written} in trust-mesh-auth 0.0.0+source. A newer`);
        }
      }
    }
  });

  it.each(Object.keys(PLUGIN_FLAGS) as PluginSubcommand[])(
    "which knows one choice of %s less, and names it",
    (name) => {
      for (const flag of PLUGIN_FLAGS[name]) {
        for (const choice of flag.choices ?? []) {
          const others = flag.choices?.filter((one) => one !== choice) ?? [];
          const older = PLUGIN_FLAGS[name].map((one) => (one === flag ? { ...flag, choices: others } : one));
          const read = () => new Settings(name, { [flag.name]: choice }, {}, {}, older);
          expect(read).toThrow(
            `usage: --${flag.name} cannot be "${choice}" in trust-mesh-auth 0.0.0+source. ` +
              `Use one of ${others.join(", ")}. A newer stanza needs a newer plugin: npm install --global trust-mesh-auth.`,
          );
        }
      }
    },
  );
});

describe("a stanza of the next minor meets this plugin", () => {
  let cloud: FakeCloud;
  let box: Sandbox;
  useFakes((fakes) => ({ cloud, box } = fakes));
  const NEWER = "A newer stanza needs a newer plugin: npm install --global trust-mesh-auth. Else see --help.\n";

  it.each([["eks"], ["gke"], ["aks"]] as const)("of %s, and works where it has nothing new", async (target) => {
    expect(await runPlugin(box[target](), box.env())).toMatchObject({ code: 0, stderr: "" });
  });

  it.each<[string, () => string[], RegExp]>([
    ["a new flag", () => box.gke("--quota-project", "acme-euro"), /gke has no flag --quota-project in /],
    [
      "a new flag with its value behind a sign",
      () => box.gke("--quota-project=acme-euro"),
      /no flag --quota-project in /,
    ],
    ["a flag that only begins as one does", () => box.gke("--universe", "googleapis.com"), /no flag --universe in /],
    ["a new opposite", () => box.eks("--no-debug"), /eks has no flag --no-debug in /],
    ["a new source", () => box.aks("--source", "spiffe"), /--source cannot be "spiffe" in /],
    ["a new cloud", () => box.aks("--cloud", "france"), /--cloud cannot be "france" in /],
    [
      "a new version of the exec API",
      () => box.aks("--exec-api-version", "v2"),
      /--exec-api-version cannot be "v2" in /,
    ],
    ["a new kind of cluster", () => ["oke", "--cluster-id", "x"], /unknown subcommand "oke": one of .* in /],
  ])("is refused for %s by its name, with this version and the way out", async (_what, args, words) => {
    const { code, stdout, stderr } = await runPlugin(args(), box.env());
    expect([code, stdout, cloud.requests]).toEqual([2, "", []]);
    expect(stderr).toMatch(words);
    expect(stderr).toMatch(/ in trust-mesh-auth \d+\.\d+\.\d+\+[0-9a-f]{12}\. /);
    expect(stderr.endsWith(NEWER)).toBe(true);
    expect(stderr).not.toContain("acme-euro");
  });
});
