import { assumeRole } from "../../../src/simulator";
import { podIdentityMarks } from "../../../src/simulator/aws/session-tags";
import { given, no, refusal } from "../support/answers";
import { account, assume, assumeBy, ROLE_ARN, trusting, WEB_IDENTITY } from "../support/aws";
import { read } from "../support/stack";
import { NOW } from "../support/tokens";

/**
 * What a token's tags and source identity need and tell.
 *
 * AWS IAM documentation: "Pass session tags in AWS STS", sections "Permissions required to add session tags" and "Passing session tags
 * using AssumeRoleWithWebIdentity", whose token `NESTED` and `FLAT` are; "Monitor and control actions taken with assumed roles".
 */
const TAGS = "https://aws.amazon.com/tags";
const NESTED = {
  [TAGS]: {
    principal_tags: { Project: ["Automation"], CostCenter: ["987654"] },
    transitive_tag_keys: ["Project"],
  },
};
const FLAT = {
  [`${TAGS}/principal_tags/Project`]: ["Automation"],
  [`${TAGS}/principal_tags/CostCenter`]: "987654",
  [`${TAGS}/transitive_tag_keys`]: ["Project"],
};
const IDENTITY = { "https://aws.amazon.com/source_identity": "Admin" };
const allowing = (actions: string[], Condition?: object) => [
  trusting({ Action: [WEB_IDENTITY, ...actions], ...(Condition ? { Condition } : {}) }),
];
const REFUSED = { hop: "exchange", code: "AccessDenied" };

describe.each([
  ["nested", NESTED],
  ["flattened", FLAT],
])("a token's %s tags", (_what, claims) => {
  it("need sts:TagSession beside the first action", () => {
    const answer = assumeBy(allowing([]), { claims });
    expect(no(answer)).toMatchObject(REFUSED);
    expect(refusal(answer).message).toBe("Not authorized to perform sts:TagSession");
    expect(given(assumeBy(allowing(["sts:TagSession"]), { claims })).marks?.tags.get("Project")).toBe("Automation");
  });

  it.each<[string, object, boolean]>([
    ["the tag", { StringEquals: { "aws:RequestTag/project": "Automation" } }, true],
    ["another value", { StringEquals: { "aws:RequestTag/Project": "Marketing" } }, false],
    ["a tag that is not there", { StringEquals: { "aws:RequestTag/Team": "x" } }, false],
    ["keys that are all named", { "ForAllValues:StringEquals": { "aws:TagKeys": ["Project", "CostCenter"] } }, true],
    ["a key that is not named", { "ForAllValues:StringEquals": { "aws:TagKeys": ["Project"] } }, false],
    ["what is inherited", { "ForAllValues:StringEquals": { "sts:TransitiveTagKeys": ["Project"] } }, true],
  ])("are compared by a condition: %s", (_case, condition, isGranted) => {
    expect(assumeBy(allowing(["sts:TagSession"], condition), { claims }).granted).toBe(isGranted);
  });
});

it("takes a request without tags for one without", () => {
  const condition = (operator: string, value: string) => [
    trusting({ Condition: { [operator]: { "aws:RequestTag/x": value } } }),
  ];
  expect(assumeBy(condition("Null", "true")).granted).toBe(true);
  expect(no(assumeBy(condition("StringEquals", "y")))).toMatchObject(REFUSED);
});

it("needs sts:SetSourceIdentity for a source identity, and compares it", () => {
  const condition = (name: string) => ({ StringEquals: { "sts:SourceIdentity": name } });
  expect(no(assumeBy(allowing([]), { claims: IDENTITY }))).toMatchObject(REFUSED);
  expect(assumeBy(allowing(["sts:SetSourceIdentity"], condition("Admin")), { claims: IDENTITY }).granted).toBe(true);
  expect(no(assumeBy(allowing(["sts:SetSourceIdentity"], condition("x")), { claims: IDENTITY }))).toMatchObject(
    REFUSED,
  );
});

describe("a session that assumes a further role", () => {
  // aws/eks-pod-identity-agent, issue 80: the tags of EKS Pod Identity are transitive, so each further role must allow sts:TagSession.
  const own = given(assume(read(account())));
  const chained = (marks: object, actions: string[], Condition?: object) => {
    const trust = trusting({ Principal: { AWS: ROLE_ARN }, Action: actions, ...(Condition ? { Condition } : {}) });
    const { aws } = read(account([trust]));
    return assumeRole(aws, { ...own, ...marks }, { roleArn: ROLE_ARN, sessionName: "ns.sa" }, NOW);
  };
  const pod = { marks: podIdentityMarks("ns", "sa") };

  it("needs sts:TagSession where it has transitive tags", () => {
    expect(chained({}, ["sts:AssumeRole"]).granted).toBe(true);
    const answer = chained(pod, ["sts:AssumeRole"]);
    expect(no(answer)).toMatchObject({ hop: "impersonation", code: "AccessDenied" });
    expect(refusal(answer).message).toContain("is not authorized to perform: sts:TagSession on resource");
    expect(chained(pod, ["sts:AssumeRole", "sts:TagSession"]).granted).toBe(true);
  });

  it.each<[string, object, boolean]>([
    ["the service account's", { StringEquals: { "aws:RequestTag/kubernetes-service-account": "sa" } }, true],
    ["another namespace's", { StringEquals: { "aws:RequestTag/kubernetes-namespace": "x" } }, false],
    ["a tag whose value is not known", { StringEquals: { "aws:RequestTag/eks-cluster-name": "west" } }, false],
    ["a negated one", { StringNotEquals: { "aws:RequestTag/eks-cluster-name": "east" } }, false],
  ])("has the tags of its pods: %s", (_what, condition, isGranted) => {
    expect(chained(pod, ["sts:AssumeRole", "sts:TagSession"], condition).granted).toBe(isGranted);
  });
});
