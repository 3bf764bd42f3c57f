import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { App, LocalBackend, TerraformOutput, TerraformStack } from "cdktf";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Configuration, placeOf, readConfiguration, UnreadableConfiguration } from "../../src/terraform";
import { Folder } from "./support/folder";

const WAYS = "Give a folder that `cdktf synth` wrote, or what `terraform show -json` printed of a plan or a state";

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
});
afterEach(() => folder.remove());

function read(...paths: string[]): Configuration {
  return readConfiguration(paths, () => undefined);
}

/** Where the roles of a configuration are. */
function rolesOf(configuration: Configuration): string[] {
  return configuration.resources("aws_iam_role").map(placeOf);
}

/** A stack's document with one role in it. */
function stack(name: string) {
  return {
    resource: { aws_iam_role: { [name]: { name } } },
    output: { role: { value: `\${aws_iam_role.${name}.name}` } },
  };
}

/** A state with one role in it. */
function state(name: string) {
  const role = { address: `aws_iam_role.${name}`, mode: "managed", type: "aws_iam_role", values: { name } };
  return { format_version: "1.0", values: { root_module: { resources: [role] } } };
}

/** What CDKTF writes of an app whose second stack reads an output of the first. */
function app(outdir: string, first: string, second?: string): void {
  const remote = `cross-stack-reference-input-${first}`;
  const documents = {
    [first]: { output: { own: { value: `${first} of ${outdir}` } } },
    ...(second && {
      [second]: {
        data: { terraform_remote_state: { [remote]: { backend: "s3", config: {} } } },
        output: { other: { value: `\${data.terraform_remote_state.${remote}.outputs.own}` } },
      },
    }),
  };
  const pathOf = (name: string) => `stacks/${name}/cdk.tf.json`;
  for (const [name, document] of Object.entries(documents)) folder.write(`${outdir}/${pathOf(name)}`, document);
  const stacks = Object.keys(documents).map((name) => [name, { name, synthesizedStackPath: pathOf(name) }]);
  folder.write(`${outdir}/manifest.json`, { stacks: Object.fromEntries(stacks) as object });
}

describe("what was synthesized", () => {
  it("is read of every stack of the folder that CDKTF wrote, as CDKTF names them", () => {
    // GIVEN
    const outdir = join(folder.path, "cdktf.out");
    folder.write("cdktf.out/.keep", "");
    const app = new App({ outdir });
    const west = new TerraformStack(app, "west.access");
    new AwsProvider(west, "aws", { region: "us-west-2" });
    const role = new IamRole(west, "reader", { name: "reader", assumeRolePolicy: "{}" });
    const east = new TerraformStack(app, "east");
    new LocalBackend(east, { path: "east.tfstate" });
    new TerraformOutput(east, "role", { value: `arn:role/${role.name}` });
    app.synth();

    // WHEN
    const configuration = read(outdir);

    // THEN
    expect(rolesOf(configuration)).toEqual(["west.access: aws_iam_role.reader"]);
    expect(configuration.providers.map(({ stack, key }) => [stack, key])).toEqual([["west.access", "aws"]]);
    expect(configuration.outputs.find(({ stack }) => stack === "east")?.value()).toBe("arn:role/reader");
  });

  it.each(["west", "west/cdk.tf.json"])("is read of one stack, which its folder names: %s", (path) => {
    folder.write("west/cdk.tf.json", stack("reader"));

    expect(rolesOf(read(join(folder.path, path)))).toEqual(["west: aws_iam_role.reader"]);
  });

  it("may be many stacks, of folders and states alike, in the order of the paths", () => {
    folder.write("west/cdk.tf.json", stack("reader"));
    const east = folder.write("east.json", state("writer"));

    const configuration = read(east, join(folder.path, "west"));

    expect(rolesOf(configuration)).toEqual(["east: aws_iam_role.writer", "west: aws_iam_role.reader"]);
    expect(configuration.outputs.map(({ stack, name }) => [stack, name])).toEqual([["west", "role"]]);
    expect(configuration.dataSources("aws_region")).toEqual([]);
  });

  it("may be a state with nothing in it", () => {
    expect(read(folder.write("empty.json", { format_version: "1.0" })).outputs).toEqual([]);
  });

  it("may have an output that says nothing", () => {
    const [output] = read(folder.write("west/cdk.tf.json", { output: { empty: {} } })).outputs;
    expect(output.matches(/word/)).toBe(false);
  });

  it("is searched as text, too", () => {
    folder.write("west/cdk.tf.json", stack("reader"));
    folder.write("east/cdk.tf.json", stack("writer"));

    const found = read(join(folder.path, "west"), join(folder.path, "east")).matches(/"name": "(\w+)er"/g);

    expect(found.map(({ stack, match }) => [stack, match[1]])).toEqual([
      ["west", "read"],
      ["east", "writ"],
    ]);
  });
});

