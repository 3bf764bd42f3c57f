import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { acknowledgementsOf } from "../../src/cli/acknowledgements";
import { readWorld } from "../../src/simulator";
import { buildEdge } from "../lab/support/meshes";
import { Synthesized } from "../lab/support/run-lab";

let edge: Synthesized;
beforeAll(() => {
  edge = new Synthesized(buildEdge);
});
afterAll(() => edge.remove());

const ONE = { code: "unseen-grant", address: "mesh: helm_release.x", reason: "reviewed", expires: "2030-01-31" };

function fromFile(text: string) {
  const file = join(edge.folder, "acks");
  writeFileSync(file, text);
  return acknowledgementsOf(readWorld([edge.path]), file);
}

it.each([
  ["JSON", JSON.stringify({ version: 1, acknowledgements: [ONE] })],
  [
    "YAML",
    'version: 1\nacknowledgements:\n  - code: unseen-grant\n    address: "mesh: helm_release.x"\n    reason: reviewed\n    expires: 2030-01-31\n',
  ],
])("are read from a file in %s", (_form, text) => {
  expect(fromFile(text)).toEqual([{ ...ONE, source: join(edge.folder, "acks") }]);
});

it("are read from the section of a stack, whose own addresses need no stack", () => {
  const acknowledgements = [{ ...ONE, address: "helm_release.x" }];
  const path = edge.broken("mesh", "acknowledged", (document) => {
    const notes = (document as unknown as Record<string, Record<string, unknown>>)["//"];
    notes["cdktf-trust-mesh"] = { acknowledgements };
  });
  expect(acknowledgementsOf(readWorld([path]), undefined)).toMatchObject([ONE]);
});

it.each<[string, string, string]>([
  ["no version", "acknowledgements: []", "has no version 1. Give {"],
  ["no list", "version: 1", 'holds no list "acknowledgements". Give {'],
  ["text that is neither", "{ version: [", "is neither JSON nor YAML: "],
  ["nothing", "", "has no version 1. Give {"],
  [
    "a blanket switch",
    '{ "version": 1, "acknowledgements": [{ "code": "*" }] }',
    "acknowledgements[0] reason is missing",
  ],
  ["aliases that multiply", "version: 1\nacknowledgements: &a [*a, *a]", "is neither JSON nor YAML: "],
])("are refused from a file with %s", (_what, text, message) => {
  expect(() => fromFile(text)).toThrow(message);
});
