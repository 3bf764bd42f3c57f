import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const ROOT = resolve(__dirname, "../..");
/** The rooms of constructs that users write. */
const ROOMS = ["subjects", "accounts", "clusters", "access", "clients", "trusts"];

/** What the guides say: the API reference is built, and is not where a user starts. */
const GUIDES = [
  "README.md",
  ...readdirSync(join(ROOT, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
]
  .map((name) => readFileSync(join(ROOT, name), "utf8"))
  .join("\n");

/** The texts of all files of a room. */
function textsOf(room: string): string[] {
  const folder = join(ROOT, "src", room);
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  return names.map((name) => readFileSync(join(folder, name), "utf8"));
}

/** The options of interfaces that users write down, each as `<interface>.<option>`. */
function optionsOf(text: string): string[] {
  const interfaces = text.matchAll(/^export interface (\w+(?:Options|Props|Attributes))\b[^{]*\{\n([^]*?)^\}/gm);
  return [...interfaces].flatMap(([, name, body]) =>
    [...body.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, option]) => `${name}.${option}`),
  );
}

/** Interfaces of constructs that users do not make. */
const INTERNAL = [
  "AwsPodIdentityRoleProps",
  "EksAccessEntryProps",
  "GcpBuiltInImpersonationProps",
  "GcpFederatedPrincipalProps",
];

describe("the guides", () => {
  const options = ROOMS.flatMap(textsOf)
    .flatMap(optionsOf)
    .filter((option) => !INTERNAL.includes(option.split(".")[0]));

  it("name every option of every construct", () => {
    const unnamed = options.filter((option) => !new RegExp(`\\b${option.split(".")[1]}\\b`).test(GUIDES));

    expect(options.length).toBeGreaterThan(150);
    expect(unnamed).toEqual([]);
  });
});