describe("stacks that are called the same", () => {
  it("are told by the folders above them, as many as it takes", () => {
    const paths = ["a/prod/state.json", "b/prod/state.json", "b/test/state.json", "east.json"];
    const configuration = read(...paths.map((path, i) => folder.write(path, state(`role${i}`))));

    expect(rolesOf(configuration)).toEqual([
      "a/prod/state: aws_iam_role.role0",
      "b/prod/state: aws_iam_role.role1",
      "test/state: aws_iam_role.role2",
      "east: aws_iam_role.role3",
    ]);
    const [first, second] = configuration.resources("aws_iam_role");
    expect(configuration.whereIs(first, "values")).toMatch(/\/a\/prod\/state\.json/);
    expect(configuration.whereIs(second, "values")).toMatch(/\/b\/prod\/state\.json/);
  });

  it("may be of two apps, each of which refers to its own", () => {
    app("a/cdktf.out", "access", "portal");
    app("b/cdktf.out", "access", "gate");

    const configuration = read(join(folder.path, "b/cdktf.out"), join(folder.path, "a/cdktf.out"));

    expect(configuration.outputs.map((output) => [output.stack, output.value()])).toEqual([
      ["b/access", "access of b/cdktf.out"],
      ["gate", "access of b/cdktf.out"],
      ["a/access", "access of a/cdktf.out"],
      ["portal", "access of a/cdktf.out"],
    ]);
  });
});

