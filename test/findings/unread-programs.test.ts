import { unreadPrograms } from "../../src/findings/rules/unread-programs";
import { account, ROLE_ARN } from "../simulator/support/aws";
import { declaration, declaring, EKS_ARGS } from "../simulator/support/mesh";
import { Args, merged, read, Stack } from "../simulator/support/stack";
import { NOW } from "../simulator/support/tokens";

/** Programs and requests that mention an edge's identity are told, since nothing says what they do. */
const edge = declaring({ args: EKS_ARGS, declaration: declaration({ groups: ["deployers"] }) });
const one = (type: string, args: Args): Stack => ({ resource: { [type]: { one: args } } });
const found = (...stacks: Stack[]) =>
  unreadPrograms(read(merged(account(), edge, ...stacks)), NOW).map(
    ({ severity, code, place }) => `${severity} ${code} ${place}`,
  );

describe("a program that Terraform runs", () => {
  // https://developer.hashicorp.com/terraform/language/provisioners: "Provisioners ... execute scripts on a local or remote
  // machine as part of resource creation or destruction"; Terraform knows nothing of what they do.
  const command =
    "aws iam attach-role-policy --role-name $NAME --policy-arn arn:aws:iam::aws:policy/AdministratorAccess";

  it.each<[string, Args]>([
    ["terraform_data", { provisioner: [{ "local-exec": { command: command.replace("$NAME", ROLE_ARN) } }] }],
    [
      "null_resource",
      { provisioner: { "local-exec": { command, environment: { NAME: "${aws_iam_role.reader.name}" } } } },
    ],
    [
      "terraform_data",
      { provisioner: [{ "local-exec": { command: "kubectl create clusterrolebinding x --group=deployers" } }] },
    ],
    ["aws_instance", { provisioner: [{ "remote-exec": { inline: [command, ROLE_ARN] } }] }],
  ])("is told where it mentions an edge's identity: %s %j", (type, args) => {
    expect(found(one(type, args))).toContain(`gap unread-type mesh: ${type}.one`);
  });

  it("is told where it runs for an edge's own object, which it knows as self", () => {
    const provisioner = [{ "local-exec": { command: command.replace("$NAME", "${self.name}") } }];

    expect(found(account(undefined, { provisioner }))).toEqual(["gap unread-type mesh: aws_iam_role.reader"]);
  });

  it("is not where it is about something else", () => {
    expect(found(one("null_resource", { provisioner: [{ "local-exec": { command: "make" } }] }))).toEqual([]);
  });
});

describe("a data source that runs something", () => {
  const data = (type: string, args: Args) => ({ data: { [type]: { one: args } } }) as Stack;

  // Terraform registry: "external (Data Source)": "an external program implementing a specific protocol"; "aws_lambda_invocation
  // (Data Source)": "invoke custom lambda functions as data source"; "http (Data Source)": `method`, `request_body`.
  it.each<[string, Args]>([
    ["external", { program: ["bash", "-c", "aws iam attach-role-policy --role-name reader --policy-arn x"] }],
    ["external", { program: ["./grant"], query: { role: "${aws_iam_role.reader.arn}" } }],
    ["aws_lambda_invocation", { function_name: "grant", input: JSON.stringify({ group: "deployers" }) }],
    ["http", { url: "https://ops.example.com/grants", method: "POST", request_body: JSON.stringify({ to: ROLE_ARN }) }],
    ["http", { url: "https://ops.example.com/grants", method: "${var.method}", request_body: ROLE_ARN }],
  ])("is told where it mentions an edge's identity: %s %j", (type, args) => {
    expect(found(data(type, args))).toEqual([`gap unread-type mesh: data.${type}.one`]);
  });

  it.each<[string, Args]>([
    ["external", { program: ["jq", "."], query: { name: "reader-of-other" } }],
    ["http", { url: `https://docs.example.com/?role=${ROLE_ARN}` }],
    ["http", { url: "https://docs.example.com", method: "HEAD", request_headers: { role: ROLE_ARN } }],
    ["aws_iam_role", { name: "reader" }],
  ])("is not where it mentions none, or only reads: %s %j", (type, args) => {
    expect(found(data(type, args))).toEqual([]);
  });
});
