import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { verifyCommand } from "../../src/cli/commands/verify";
import { VerifyFormat } from "../../src/cli/printers/verify";
import { Terminal } from "../../src/cli/terminal";
import { buildMesh } from "../lab/support/meshes";
import { Synthesized } from "../lab/support/run-lab";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "trust-mesh-verify-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function filesAt(files: Readonly<Record<string, string>>): string {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

async function verified(path: string, format: VerifyFormat = "json") {
  let printed = "";
  const terminal = { out: (text: string) => void (printed += text), columns: 200 } as unknown as Terminal;
  const code = await verifyCommand({ paths: [path], format, output: [], failOn: "medium" }, terminal, "1.2.3");
  return { code, printed };
}
const unknownOf = (printed: string) => (JSON.parse(printed) as { unknown: Record<string, unknown>[] }).unknown;

describe("a module that was not read", () => {
  const CALL = `
module "roles" {
  source = "terraform-aws-modules/iam/aws"
}`;

  it("is a gap that names the block, its place and terraform init", async () => {
    const { code, printed } = await verified(filesAt({ "main.tf": CALL }));

    expect(code).toBe(3);
    expect(unknownOf(printed)).toEqual([
      {
        code: "unread-module",
        address: expect.stringMatching(/: module\.roles$/) as string,
        reason: expect.stringMatching(
          /^the module of "terraform-aws-modules\/iam\/aws", called in \S+main\.tf:2: .*run terraform init/,
        ) as string,
        file: join(folder, "main.tf"),
        line: 2,
      },
    ]);
  });

  it("is told where a module that was read calls it", async () => {
    const path = filesAt({ "main.tf": 'module "own" {\n  source = "./own"\n}', "own/main.tf": CALL });
    const { code, printed } = await verified(path);

    expect(code).toBe(3);
    expect(unknownOf(printed)).toMatchObject([
      {
        address: expect.stringMatching(/: module\.own\.module\.roles$/) as string,
        file: join(folder, "own/main.tf"),
        line: 2,
      },
    ]);
  });

  it("is told by the folder that its source names", async () => {
    const { code, printed } = await verified(filesAt({ "main.tf": 'module "own" {\n  source = "./nowhere"\n}' }));

    expect(code).toBe(3);
    expect(unknownOf(printed)[0].reason).toMatch(/the folder "\.\/nowhere" .*correct its source/);
  });

  it("is none once terraform init has fetched it", async () => {
    const modules = { Modules: [{ Key: "roles", Source: "x", Dir: ".terraform/modules/roles" }] };
    const path = filesAt({
      "main.tf": CALL,
      ".terraform/modules/modules.json": JSON.stringify(modules),
      ".terraform/modules/roles/main.tf": 'resource "aws_iam_role" "it" { name = "it" }',
    });

    expect(unknownOf((await verified(path)).printed).map(({ code }) => code)).not.toContain("unread-module");
  });

  it("of a synthesized stack needs a plan", async () => {
    const stack = { terraform: {}, module: { roles: { source: "x/y/aws" } } };
    const { code, printed } = await verified(filesAt({ "mesh/cdk.tf.json": JSON.stringify(stack, null, 2) }) + "/mesh");

    expect(code).toBe(3);
    expect(unknownOf(printed)[0]).toMatchObject({ address: "mesh: module.roles", line: 4 });
    expect(unknownOf(printed)[0].reason).toMatch(/give a plan or a state$/);
  });

  it("stands in SARIF with file and line", async () => {
    const { printed } = await verified(filesAt({ "main.tf": CALL }), "sarif");

    const [run] = (JSON.parse(printed) as { runs: { invocations: { toolExecutionNotifications: object[] }[] }[] }).runs;
    expect(run.invocations[0].toolExecutionNotifications).toMatchObject([
      {
        locations: [{ physicalLocation: { region: { startLine: 2 } }, logicalLocations: [{ kind: "module" }] }],
      },
    ]);
  });
});

