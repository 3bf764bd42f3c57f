import importX from "eslint-plugin-import-x";
import prettier from "eslint-config-prettier";
import tseslint from "typescript-eslint";
import { readdirSync } from "node:fs";
import { ROOMS } from "./scripts/rooms.mjs";

/** The arrows lead nowhere back, so there is no circle between folders. */
function refuseCircles(room, path = []) {
  if (path.includes(room)) throw new Error(`ROOMS has a circle: ${[...path, room].join(" > ")}.`);
  for (const next of ROOMS[room] ?? []) refuseCircles(next, [...path, room]);
}
for (const room of Object.keys(ROOMS)) refuseCircles(room);
const unlisted = readdirSync(new URL("./src", import.meta.url)).filter(
  (name) => !(name in ROOMS) && name !== "index.ts",
);
if (unlisted.length) throw new Error(`ROOMS says nothing of src/${unlisted.join(", src/")}.`);

const arrows = Object.entries(ROOMS)
  .map(([room, others]) => [room, room === "vendor" ? [] : [...others, "vendor"]])
  .map(([room, allowed]) => ({
    target: `./src/${room}`,
    from: "./src",
    except: [room, ...allowed].map((name) => `./${name}`),
    message: `src/${room} may import ${allowed.length ? `only ${allowed.join(", ")}` : "nothing"}: see "Rooms" in CONTRIBUTING.md.`,
  }));

const NO_NPM_IN_PLUGIN = {
  regex: "^(?!node:|\\.{1,2}/)",
  message: "The plugin takes no dependency: only node: modules and its own files.",
};
const UNSEEDED_INPUTS = {
  group: ["fast-check"],
  message: "Import it from test/support/property.ts, which gives generated inputs a fixed seed.",
};
const NO_PACKAGE_IN_VENDOR = {
  regex: "^(?!\\.{1,2}/)",
  message: "src/vendor holds data and pure functions: no package, and nothing of Node.js.",
};
const DEEP_PROVIDER_IMPORTS = {
  regex: "^@cdktf/provider-[a-z]+(/lib)?(/index)?$",
  message: "Loading a whole provider costs seconds. Import one class: @cdktf/provider-aws/lib/iam-role.",
};

const THROW_WITHOUT_CODE = {
  selector: "ThrowStatement > NewExpression[callee.name='Error'] > :matches(Literal, TemplateLiteral)",
  message: "A refusal has a stable code: throw refusal(message, code).",
};
/** The rooms of constructs, whose refusals users read. */
const CONSTRUCTS = ["common", "subjects", "accounts", "clusters", "access", "clients", "trusts"];

export default tseslint.config(
  {
    ignores: [
      "lib",
      "dist",
      "coverage",
      "**/cdktf.out",
      "test/fixtures/packages",
      "**/.gen",
      "**/node_modules",
      "**/*.js",
      "**/*.mjs",
      "**/*.mts",
    ],
  },
  ...tseslint.configs.recommendedTypeChecked,
  prettier,
  {
    files: ["**/*.ts"],
    plugins: { "import-x": importX },
    languageOptions: { parserOptions: { project: "./tsconfig.dev.json", tsconfigRootDir: import.meta.dirname } },
    settings: { "import-x/resolver": { node: { extensions: [".ts", ".js"] } } },
    rules: {
      "no-restricted-imports": ["error", { patterns: [DEEP_PROVIDER_IMPORTS] }],
      "import-x/no-restricted-paths": ["error", { zones: arrows }],
      "import-x/no-cycle": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "@typescript-eslint/consistent-type-imports": "off",
      eqeqeq: "error",
      curly: ["error", "multi-line"],
      "no-console": "error",
    },
  },
  {
    files: CONSTRUCTS.map((room) => `src/${room}/**/*.ts`),
    rules: { "no-restricted-syntax": ["error", THROW_WITHOUT_CODE] },
  },
  {
    // Facts alone: the plugin and the constructs both take them in.
    files: ["src/vendor/**/*.ts"],
    rules: { "no-restricted-imports": ["error", { patterns: [NO_PACKAGE_IN_VENDOR] }] },
  },
  {
    files: ["src/plugin/**/*.ts"],
    rules: { "no-restricted-imports": ["error", { patterns: [DEEP_PROVIDER_IMPORTS, NO_NPM_IN_PLUGIN] }] },
  },
  {
    files: ["test/**/*.ts"],
    ignores: ["test/support/property.ts"],
    rules: { "no-restricted-imports": ["error", { patterns: [DEEP_PROVIDER_IMPORTS, UNSEEDED_INPUTS] }] },
  },
  { files: ["bench/**/*.ts", "scripts/**/*.ts", "examples/**/*.ts"], rules: { "no-console": "off" } },
);
