import { assumeRole, AwsSession } from "../../../src/simulator";
import { lineOf, no, yes } from "../support/answers";
import { account, assumeBy, PROVIDER_ARN, ROLE_ARN, trusting } from "../support/aws";
import { read } from "../support/stack";
import { NOW } from "../support/tokens";

/** Keys that conditions may ask of every request. AWS IAM documentation: "AWS global condition context keys". */
const TODAY = new Date(NOW * 1000).toISOString();
const LONG_AGO = "2020-01-01T00:00:00Z";
const FAR = "2040-01-01T00:00:00Z";

const byToken = (Condition: object, others: readonly object[] = []) => assumeBy([trusting({ Condition }), ...others]);

/** A session of the role asks for the same role, which trusts itself under a condition: of an account, its policies would be asked, too. */
function byRole(Condition: object) {
  const statement = trusting({ Principal: { AWS: ROLE_ARN }, Action: "sts:AssumeRole", Condition });
  const world = read(account([statement]));
  const role = world.aws.roleOf(ROLE_ARN);
  if (!role) throw new Error("There is no such role.");
  const session: AwsSession = {
    role: { ...role, uniqueId: "AROAEXAMPLE" },
    sessionName: "build",
    issued: NOW,
    expires: NOW,
  };
  return assumeRole(world.aws, session, { roleArn: ROLE_ARN, sessionName: "next" }, NOW);
}

describe.each([
  ["a token's", byToken],
  ["a session's", byRole],
])("%s request", (_whose, ask) => {
  it.each([
    ["the time, which is after", { DateGreaterThan: { "aws:CurrentTime": LONG_AGO } }, true],
    ["the time, which is not after", { DateGreaterThan: { "aws:CurrentTime": FAR } }, false],
    ["the time, which is no other", { DateNotEquals: { "aws:CurrentTime": TODAY } }, false],
    ["the time in seconds", { NumericLessThanEquals: { "aws:EpochTime": String(NOW) } }, true],
    ["the time in seconds, later", { DateLessThan: { "aws:EpochTime": String(NOW) } }, false],
    ["its transport", { Bool: { "aws:SecureTransport": "true" } }, true],
    ["another transport", { Bool: { "aws:SecureTransport": "false" } }, false],
  ])("tells %s", (_what, condition, allowed) => {
    expect(ask(condition).granted).toBe(allowed);
  });

  it.each(["aws:SourceIp", "aws:UserAgent", "aws:PrincipalOrgID", "aws:SourceVpc"])(
    "is not judged by %s, which the real one may have",
    (key) => {
      // WHEN its negation would be true of a key that is not there
      const answer = ask({ StringNotEquals: { [key]: "x" } });

      // THEN
      expect(no(answer).code).toBe("AccessDenied");
      expect(lineOf(answer)).toBe(`cannot be judged: the condition key ${key} is not simulated`);
    },
  );
});

describe("a token's request", () => {
  it("is denied by a Deny that asks for a key of every request", () => {
    // GIVEN
    const deny = trusting({ Effect: "Deny", Condition: { DateGreaterThan: { "aws:CurrentTime": LONG_AGO } } });

    // THEN
    expect(lineOf(byToken({}, [deny]))).toBe("Statement[1] denies it");
  });

  it.each([
    ["no role of its own, as recorded", { Null: { "aws:PrincipalArn": "true" } }],
    ["the provider as its id, as recorded", { StringEquals: { "aws:userid": PROVIDER_ARN } }],
    ["a user's type, as recorded", { StringEquals: { "aws:PrincipalType": "User" } }],
  ])("has %s", (_what, condition) => {
    expect(yes(byToken(condition)).argument).toBe("assume_role_policy");
  });
});

describe("the tags of a role", () => {
  const tagged = (tags: object | undefined, Condition: object) => {
    const statement = trusting({ Principal: { AWS: ROLE_ARN }, Action: "sts:AssumeRole", Condition });
    const world = read(account([statement], tags ? { tags } : {}));
    const role = world.aws.roleOf(ROLE_ARN);
    if (!role) throw new Error("There is no such role.");
    const session: AwsSession = { role, sessionName: "build", issued: NOW, expires: NOW };
    return assumeRole(world.aws, session, { roleArn: ROLE_ARN, sessionName: "next" }, NOW).granted;
  };

  it("are known of its sessions, as the role's resource says them", () => {
    const isBlue = { StringEquals: { "AWS:PrincipalTag/Team": "blue" } };
    expect(tagged({ Team: "blue" }, isBlue)).toBe(true);
    expect(tagged({ Team: "red" }, isBlue)).toBe(false);
    expect(tagged(undefined, { Null: { "aws:PrincipalTag/Team": "true" } })).toBe(true);
  });

  it("are not known of a token's request", () => {
    const answer = byToken({ StringNotEquals: { "aws:PrincipalTag/team": "x" } });
    expect(lineOf(answer)).toBe("cannot be judged: the condition key aws:PrincipalTag/team is not simulated");
  });
});

describe("a session's request", () => {
  it.each([
    ["its role", { ArnEquals: { "aws:PrincipalArn": ROLE_ARN } }],
    ["its role's id and its name", { StringEquals: { "aws:userid": "AROAEXAMPLE:build" } }],
    ["when it began", { DateEquals: { "aws:TokenIssueTime": TODAY } }],
    ["a role's type", { StringEquals: { "aws:PrincipalType": "AssumedRole" } }],
  ])("has %s", (_what, condition) => {
    expect(yes(byRole(condition)).argument).toBe("assume_role_policy");
  });
});