describe("a path that verify cannot read", () => {
  it("is a folder of other files: what it takes is named", async () => {
    await expect(verified(filesAt({ "README.md": "#" }))).rejects.toThrow(
      /has no \.tf, \.tofu or \.tf\.json file.*Give a folder that holds \.tf, \.tofu or \.tf\.json files/s,
    );
  });

  it("is a folder of such folders: they are named", async () => {
    await expect(verified(filesAt({ "live/main.tf": "" }))).rejects.toThrow(/Give one of its folders: live/);
  });

  it("is one file of a configuration", async () => {
    const path = join(filesAt({ "main.tf": "" }), "main.tf");
    await expect(verified(path)).rejects.toThrow(/is one file of a configuration. Give its folder/);
  });
});

describe("a configuration whose documents declare trusts", () => {
  let mesh: Synthesized;
  beforeAll(() => {
    mesh = new Synthesized(buildMesh);
  });
  afterAll(() => mesh.remove());

  it("passes where the lab is green", async () => {
    expect((await verified(mesh.path)).code).toBe(0);
  });

  it("fails where the lab's rules find an identity that no document declares", async () => {
    const path = mesh.broken("mesh", "stranger", ({ resource }) => {
      const role = Object.values(resource.aws_iam_role)[0] as { assume_role_policy: string };
      role.assume_role_policy = role.assume_role_policy.replace(
        /"system:serviceaccount:[^"]+"/,
        (one) => `[${one},"system:serviceaccount:x:y"]`,
      );
    });
    const { code, printed } = await verified(path);

    expect(code).toBe(1);
    expect(JSON.parse(printed)).toMatchObject({
      findings: expect.arrayContaining([
        expect.objectContaining({
          code: "trust-further-trust",
          severity: "high",
          reason: expect.stringContaining("system:serviceaccount:x:y") as string,
        }),
      ]) as object[],
    });
  });

  it("ends with 3 where the lab's rules cannot tell what is granted", async () => {
    const path = mesh.broken("mesh", "unread", ({ resource }) => {
      const [name] = Object.keys(resource.aws_iam_role);
      resource.aws_lakeformation_data_lake_settings = { it: { admins: [`\${aws_iam_role.${name}.arn}`] } };
    });
    const { code, printed } = await verified(path);

    expect(code).toBe(3);
    expect(unknownOf(printed)).toMatchObject([
      { code: "unread-type", address: "mesh: aws_lakeformation_data_lake_settings.it" },
    ]);
  });
});

describe("a configuration of a few lines that asks for very much", () => {
  const role = (policy: string, more = "") =>
    `resource "aws_iam_role" "it" {\n  name = "it"\n  assume_role_policy = ${policy}\n${more}}\n`;
  const doubled = (twice: (name: string) => string, first: string) =>
    `locals {\n  a0 = ${first}\n${Array.from({ length: 60 }, (_, i) => `  a${i + 1} = ${twice(`local.a${i}`)}\n`).join("")}}\n`;

  it.each<[string, string]>([
    ["a text that doubles", doubled((one) => `"\${${one}}\${${one}}"`, '"0123456789"') + role("local.a60")],
    ["a list that doubles", doubled((one) => `concat(${one}, ${one})`, '["x"]') + role("jsonencode(local.a60)")],
  ])("is judged but for %s", async (_what, hcl) => {
    const { code, printed } = await verified(filesAt({ "main.tf": hcl }));
    expect(code).toBe(3);
    expect(unknownOf(printed)).toMatchObject([{ code: "unknown-policy" }]);
  });

  it("is read as one where it asks for a hundred million instances", async () => {
    const { code, printed } = await verified(filesAt({ "main.tf": role('"{}"', "  count = 100000000\n") }));
    expect({ code, resources: (JSON.parse(printed) as { resources: number }).resources }).toEqual({
      code: 0,
      resources: 1,
    });
  });
});
