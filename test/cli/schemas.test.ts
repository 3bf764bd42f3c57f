import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Ajv from "ajv";
import { readArguments } from "../../src/cli/arguments";
import { PRINTERS } from "../../src/cli/printers";
import { Terminal } from "../../src/cli/terminal";
import { buildMesh } from "../lab/support/meshes";
import { Synthesized } from "../lab/support/run-lab";
import { buildNineCells } from "../lab/support/services";
import { resourceIn } from "../rights/support/holders";
import { ACKNOWLEDGEMENT, RED } from "./support";

/** What the commands print as JSON, by the published schemas. */
const SCHEMAS = join(__dirname, "../../docs/schemas");
const schemaOf = (name: string) => JSON.parse(readFileSync(join(SCHEMAS, `${name}.schema.json`), "utf8")) as object;

/** The same schema without room for further fields: what is printed and not documented is found, too. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== "object" || schema === null) return schema;
  const made = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  return "properties" in made && made.type === "object" ? { ...made, additionalProperties: false } : made;
}

function faults(name: string, printed: string): unknown {
  const ajv = new Ajv({ allErrors: true });
  const validate = ajv.compile(closed(schemaOf(name)) as object);
  return validate(JSON.parse(printed)) ? [] : ajv.errorsText(validate.errors);
}

async function printed(...args: string[]): Promise<string> {
  let out = "";
  const terminal = { out: (text: string) => void (out += text), columns: 100 } as unknown as Terminal;
  await readArguments(args, "1.2.3")(terminal, "1.2.3");
  return out;
}

let mesh: Synthesized;
let cells: Synthesized;
let folder: string;
/** The mesh with a stranger, a policy that is too wide, a subject that does not get in, and what is not known. */
let broken: string;
beforeAll(() => {
  mesh = new Synthesized(buildMesh);
  cells = new Synthesized(buildNineCells);
  folder = mkdtempSync(join(tmpdir(), "trust-mesh-schemas-"));
  broken = mesh.broken("mesh", "schemas", (document) => {
    const role = resourceIn(document, "aws_iam_role", /euro_deploy_deployer/);
    role.assume_role_policy = String(role.assume_role_policy).replace(
      /"system:serviceaccount:[^"]+"/,
      '["system:serviceaccount:deploy:deploy","system:serviceaccount:x:y"]',
    );
    const [name] = Object.keys(document.resource.aws_iam_role).filter((one) => /corp_deploy/.test(one));
    const policy = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}';
    document.resource.aws_iam_role_policy = {
      wide: { role: `\${aws_iam_role.${name}.name}`, policy, provider: role.provider },
    };
    document.resource.aws_lakeformation_permissions = { it: { principal: `\${aws_iam_role.${name}.arn}` } };
  });
});
afterAll(() => {
  mesh.remove();
  cells.remove();
  rmSync(folder, { recursive: true, force: true });
});

it("have a version and a title each", () => {
  const files = readdirSync(SCHEMAS);
  expect(files).toContain("lab.schema.json");
  for (const file of files) {
    const name = file.replace(/\.schema\.json$/, "");
    expect(schemaOf(name)).toMatchObject({
      $schema: "http://json-schema.org/draft-07/schema#",
      $id: `urn:cdktf-trust-mesh:${name}:1`,
      title: expect.stringMatching(new RegExp(`^trust-mesh ${name.replace(/-request$/, "")} `)) as string,
    });
    const version = { const: 1 };
    // Lines of JSON say the version each, and not the tool's.
    expect(schemaOf(name)).toMatchObject(
      name.startsWith("can-i")
        ? {
            oneOf: expect.arrayContaining([
              expect.objectContaining({ properties: expect.objectContaining({ version }) as object }),
            ]) as object,
          }
        : { properties: { version, tool: { type: "string" } } },
    );
  }
});

it.each<[string, string, () => string[]]>([
  ["list", "a mesh", () => ["list", mesh.path, "--json"]],
  ["list", "services", () => ["list", cells.path, "--json"]],
  ["list", "strangers and gaps", () => ["list", broken, "--json"]],
  ["diff", "no change", () => ["diff", mesh.path, mesh.path, "--json"]],
  ["diff", "more", () => ["diff", mesh.path, broken, "--json"]],
  ["diff", "less, of services", () => ["diff", cells.path, mesh.path, "--json"]],
  ["explain", "one that gets in", () => ["explain", "corp:deploy/deployer", "west", mesh.path, "--json"]],
  ["explain", "one that does not", () => ["explain", "euro:deploy/deployer", "west", broken, "--json"]],
  ["explain", "a stranger", () => ["explain", "corp:deploy/other", "west", mesh.path, "--json"]],
  ["explain", "services", () => ["explain", "west:etl/loader", "account-aws", cells.path, "--json"]],
  ["verify", "nothing found", () => ["verify", mesh.path, "--format", "json"]],
  ["verify", "findings and gaps", () => ["verify", broken, "--format", "json"]],
  ["scan", "nothing found", () => ["scan", objects([]), "--json"]],
  ["scan", "credentials", () => ["scan", objects(credentials()), "--json"]],
])("say what %s prints: %s", async (name, _what, args) => {
  expect(faults(name, await printed(...args()))).toEqual([]);
});

it("say what lab prints", () => {
  const gaps = [{ code: "unseen-grant", address: "mesh: a.b", reason: "r", acknowledgement: ACKNOWLEDGEMENT }];
  expect(faults("lab", PRINTERS.json({ ...RED, gaps, expired: [ACKNOWLEDGEMENT] }))).toEqual([]);
});

it("find what is not in them", () => {
  expect(faults("list", '{"version":2,"tool":"x","holders":[],"gaps":[],"more":1}')).toMatch(/version.*|additional/);
});

function objects(items: object[]): string {
  const file = join(folder, `${items.length}.json`);
  writeFileSync(file, JSON.stringify({ kind: "List", items }));
  return file;
}

function credentials(): object[] {
  const metadata = { name: "static", namespace: "etl" };
  const kubeconfig = { kind: "Config", clusters: [{ name: "c", cluster: { server: "https://198.51.100.7" } }] };
  const users = { contexts: [{ context: { cluster: "c", user: "u" } }], users: [{ name: "u", user: { token: "t" } }] };
  const stringData = { key: "AKIA" + "IOSFODNN7EXAMPLE", config: JSON.stringify({ ...kubeconfig, ...users }) };
  const spec = { containers: [{ envFrom: [{ secretRef: { name: "static" } }] }] };
  return [
    { kind: "Secret", metadata, stringData },
    { kind: "Deployment", metadata: { name: "loader", namespace: "etl" }, spec: { template: { spec } } },
  ];
}