describe("what cannot be read", () => {
  const refusalOf = (...paths: string[]) => {
    try {
      read(...paths.map((path) => join(folder.path, path)));
    } catch (error) {
      if (error instanceof UnreadableConfiguration) return error.message.replaceAll(folder.path, "");
      throw error;
    }
    throw new Error("It was read.");
  };

  it("is a path where nothing is", () => {
    expect(refusalOf("nope.json")).toBe(`/nope.json: does not exist. ${WAYS}.`);
  });

  it("is a folder without a stack", () => {
    folder.write("empty/readme", "");

    expect(refusalOf("empty")).toBe(`/empty: has neither manifest.json nor cdk.tf.json. ${WAYS}.`);
  });

  it("is a manifest whose stack is gone", () => {
    folder.write("manifest.json", {
      stacks: { west: { name: "west", synthesizedStackPath: "stacks/west/cdk.tf.json" } },
    });

    expect(refusalOf("")).toBe(`/stacks/west/cdk.tf.json: does not exist. ${WAYS}.`);
  });

  it.each([
    ["text", "terraform {}"],
    ["lines of JSON, as terraform plan -json prints", '{"type":"version"}\n{"type":"change"}\n'],
    ["nothing", ""],
  ])("is %s", (_what, text) => {
    folder.write("plan.json", text);

    expect(refusalOf("plan.json")).toMatch(
      /^\/plan\.json: is not JSON \(.+\)\. Give a folder that `cdktf synth` wrote, or /,
    );
  });

  it.each([
    ["null", null],
    ["a list", ["terraform"]],
    ["a number", 5],
    ["an object of something else", { kind: "Config" }],
    ["what terraform validate -json prints", { format_version: "1.0", valid: true, diagnostics: [] }],
    ["what terraform providers schema -json prints", { format_version: "1.0", provider_schemas: {} }],
  ])("is %s", (_what, content) => {
    folder.write("other.json", JSON.stringify(content));

    expect(refusalOf("other.json")).toBe(`/other.json: is not what Terraform or CDKTF writes. ${WAYS}.`);
  });

  // https://opentofu.org/docs/language/state/encryption/, and internal/encryption/base.go of OpenTofu: what is kept of an encrypted state.
  it("is a state that OpenTofu encrypted", () => {
    folder.write("tofu.tfstate", {
      serial: 1,
      lineage: "x",
      meta: {},
      encrypted_data: "YWJj",
      encryption_version: "v0",
    });

    expect(refusalOf("tofu.tfstate")).toBe(
      "/tofu.tfstate: is a state or a plan that OpenTofu encrypted. Give what `tofu show -json` prints of it, which has the keys.",
    );
  });

  it("is a state as it is kept", () => {
    folder.write("terraform.tfstate", {
      ...{ version: 4, terraform_version: "1.11.4", serial: 1, lineage: "x" },
      ...{ outputs: {}, resources: [], check_results: null },
    });

    expect(refusalOf("terraform.tfstate")).toBe(
      "/terraform.tfstate: is a state as Terraform keeps it. Give what `terraform show -json` prints of it.",
    );
  });

  // https://developer.hashicorp.com/terraform/internals/json-format: input of an unsupported major version is to be rejected.
  it.each([
    ["2.0", '"2.0"'],
    ["10.1", '"10.1"'],
    [2, "2"],
    [null, "null"],
  ])("is of the format version %j", (format_version, written) => {
    folder.write("later.json", { ...state("reader"), format_version });

    expect(refusalOf("later.json")).toBe(
      `/later.json: has the format version ${written}, and 0 and 1 are known. Use a version of this command that knows it.`,
    );
  });

  it("is a stack that was read already", () => {
    folder.write("west/cdk.tf.json", stack("reader"));
    folder.write("west.json", state("reader"));

    expect(refusalOf("west", "west.json")).toBe(
      '/west.json: is a second stack "west", beside /west/cdk.tf.json. ' +
        "Give one of the two, or rename the file where it is another stack.",
    );
  });

  it.each([
    ["by the same path", ["west.json", "west.json"], "/west.json"],
    ["by a link", ["west.json", "linked/east.json"], "/linked/east.json"],
    ["as part of its app", ["cdktf.out", "cdktf.out/stacks/west"], "/cdktf.out/stacks/west/cdk.tf.json"],
  ])("is a stack that was given already, %s", (_what, paths, file) => {
    folder.write("west.json", state("reader"));
    folder.write("linked/.keep", "");
    symlinkSync("../west.json", join(folder.path, "linked/east.json"));
    app("cdktf.out", "west");

    expect(refusalOf(...paths)).toBe(`${file}: was given already. Give each stack once.`);
  });

  it.each<[string, unknown, string]>([
    ["null", { west: null }, 'its stack "west" has no synthesizedStackPath'],
    ["a stack without its path", { west: { name: "west" } }, 'its stack "west" has no synthesizedStackPath'],
    ["a list", ["west"], "its stacks are not an object"],
  ])("is a manifest with %s", (_what, stacks, reason) => {
    folder.write("manifest.json", { stacks });

    expect(refusalOf("")).toBe(`/manifest.json: ${reason}. ${WAYS}.`);
  });

  it.each<[unknown, string]>([
    [{ resource: { aws_iam_role: { x: null } } }, "resource.aws_iam_role.x is not an object"],
    [{ resource: { aws_iam_role: "x" } }, "resource.aws_iam_role is not an object"],
    [{ data: ["x"] }, "data is not an object"],
    [{ resource: { aws_iam_role: [{ x: {} }, { x: {} }] } }, "resource.aws_iam_role.x is not an object"],
    [{ output: { x: "y" } }, "output.x is not an object"],
    [{ provider: { aws: [null] } }, "provider.aws[0] is not an object"],
    [{ terraform: { backend: { local: null } } }, "terraform.backend.local is not an object"],
    [{ format_version: "1.0", values: { outputs: { x: null } } }, "values.outputs.x is not an object"],
    [
      { format_version: "1.0", values: { root_module: { child_modules: [{ resources: [null] }] } } },
      "values.root_module.child_modules[0].resources[0] is not an object",
    ],
    [
      { format_version: "1.0", values: { root_module: { resources: [{ values: {} }] } } },
      "values.root_module.resources[0].address is not text",
    ],
    [
      { format_version: "1.0", planned_values: {}, resource_changes: [{ change: 5 }] },
      "resource_changes[0].change is not an object",
    ],
  ])("is a document of another shape: %j", (document, reason) => {
    folder.write("other.json", document);

    expect(refusalOf("other.json")).toBe(`/other.json: ${reason}. ${WAYS}.`);
  });

  it("is a file that cannot be read", () => {
    symlinkSync("loop.json", join(folder.path, "loop.json"));
    folder.write("manifest.json/readme", "");

    expect(refusalOf("loop.json")).toBe("/loop.json: cannot be read (ELOOP). Make it a file that you may read.");
    expect(refusalOf("")).toBe("/manifest.json: cannot be read (EISDIR). Make it a file that you may read.");
  });
});

