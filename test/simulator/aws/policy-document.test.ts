import { account, assume, HOST, PROVIDER_ARN, WEB_IDENTITY } from "../support/aws";
import { Args, merged, read } from "../support/stack";
import { SUBJECT } from "../support/tokens";

/**
 * Trust policies that are written as blocks. AWS provider documentation: "Data Source: aws_iam_policy_document"; AWS IAM
 * documentation: "IAM policy elements: Variables and tags".
 */
const federated = { type: "Federated", identifiers: [PROVIDER_ARN] };
const statement = (parts: Args = {}): Args => ({ actions: [WEB_IDENTITY], principals: [federated], ...parts });
const onSubject = (...values: string[]): Args => ({
  condition: [{ test: "StringLike", variable: `${HOST}:sub`, values }],
});

function decide(documents: Readonly<Record<string, Args>>) {
  const role = { assume_role_policy: "${data.aws_iam_policy_document.trust.json}" };
  return assume(read(merged(account([], role), { data: { aws_iam_policy_document: documents } })), {
    claims: { sub: SUBJECT },
  });
}

describe("statements of several documents", () => {
  it("come together", () => {
    const source = { statement: [statement(onSubject(SUBJECT))] };
    const trust = { source_policy_documents: ["${data.aws_iam_policy_document.source.json}"], statement: [] };
    expect(decide({ source, trust }).granted).toBe(true);
  });

  it("count as the overriding document writes one of the same sid", () => {
    const base = { statement: [statement({ sid: "in", ...onSubject(SUBJECT) })] };
    const over = { statement: [statement({ sid: "in", ...onSubject("another") })] };
    const both = {
      source_policy_documents: ["${data.aws_iam_policy_document.base.json}"],
      override_policy_documents: ["${data.aws_iam_policy_document.over.json}"],
    };
    expect(decide({ base, over, trust: both }).granted).toBe(false);
  });

  it("are all there where an overriding one has a sid of its own", () => {
    const over = { statement: [statement({ sid: "shut", effect: "Deny" })] };
    const trust = {
      statement: [statement(onSubject(SUBJECT))],
      override_policy_documents: ["${data.aws_iam_policy_document.over.json}"],
    };
    expect(decide({ over, trust }).granted).toBe(false);
  });

  it("name several principals of one type", () => {
    const others = { type: "Federated", identifiers: ["arn:aws:iam::111122223333:oidc-provider/other.example.com"] };
    expect(decide({ trust: { statement: [statement({ principals: [federated, others] })] } }).granted).toBe(true);
  });
});

describe("a policy variable", () => {
  it.each<[string, readonly string[], boolean]>([
    ["is filled in with what the request has", ["system:*", "&{aws:PrincipalAccount}"], true],
    ["that stands for a star is no wildcard", ["&{*}"], false],
    ["that the request may have in ways that are not simulated is not judged", ["&{aws:PrincipalTag/team}"], false],
    ["of another issuer gives its default", [`&{other.example.com:sub, '${SUBJECT}'}`], true],
    ["of another issuer without a default matches nothing", ["*&{other.example.com:sub}"], false],
  ])("%s", (_what, values, expected) => {
    expect(decide({ trust: { statement: [statement(onSubject(...values))] } }).granted).toBe(expected);
  });

  it("compares two keys of the token", () => {
    const condition = [{ test: "StringEquals", variable: `${HOST}:aud`, values: [`&{${HOST}:oaud}`] }];
    expect(decide({ trust: { statement: [statement({ condition })] } }).granted).toBe(true);
  });
});
