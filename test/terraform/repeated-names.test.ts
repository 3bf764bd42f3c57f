import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfiguration } from "../../src/terraform";
import { whereIs } from "../support/tool";
import { Folder } from "./support/folder";

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
});
afterEach(() => folder.remove());

const read = (text: string) => readConfiguration([folder.write("app/cdk.tf.json", text)], () => undefined);
const REFUSED = "more than once in one object, which JSON takes for the last one and Terraform for as many blocks";

/**
 * Texts with one name more than once in an object, and what Terraform 1.11.4 says to each: how many resources it plans, or that it refuses.
 * HCL's JSON syntax: https://github.com/hashicorp/hcl/blob/main/json/spec.md, "Blocks".
 */
const TEXTS: [words: string, text: string, name: string, planned: number | "refused"][] = [
  ["a section", '{"resource":{"terraform_data":{"a":{}}},"resource":{"terraform_data":{"b":{}}}}', "resource", 2],
  ["a type", '{"resource":{"terraform_data":{"a":{}},"terraform_data":{"b":{}}}}', "terraform_data", 2],
  ["a name", '{"resource":{"terraform_data":{"a":{},"a":{"input":"x"}}}}', "a", "refused"],
  ["an argument", '{"resource":{"terraform_data":{"a":{"input":"x","input":"y"}}}}', "input", "refused"],
  [
    "a name written as an escape",
    '{"resource":{"terraform_data":{"a":{"input":"x","in\\u0070ut":"y"}}}}',
    "input",
    "refused",
  ],
  [
    "a section with space behind it",
    '{"resource"\n:{"terraform_data":{"a":{}}},"resource" :{"terraform_data":{"b":{}}}}',
    "resource",
    2,
  ],
];

describe("a name that one object has more than once", () => {
  it.each(TEXTS)("is refused: %s", (_words, text, name) => {
    expect(() => read(text)).toThrow(`has the name "${name}" ${REFUSED}`);
  });

  (whereIs("terraform") ? it : it.skip)("is what Terraform plans or refuses as is written here", () => {
    const planned = TEXTS.map(([, text]) => {
      const own = mkdtempSync(join(tmpdir(), "trust-mesh-repeated-"));
      try {
        writeFileSync(join(own, "main.tf.json"), text);
        const env = { ...process.env, CHECKPOINT_DISABLE: "1" };
        const { status, stdout } = spawnSync("terraform", [`-chdir=${own}`, "plan", "-input=false", "-no-color"], {
          env,
          encoding: "utf8",
        });
        return status === 0 ? Number(/Plan: (\d+) to add/.exec(stdout)?.[1]) : "refused";
      } finally {
        rmSync(own, { recursive: true, force: true });
      }
    });

    expect(planned).toEqual(TEXTS.map(([, , , expected]) => expected));
  });

  it.each([
    '{"resource":{"a":{"x":{"k":"\\"k\\":\\"k\\":"},"y":{"k":1}}}}',
    '{"resource":{"a":{"x":{"k":"a\\\\","m":"\\\\\\"k\\":"}}}}',
    '{"resource":{"a":{"__proto__":{"k":1},"x":{"constructor":"k","toString":[{"k":1},{"k":2}]}}}}',
  ])("is none where texts, lists and other objects have it: %s", (text) => {
    expect(() => read(text)).not.toThrow();
  });
});
