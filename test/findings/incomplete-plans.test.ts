import { findingsIn } from "../../src/findings";
import { readWorld } from "../../src/simulator";
import { NOW } from "../simulator/support/tokens";
import { Folder } from "../terraform/support/folder";

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
});
afterEach(() => folder.remove());

const CODES = ["incomplete-plan", "left-behind", "unread-type"];
const role = (name: string) => ({
  ...{ address: `aws_iam_role.${name}`, mode: "managed", type: "aws_iam_role" },
  values: { name, arn: `arn:aws:iam::111122223333:role/${name}`, assume_role_policy: "{}" },
});
const written = (name: string, more: object = {}) => ({ address: `aws_iam_role.${name}`, mode: "managed", ...more });
const plan = (more: object, ...configured: object[]) => ({
  ...{ format_version: "1.2", terraform_version: "1.11.4" },
  planned_values: { root_module: { resources: [role("a")] } },
  configuration: { root_module: { resources: configured } },
  ...more,
});
const found = (document: object) =>
  findingsIn(readWorld([folder.write("plan.json", document)]), NOW)
    .filter(({ code }) => CODES.includes(code))
    .map(({ severity, code, place }) => `${severity} ${code} ${place}`);

// https://developer.hashicorp.com/terraform/internals/json-format: complete "is false if there are any known deferred changes or if the
// plan was created with targets"; errored tells that planning "failed" and the plan is of a part. The engine, 1.11.4, says the same.
describe("a plan of a part", () => {
  it.each<[string, object]>([
    ["with -target", plan({ complete: false, errored: false })],
    ["that ended with an error", plan({ complete: true, errored: true })],
    ["with deferred changes", plan({ deferred_changes: [{ reason: "provider_config_unknown" }] })],
    ["of an engine that does not say so", plan({}, written("a"), written("b"))],
  ])("is a gap: one %s", (_words, document) => {
    expect(found(document)).toEqual(["gap incomplete-plan plan"]);
  });

  it.each<[string, object]>([
    ["that is complete", plan({ complete: true, errored: false }, written("a"))],
    ["of an engine that does not say so, with all that is configured", plan({}, written("a"))],
    ["whose others are repeated, maybe no times", plan({}, written("a"), written("b", { count_expression: {} }))],
    ["that asks data sources", plan({}, written("a"), { address: "data.aws_region.x", mode: "data" })],
  ])("is none: one %s", (_words, document) => {
    expect(found(document)).toEqual([]);
  });
});

// The engine, 1.11.4: a removed block with destroy = false plans the action "forget", with the values before.
describe("a plan that forgets an object", () => {
  const forgetting = (type: string, before: object) =>
    plan({
      complete: true,
      resource_changes: [{ address: `${type}.old`, change: { actions: ["forget"], before, after: null } }],
    });

  it("is a gap where the object lets somebody in", () => {
    expect(found(forgetting("google_iam_workload_identity_pool_provider", { attribute_condition: "true" }))).toEqual([
      "gap left-behind plan: google_iam_workload_identity_pool_provider.old",
    ]);
  });

  it("is none where what it says mentions no edge", () => {
    expect(found(forgetting("aws_iam_role_policy", { role: "elsewhere", policy: "{}" }))).toEqual([]);
  });

  it("is none where the object is destroyed", () => {
    const resource_changes = [{ address: "aws_iam_openid_connect_provider.old", change: { actions: ["delete"] } }];
    expect(found(plan({ complete: true, resource_changes }))).toEqual([]);
  });
});
