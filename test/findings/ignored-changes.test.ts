import { ignoredChanges } from "../../src/findings/rules/ignored-changes";
import { account } from "../simulator/support/aws";
import { declaration, declaring, EKS_ARGS } from "../simulator/support/mesh";
import { Args, merged, read, Stack } from "../simulator/support/stack";
import { NOW } from "../simulator/support/tokens";

// https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#ignore_changes: "The arguments corresponding to the given
// attribute names are considered when planning a create operation, but are ignored when planning an update."
const edge = declaring({ args: EKS_ARGS, declaration: declaration({ groups: ["deployers"] }) });
const found = (...stacks: Stack[]) =>
  ignoredChanges(read(merged(account(), edge, ...stacks)), NOW).map(
    ({ severity, code, place, what }) => `${severity} ${code} ${place} ${what}`,
  );
const ignoring = (type: string, name: string, ignored: unknown, args: Args = {}): Stack => ({
  resource: { [type]: { [name]: { ...args, lifecycle: { ignore_changes: ignored } } } },
});

describe("an object of a trust whose changes Terraform ignores", () => {
  it.each<[unknown, string]>([
    ["all", "all"],
    [["tags", "assume_role_policy"], "assume_role_policy"],
    [["${assume_role_policy}"], "assume_role_policy"],
  ])("is a gap: %j", (ignored, what) => {
    expect(found(account(undefined, { lifecycle: { ignore_changes: ignored } }))).toEqual([
      `gap ignored-change mesh: aws_iam_role.reader ${what}`,
    ]);
  });

  it("is a gap as a list of blocks too, as HCL and some writers of JSON have it", () => {
    const lifecycle = [{ ignore_changes: ["assume_role_policy"] }];

    expect(found(account(undefined, { lifecycle }))).toEqual([
      "gap ignored-change mesh: aws_iam_role.reader assume_role_policy",
    ]);
  });

  it.each<[string, string, Args]>([
    ["google_iam_workload_identity_pool_provider", "attribute_condition", { attribute_condition: "x" }],
    [
      "google_iam_workload_identity_pool_provider",
      "oidc[0].allowed_audiences",
      { oidc: [{ allowed_audiences: ["x"] }] },
    ],
    ["azurerm_federated_identity_credential", "subject", { subject: "x" }],
    ["aws_iam_role_policy", "policy", { role: "reader", policy: "{}" }],
    ["kubernetes_role_binding_v1", "subject", { subject: [{ kind: "Group", name: "deployers" }] }],
    ["aws_sqs_queue", "policy", { policy: '{"Principal":"${aws_iam_role.reader.arn}"}' }],
  ])("is a gap: %s %s", (type, ignored, args) => {
    expect(found(ignoring(type, "one", [ignored], args))).toEqual([`gap ignored-change mesh: ${type}.one ${ignored}`]);
  });

  it.each<[string, string, unknown, Args]>([
    [
      "what tells about the role",
      "aws_iam_role.reader",
      ["tags", 'tags["owner"]', "description"],
      { name: "reader", description: "x", tags: {} },
    ],
    [
      "the text of a binding",
      "kubernetes_role_binding_v1.one",
      ["metadata[0].annotations"],
      { subject: [{ name: "deployers" }] },
    ],
    ["the role of another", "aws_iam_role.other", ["assume_role_policy"], { name: "other", assume_role_policy: "{}" }],
    [
      "nodes",
      "google_container_cluster.one",
      ["node_pool", "initial_node_count"],
      { node_pool: [], name: "deployers" },
    ],
    ["what is not written", "aws_sqs_queue.one", ["policy"], { name: "deployers" }],
  ])("is none for %s", (_what, address, ignored, args) => {
    const [type, name] = address.split(".");

    expect(found(ignoring(type, name, ignored, args))).toEqual([]);
  });
});
