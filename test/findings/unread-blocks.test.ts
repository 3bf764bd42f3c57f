import { unreadPrograms } from "../../src/findings/rules/unread-programs";
import { unreadSections } from "../../src/findings/rules/unread-sections";
import { account, ROLE_ARN } from "../simulator/support/aws";
import { declaration, declaring, EKS_ARGS } from "../simulator/support/mesh";
import { merged, read, Stack } from "../simulator/support/stack";
import { NOW } from "../simulator/support/tokens";

const edge = declaring({ args: EKS_ARGS, declaration: declaration({ groups: ["platform-deployers"] }) });
const found = (stack: object) => {
  const world = read({ ...merged(account(), edge), ...(stack as Stack) });
  return [unreadPrograms, unreadSections]
    .flatMap((rule) => rule(world, NOW))
    .map(({ severity, code, place }) => `${severity} ${code} ${place}`);
};
const action = (type: string, config: object) => ({ action: { [type]: { one: { config: [config] } } } });

// https://developer.hashicorp.com/terraform/language/invoke-actions: an action is "a provider-defined operation", without a state.
describe("an action", () => {
  it.each<[string, object]>([
    ["a payload with the role's ARN", action("aws_lambda_invoke", { payload: JSON.stringify({ role: ROLE_ARN }) })],
    ["a reference to the role", action("aws_lambda_invoke", { payload: "${aws_iam_role.reader.arn}" })],
    [
      "an expression that makes a payload of it",
      action("aws_lambda_invoke", { payload: "${jsonencode({ role = aws_iam_role.reader.arn })}" }),
    ],
    [
      "a command line with the edge's group",
      action("local_command", {
        command: "kubectl create clusterrolebinding x --clusterrole=cluster-admin --group=platform-deployers",
      }),
    ],
  ])("is a gap where it mentions an identity of an edge: %s", (_words, stack) => {
    const type = Object.keys((stack as { action: object }).action)[0];
    expect(found(stack)).toEqual([`gap unread-type mesh: action.${type}.one`]);
  });

  it("is none where it mentions none", () => {
    expect(found(action("aws_cloudfront_create_invalidation", { distribution_id: "x" }))).toEqual([]);
  });
});

// The engine says of such a section "Extraneous JSON object property", and makes nothing of the stack.
describe("a section that is not one of the language", () => {
  it("is a gap", () => {
    expect(found({ resources: { aws_iam_role: {} } })).toEqual(["gap unread-type mesh: resources"]);
  });

  it.each<[string, object]>([
    ["a note", { "//": { metadata: {} } }],
    ["a check", { check: { health: { assert: [{ condition: true, error_message: "x" }] } } }],
    ["an ephemeral resource", { ephemeral: { aws_secretsmanager_secret_version: { s: { secret_id: "x" } } } }],
    ["what moved", { moved: [{ from: "aws_iam_role.old", to: "aws_iam_role.reader" }] }],
  ])("is none for %s", (_words, stack) => {
    expect(found(stack)).toEqual([]);
  });
});
