import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { isHclFolder, readConfiguration, readHclFolder, withSources } from "../../src/terraform";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "trust-mesh-hcl-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function readFiles(files: Readonly<Record<string, string>>) {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const found = await readHclFolder(folder);
  return readConfiguration([found], () => undefined, undefined, { keepsUnknown: true });
}

const shown = (value: unknown) => JSON.parse(withSources(JSON.stringify(value))) as unknown;

describe("a folder of HCL", () => {
  it("is one stack of all its files", async () => {
    const { resources, providers } = await readFiles({
      "main.tf": 'locals { a = "x" }\nresource "aws_iam_role" "r" {\n  name = "${local.a}-${var.b}"\n}\n',
      "variables.tf": 'variable "b" { default = "y" }\nprovider "aws" { region = "eu-west-1" }\n',
      "more.tf.json": '{"resource": {"aws_iam_role": {"j": {"name": "j"}}}}',
    }).then((read) => ({ resources: read.resources("aws_iam_role"), providers: read.providers }));

    expect(resources.map((one) => [one.address, one.argument("name")])).toEqual([
      ["aws_iam_role.j", "j"],
      ["aws_iam_role.r", "x-y"],
    ]);
    expect(providers.map((one) => one.argument("region"))).toEqual(["eu-west-1"]);
  });

  it("keeps what it does not know as its source, in what it knows", async () => {
    const read = await readFiles({
      "main.tf": `
variable "issuer" {}
resource "aws_iam_role" "r" {
  assume_role_policy = jsonencode({ # who
    Condition = { StringEquals = { "\${var.issuer}:sub" = [for n in ["a", "b"] : "x:\${n}:\${data.x.y.z}"] } }
  })
}`,
    });

    expect(shown(read.resources("aws_iam_role")[0].argument("assume_role_policy"))).toBe(
      '{"Condition":{"StringEquals":{"${var.issuer}:sub":["x:a:${data.x.y.z}","x:b:${data.x.y.z}"]}}}',
    );
  });

  it("makes the blocks of dynamic ones, one where their number is not known", async () => {
    const read = await readFiles({
      "main.tf": `
variable "more" {}
resource "t_t" "r" {
  rule { name = "own" }
  dynamic "rule" {
    for_each = ["a", "b"]
    iterator = it
    content { name = it.value }
  }
  dynamic "rule" {
    for_each = var.more
    content {
      name = rule.value.name
      dynamic "inner" {
        for_each = { k = "v" }
        content { text = "\${inner.key}=\${inner.value}" }
      }
    }
  }
}`,
    });

    expect(shown(read.resources("t_t")[0].argument("rule"))).toEqual([
      { name: "own" },
      { name: "a" },
      { name: "b" },
      { name: "${rule.value.name}", inner: [{ text: "k=v" }] },
    ]);
  });

  it("reads local modules with what they are given, by the addresses of a plan", async () => {
    const read = await readFiles({
      "main.tf": `
module "two" {
  source   = "./m"
  for_each = toset(["a", "b"])
  name     = "n-\${each.key}"
}
resource "t_t" "uses" { name = module.two["b"].arn }
module "elsewhere" { source = "hashicorp/x/y" }`,
      "m/main.tf":
        'variable "name" { type = string }\nresource "t_t" "r" {\n\n  name = var.name\n}\noutput "arn" { value = "arn:${t_t.r.name}" }',
    });

    const found = read.resources("t_t").map((one) => [one.address, one.argument("name")]);
    expect(found).toEqual([
      ["t_t.uses", "arn:n-b"],
      ['module.two["a"].t_t.r', "n-a"],
      ['module.two["b"].t_t.r', "n-b"],
    ]);
    expect(read.modules.map(({ address }) => address)).toEqual(["module.elsewhere"]);
    expect(read.locate(read.resources("t_t")[1], "name")).toEqual({
      ...{ file: join(folder, "m/main.tf"), line: 4, isShown: false },
    });
  });

  it("tells lines behind comments, heredocs and brackets", async () => {
    const read = await readFiles({
      "main.tf": `/* resource "t_t" "r" {
*/
resource "t_t" "a" {
  text = <<-EOT
    resource "t_t" "r" {
      name = "no"
    EOT
  map = {
    name = "inner" # }
  }
}
resource "t_t" "r" {
  list = ["}", "{"]
  # name
  name = "yes"
}`,
    });
    const [a, r] = read.resources("t_t");

    expect(read.locate(a).line).toBe(3);
    expect(read.locate(a, "name").line).toBe(3);
    expect(read.locate(r, "name").line).toBe(15);
  });

  it("takes OpenTofu's file instead of Terraform's of the same name", async () => {
    const read = await readFiles({ "a.tf": 'resource "t_t" "tf" {}', "a.tofu": 'resource "t_t" "tofu" {}' });

    expect(read.resources("t_t").map(({ address }) => address)).toEqual(["t_t.tofu"]);
  });

  it("is refused where it is no HCL, with the place", async () => {
    await expect(readFiles({ "a.tf": 'resource "a" {\n x = \n}' })).rejects.toThrow(/a\.tf: is no HCL: \[.*a\.tf:2/);
  });

  it("is none that CDKTF wrote", () => {
    writeFileSync(join(folder, "a.tf"), "");
    expect(isHclFolder(folder)).toBe(true);
    writeFileSync(join(folder, "cdk.tf.json"), "{}");
    expect(isHclFolder(folder)).toBe(false);
    expect(isHclFolder(join(folder, "none"))).toBe(false);
  });
});

// https://developer.hashicorp.com/terraform/language/block/module#providers: "a map of provider configurations from the parent module"
describe("providers of a module", () => {
  it.each([
    ["that the call hands down", "providers = { aws = aws.east }", "us-east-1"],
    ["of the same name above", "", "us-west-2"],
  ])("are those %s", async (_words, providers, region) => {
    const read = await readFiles({
      "main.tf": `
provider "aws" { region = "us-west-2" }
provider "aws" {
  alias  = "east"
  region = "us-east-1"
}
module "m" {
  source = "./m"
  ${providers}
}`,
      "m/main.tf": 'resource "aws_iam_role" "r" { name = "r" }\nmodule "n" { source = "../n" }',
      "n/main.tf": 'resource "aws_iam_role" "s" { name = "s" }',
    });

    expect(read.resources("aws_iam_role").map((one) => [one.address, one.provider?.argument("region")])).toEqual([
      ["module.m.aws_iam_role.r", region],
      ["module.m.module.n.aws_iam_role.s", region],
    ]);
  });
});