describe("where something is", () => {
  const document = {
    data: { aws_region: { here: { provider: "aws" } } },
    resource: { aws_iam_role: { reader: { for_each: { "a[0]": 1 }, name: "reader", tags: { team: "x" } } } },
    output: { role: { value: "x" } },
  };

  it("is told by file and line, counted from one", () => {
    const file = folder.write("west/cdk.tf.json", document);
    const configuration = read(file);
    const [role] = configuration.resources("aws_iam_role");
    const [region] = configuration.dataSources("aws_region");
    const lines = JSON.stringify(document, null, 2).split("\n");
    const lineOf = (text: string) => `${file}:${lines.findIndex((line) => line.includes(text)) + 1}`;

    expect(role.address).toBe('aws_iam_role.reader["a[0]"]');
    expect(configuration.whereIs(role, "name")).toBe(lineOf('"name": "reader"'));
    expect(configuration.whereIs(role, "tags.team")).toBe(lineOf('"team": "x"'));
    expect(configuration.whereIs(role, "path")).toBe(lineOf('"reader": {'));
    expect(configuration.whereIs(role)).toBe(lineOf('"reader": {'));
    expect(configuration.whereIs(region, "provider")).toBe(lineOf('"provider": "aws"'));
    expect(configuration.whereIsOutput(configuration.outputs[0])).toBe(lineOf('"value": "x"'));
  });

  it("is the file alone in a document of one line", () => {
    const file = folder.write("west/cdk.tf.json", JSON.stringify(document));
    const configuration = read(file);

    expect(configuration.whereIs(configuration.resources("aws_iam_role")[0], "name")).toBe(file);
    expect(configuration.whereIsOutput(configuration.outputs[0])).toBe(file);
  });
});

describe("what stacks note beside what Terraform reads", () => {
  it("is told with its stack", () => {
    const outdir = folder.write("noted/cdk.tf.json", { ...stack("noted"), "//": { own: { list: [1] }, metadata: {} } });
    expect(
      read(outdir)
        .sections("own")
        .map(({ value }) => value),
    ).toEqual([{ list: [1] }]);
    expect(read(outdir).sections("other")).toEqual([]);
  });

  it("is nothing where the comment is a text, and in a state", () => {
    expect(read(folder.write("text/cdk.tf.json", { ...stack("text"), "//": "by hand" })).sections("length")).toEqual(
      [],
    );
    expect(read(folder.write("state.json", { ...state("one"), "//": { own: 1 } })).sections("own")).toEqual([]);
  });
});
