import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { GivenVariables, readConfiguration } from "../../src/terraform";
import type { Given } from "../../src/terraform";
import { describeWithTool } from "../support/tool";
import { Folder } from "./support/folder";

/** Values for a stack's variables, as a command line, files and an environment give them. */
interface Case {
  readonly environment?: Readonly<Record<string, string>>;
  /** Files beside the document, and elsewhere where the name begins with `given/`. */
  readonly files?: Readonly<Record<string, unknown>>;
  /** Text for `--var`, or `@FILE` for `--var-file`. */
  readonly given?: readonly string[];
}

const STACK = {
  variable: {
    plain: { default: "of the default" },
    text: { type: "string", default: "of the default" },
    number: { type: "number", default: 1 },
    flag: { type: "bool", default: false },
    names: { type: "list(string)", default: ["of the default"] },
    tags: { type: "map(string)", default: {} },
    shape: { type: "object({ name = string, port = optional(number, 443) })", default: { name: "d" } },
    open: { type: "any", default: null },
  },
};
const NAMES = Object.keys(STACK.variable);
const DOCUMENT = {
  ...STACK,
  output: Object.fromEntries(NAMES.map((name) => [name, { value: `\${var.${name}}` }])),
};

const CASES: Readonly<Record<string, Case>> = {
  "defaults alone": {},
  "an environment": { environment: { TF_VAR_plain: "a=b", TF_VAR_names: '["x", "y"]', TF_VAR_number: "5" } },
  "an environment of names that nothing declares": { environment: { TF_VAR_nobody: "x" } },
  "values for text that look like something else": { given: ["plain=5", "text=true", 'text="quoted"'] },
  "values of each type": {
    given: ["number=0.5", "flag=true", 'tags={ a = "1", "b c" = 2 }', 'shape={name="n"}', "open=[1, null]"],
  },
  "an empty value": { given: ["plain=", "text="] },
  "a value with signs of templates": { given: ["plain=$" + "{x}", "text=%" + "{if}"] },
  "a file": {
    files: {
      "given/one.tfvars": [
        "# one",
        'plain = "a # no comment" // one',
        "/* two",
        "lines */",
        'text = "\\u00e9 \\"q\\" http://x"',
        "number = 12",
        'names = [\n  "a", # one\n  "b",\n]',
        'tags = {\n  a = "1"\n  "b" : "2"\n}',
        "open = null",
      ].join("\n"),
    },
    given: ["@given/one.tfvars"],
  },
  "a file of JSON": {
    files: { "given/one.tfvars.json": { plain: "$" + "{x}", names: ["a"], shape: { name: "j", port: 1 } } },
    given: ["@given/one.tfvars.json"],
  },
  "files beside the document, in their order": {
    files: {
      "terraform.tfvars": 'plain = "1"\ntext = "1"\nnumber = 1\nflag = true',
      "terraform.tfvars.json": { text: "2", number: 2 },
      "b.auto.tfvars": "number = 4",
      "a.auto.tfvars.json": { number: 3 },
      "other.tfvars": "number = 9",
    },
    environment: { TF_VAR_plain: "0", TF_VAR_open: '"0"' },
  },
  "a command line, whose last value wins": {
    files: { "given/one.tfvars": 'plain = "file"\ntext = "file"', "terraform.tfvars": 'plain = "beside"' },
    given: ["plain=first", "@given/one.tfvars", "text=last"],
    environment: { TF_VAR_plain: "environment" },
  },
};

function written({ files = {} }: Case): Folder {
  const folder = new Folder();
  folder.write("stack/cdk.tf.json", DOCUMENT);
  for (const [name, content] of Object.entries(files)) {
    folder.write(name.startsWith("given/") ? name : `stack/${name}`, content);
  }
  return folder;
}

function ours(folder: Folder, { given = [], environment }: Case): unknown {
  const variables = new GivenVariables(
    given.map((one): Given => {
      if (one.startsWith("@")) return { file: join(folder.path, one.slice(1)) };
      const at = one.indexOf("=");
      return { name: one.slice(0, at), text: one.slice(at + 1) };
    }),
    environment,
  );
  const { outputs } = readConfiguration([join(folder.path, "stack")], () => undefined, variables);
  return Object.fromEntries(outputs.map((output) => [output.name, output.value()]));
}

function terraforms(folder: Folder, { given = [], environment }: Case): unknown {
  const stack = join(folder.path, "stack");
  const env = { ...process.env, CHECKPOINT_DISABLE: "1", ...environment };
  const run = (...args: string[]) => spawnSync("terraform", [`-chdir=${stack}`, ...args], { env, encoding: "utf8" });
  const flags = given.map((one) =>
    one.startsWith("@") ? `-var-file=${join(folder.path, one.slice(1))}` : `-var=${one}`,
  );
  const { status, stderr } = run("plan", "-input=false", "-out=plan", ...flags);
  if (status !== 0) throw new Error(stderr);
  const shown = JSON.parse(run("show", "-json", "plan").stdout) as {
    planned_values: { outputs: Readonly<Record<string, { value?: unknown }>> };
  };
  const { outputs } = shown.planned_values;
  return Object.fromEntries(NAMES.map((name) => [name, outputs[name]?.value ?? null]));
}

describeWithTool("terraform", "the values of variables, as Terraform itself takes them", () => {
  it.each(Object.entries(CASES))("are those of %s", (_name, one) => {
    const folder = written(one);
    expect(ours(folder, one)).toEqual(terraforms(folder, one));
    folder.remove();
  });
});

describe("values of variables", () => {
  const refusal = (one: Case) => {
    const folder = written(one);
    try {
      return String(ours(folder, one)).replaceAll(folder.path, "");
    } catch (error) {
      return (error as Error).message.replaceAll(folder.path, "");
    } finally {
      folder.remove();
    }
  };

  it("are refused where no stack declares the name", () => {
    expect(refusal({ given: ["regoin=x"] })).toBe(
      "--var regoin: no synthesized stack declares this variable. Correct the name, or leave the value out.",
    );
  });

  it.each([
    ["a file that is not there", {}, "@given/none.tfvars", "/given/none.tfvars: cannot be read (ENOENT)"],
    [
      "a heredoc",
      { "given/a.tfvars": "plain = <<EOT\nx\nEOT" },
      "@given/a.tfvars",
      "a heredoc (<<EOT) is not understood",
    ],
    ["a reference", { "given/a.tfvars": "plain = local.x" }, "@given/a.tfvars", '"local" is a name'],
    [
      "a file that is no JSON",
      { "given/a.tfvars.json": '{"plain": "s3cret' },
      "@given/a.tfvars.json",
      "not a JSON object",
    ],
    ["a file that is no object", { "given/a.tfvars.json": ["s3cret"] }, "@given/a.tfvars.json", "not a JSON object"],
    [
      "a file that is too long",
      { "given/a.tfvars": `plain = "s3cret${"a".repeat(8 * 1024 * 1024)}"` },
      "@given/a.tfvars",
      "and 8388608 are read",
    ],
    [
      "a broken file",
      { "given/a.tfvars": 'plain = "s3cret" "s3cret"' },
      "@given/a.tfvars",
      "a comma or a new line is expected",
    ],
  ])("are refused of %s, and no value is told", (_what, files, given, message) => {
    const told = refusal({ files, given: [given] });
    expect(told).toContain(message);
    expect(told).not.toContain("s3cret");
  });
});
