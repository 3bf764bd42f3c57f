import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execArguments, FlagDefinition, PLUGIN_FLAGS, PluginSubcommand } from "../src/exec-contract";

/**
 * Writes down every flag that the constructs of this minor can print, so that later plugins are tested with them:
 * docs/support.md promises how long each is accepted.
 */
const ROOT = join(__dirname, "..");
const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string };
const minor = version.split(".").slice(0, 2).join(".");
const folder = join(ROOT, "test/fixtures/stanzas");

const valueOf = ({ value, choices }: FlagDefinition) => (value === undefined ? true : (choices?.[0] ?? value));
const stanzas = (Object.keys(PLUGIN_FLAGS) as PluginSubcommand[]).map((subcommand) =>
  execArguments(subcommand, Object.fromEntries(PLUGIN_FLAGS[subcommand].map((flag) => [flag.name, valueOf(flag)]))),
);
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, `${minor}.json`), `${JSON.stringify(stanzas, undefined, 2)}\n`);
