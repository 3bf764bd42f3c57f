import { assumeRole, AwsSession } from "../../../src/simulator";
import { given, lineOf, no, refusal, yes } from "../support/answers";
import { account, ACCOUNT, ROLE_ARN, trusting } from "../support/aws";
import { read } from "../support/stack";
import { NOW } from "../support/tokens";

/** A role's session that assumes another role: what the pod has by itself leads to what the cluster trusts. */
const OWN_ACCOUNT = "999988887777";
const OWN_ROLE = `arn:aws:iam::${OWN_ACCOUNT}:role/apps/ci`;
const own: AwsSession = {
  role: {
    arn: OWN_ROLE,
    name: "ci",
    account: OWN_ACCOUNT,
    partition: "aws",
    uniqueId: "AROAX",
    maxSeconds: 3600,
    trustPolicy: () => "{}",
  },
  sessionName: "build",
  issued: NOW,
  expires: NOW + 3600,
};
const CALLER = `arn:aws:sts::${OWN_ACCOUNT}:assumed-role/ci/build`;
const TRUST = { hop: "impersonation", place: "mesh: aws_iam_role.reader", argument: "assume_role_policy" };

function chained(statement: object, request: object = {}, role: object = {}) {
  const parts = { Principal: { AWS: OWN_ROLE }, Action: "sts:AssumeRole", ...statement };
  const world = read(account([trusting(parts)], role));
  return assumeRole(world.aws, own, { roleArn: ROLE_ARN, sessionName: "ns.sa", ...request }, NOW);
}

describe("a session of a role that another role trusts", () => {
  it.each([
    ["by its ARN", {}],
    ["by its account", { Principal: { AWS: `arn:aws:iam::${OWN_ACCOUNT}:root` } }],
    ["by its session", { Principal: { AWS: CALLER } }],
    [
      "by its role's ARN in a condition",
      { Principal: { AWS: "*" }, Condition: { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/apps/*" } } },
    ],
    [
      "by its account in a condition",
      { Principal: { AWS: "*" }, Condition: { StringEquals: { "aws:PrincipalAccount": OWN_ACCOUNT } } },
    ],
    ["by the session's new name", { Condition: { StringEquals: { "sts:RoleSessionName": "ns.sa" } } }],
  ])("is let in %s", (_what, statement) => {
    expect(yes(chained(statement))).toEqual(TRUST);
  });

  it("lasts an hour and has the new name", () => {
    const session = given(chained({}));
    expect(session).toMatchObject({ role: { arn: ROLE_ARN }, sessionName: "ns.sa", expires: NOW + 3600 });
  });

  it.each([
    ["another role is trusted", { Principal: { AWS: `arn:aws:iam::${OWN_ACCOUNT}:role/ci` } }],
    ["tokens alone are trusted", { Principal: { Federated: "x" } }],
    ["another action is allowed", { Action: "sts:AssumeRoleWithWebIdentity" }],
    ["it is denied", { Effect: "Deny" }],
    ["the condition names another account", { Condition: { StringEquals: { "aws:PrincipalAccount": ACCOUNT } } }],
    ["the policy cannot be judged", { Condition: { StringIs: { "sts:RoleSessionName": "ns.sa" } } }],
  ])("is kept out where %s", (_what, statement) => {
    // WHEN
    const answer = chained(statement);

    // THEN
    expect(no(answer)).toEqual({ ...TRUST, code: "AccessDenied" });
    expect(refusal(answer).message).toBe(
      `User: ${CALLER} is not authorized to perform: sts:AssumeRole on resource: ${ROLE_ARN}`,
    );
  });
});

describe("an external id", () => {
  const wanted = { Condition: { StringEquals: { "sts:ExternalId": "x1" } } };

  it.each([
    ["the one that is wanted", { externalId: "x1" }, true],
    ["another", { externalId: "x2" }, false],
    ["in another letter case", { externalId: "X1" }, false],
    ["none", {}, false],
  ])("%s", (_what, request, allowed) => {
    expect(chained(wanted, request).granted).toBe(allowed);
  });

  it("that nobody wants does no harm", () => {
    expect(chained({}, { externalId: "x1" }).granted).toBe(true);
  });
});

describe("a role that is not there", () => {
  it("is refused in the same words, and the nearest one is told", () => {
    // GIVEN
    const roleArn = `${ROLE_ARN}s`;

    // WHEN
    const answer = chained({}, { roleArn });

    // THEN
    expect(no(answer)).toEqual({ ...TRUST, code: "AccessDenied", argument: "name" });
    expect(refusal(answer).message).toContain(`on resource: ${roleArn}`);
    expect(lineOf(answer)).toContain(`there is "${ROLE_ARN}"`);
  });
});

describe("a session from a session", () => {
  it("is not longer than an hour, whatever the role allows", () => {
    // WHEN
    const answer = chained({}, { durationSeconds: 3601 }, { max_session_duration: 7200 });

    // THEN
    expect(no(answer)).toEqual({ hop: "impersonation", code: "ValidationError" });
    expect(refusal(answer).message).toContain("role chaining");
  });

  it("is not longer than the role allows, which is looked at first, as recorded", () => {
    // WHEN
    const answer = chained({}, { durationSeconds: 3601 });

    // THEN
    expect(no(answer)).toEqual({ ...TRUST, code: "ValidationError", argument: "max_session_duration" });
    expect(refusal(answer).message).toContain("MaxSessionDuration");
  });
});
