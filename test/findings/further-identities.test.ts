import { furtherIdentities } from "../../src/findings/rules/further-identities";
import { account, ACCOUNT, policyOf, ROLE_ARN, trusting } from "../simulator/support/aws";
import { AUDIENCE, granting, PRINCIPAL, project, PROJECT } from "../simulator/support/google";
import { declaration, declaring, EKS_ARGS } from "../simulator/support/mesh";
import { Args, merged, read, Stack } from "../simulator/support/stack";
import { NOW } from "../simulator/support/tokens";

/** Chains: what an edge's role or principal may act as beside itself. */
const told = (stack: Stack) =>
  furtherIdentities(read(stack), NOW).map((one) => `${one.severity} ${one.place} ${one.what}`);

describe("an edge's role", () => {
  const edge = declaring({ args: EKS_ARGS, declaration: declaration() });
  const ADMIN = `arn:aws:iam::${ACCOUNT}:role/admin`;
  const admin = (AWS: string, parts: object = {}, role: Args = {}): Stack => ({
    resource: {
      aws_iam_role: {
        admin: {
          name: "admin",
          assume_role_policy: policyOf({ Effect: "Allow", Principal: { AWS }, Action: "sts:AssumeRole", ...parts }),
          ...role,
        },
      },
    },
  });
  const may = (Resource: string, Action = "sts:AssumeRole", parts: object = {}): Stack => ({
    resource: {
      aws_iam_role_policy: {
        next: { name: "next", role: "reader", policy: policyOf({ Effect: "Allow", Action, Resource, ...parts }) },
      },
    },
  });
  const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
  const stack = (...parts: Stack[]) => merged(account([trusting()]), edge, ...parts);

  /** AWS IAM documentation: "Cross-account policy evaluation logic", "AWS JSON policy elements: Principal". */
  it.each<[string, Stack, string]>([
    ["that another role names", admin(ROLE_ARN), "aws_iam_role.admin"],
    ["that its own policy lets go on", merged(admin(ROOT), may(ADMIN)), "aws_iam_role_policy.next"],
    ["that may assume everything", merged(admin(ACCOUNT), may("*", "sts:*")), "aws_iam_role_policy.next"],
    ["where all are let in", merged(admin("*")), "aws_iam_role.admin"],
    [
      "with an external id",
      admin(ROLE_ARN, { Condition: { StringEquals: { "sts:ExternalId": "x1" } } }),
      "aws_iam_role.admin",
    ],
  ])("%s is told", (_what, parts, place) => {
    expect(told(stack(parts))).toEqual([`fault mesh: ${place} to act as ${ADMIN}`]);
  });

  it.each<[string, Stack]>([
    ["there is no policy of its own", admin(ROOT)],
    ["its policy is about another role", merged(admin(ROOT), may(`${ADMIN}istrator`))],
    ["no role trusts it", merged(admin(`arn:aws:iam::${ACCOUNT}:role/other`), may("*"))],
    ["another action is allowed", admin(ROLE_ARN, { Action: "sts:TagSession" })],
    ["its policy denies it", merged(admin(ROLE_ARN), may("*", "sts:AssumeRole", { Effect: "Deny" }))],
  ])("does not go on where %s", (_what, parts) => {
    expect(told(stack(parts))).toEqual([]);
  });

  it("is a gap where a policy that was not read decides", () => {
    const attached: Stack = {
      resource: {
        aws_iam_role_policy_attachment: { a: { role: "reader", policy_arn: `arn:aws:iam::${ACCOUNT}:policy/p` } },
      },
    };
    expect(told(stack(admin(ROOT), attached))).toEqual([expect.stringMatching(/^gap .* to act as /) as string]);
  });
});

describe("an edge's principal", () => {
  const OTHER = `other@${PROJECT}.iam.gserviceaccount.com`;
  const OWN = `own@${PROJECT}.iam.gserviceaccount.com`;
  const edge = (...more: string[]) =>
    declaring({
      args: ["gke", "--audience", AUDIENCE, ...more],
      declaration: declaration({
        target: { name: "//container.googleapis.com/projects/acme-euro/locations/l/clusters/euro" },
        audience: `https:${AUDIENCE}`,
        principal: PRINCIPAL,
      }),
    });
  const on = (email: string, role: string, member: string) =>
    granting("google_service_account_iam_member", {
      service_account_id: `projects/${PROJECT}/serviceAccounts/${email}`,
      role,
      member,
    });

  it.each(["serviceAccountTokenCreator", "workloadIdentityUser", "serviceAccountKeyAdmin", "serviceAccountAdmin"])(
    "that is %s of another service account is told",
    (role) => {
      expect(told(merged(edge(), on(OTHER, `roles/iam.${role}`, PRINCIPAL)))).toEqual([
        `fault mesh: google_service_account_iam_member.grant to act as ${OTHER}`,
      ]);
    },
  );

  it("goes on from its service account too", () => {
    const stack = on(OTHER, "roles/iam.serviceAccountTokenCreator", `serviceAccount:${OWN}`);
    expect(told(merged(edge("--service-account", OWN), stack))).toHaveLength(1);
    expect(told(merged(edge(), stack))).toEqual([]);
  });

  it.each<[string, Stack]>([
    ["it is its own account", on(OWN, "roles/iam.workloadIdentityUser", PRINCIPAL)],
    ["the role shows the account alone", on(OTHER, "roles/iam.serviceAccountViewer", PRINCIPAL)],
    ["another one has the role", on(OTHER, "roles/iam.serviceAccountTokenCreator", `${PRINCIPAL}x`)],
    ["nothing is granted", project()],
  ])("does not where %s", (_what, stack) => {
    expect(told(merged(edge("--service-account", OWN), stack))).toEqual([]);
  });
});
