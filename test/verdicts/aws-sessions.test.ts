import { account, ACCOUNT, EXACT, OWN_CLAIMS, policy } from "./support/aws";
import { Expected, inWords, verdicts } from "./support/ask";

const TAGS = "https://aws.amazon.com/tags";
const IDENTITY = "https://aws.amazon.com/source_identity";
const CONDITION = (EXACT as { Condition: { StringEquals: object } }).Condition;
const tags = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`tag-${i}`, [`${i}`]]));
const tagged = (principal_tags: object, transitive_tag_keys: string[] = []) => ({
  [TAGS]: { principal_tags, transitive_tag_keys },
});
const ROLES = {
  plain: policy(EXACT),
  tags: policy({ ...EXACT, Action: ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"] }),
  identity: policy({ ...EXACT, Action: ["sts:AssumeRoleWithWebIdentity", "sts:SetSourceIdentity"] }),
  team: policy({
    ...EXACT,
    Action: ["sts:AssumeRoleWithWebIdentity", "sts:SetSourceIdentity"],
    Condition: { ...CONDITION, StringLike: { "sts:SourceIdentity": "team-*" } },
  }),
  named: policy({ ...EXACT, Condition: { ...CONDITION, StringLike: { "sts:RoleSessionName": "deploy.*" } } }),
  transitive: policy({
    ...EXACT,
    Action: ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"],
    Condition: { ...CONDITION, "ForAllValues:StringEquals": { "sts:TransitiveTagKeys": ["team"] } },
  }),
};

type Row = readonly [
  words: string,
  role: keyof typeof ROLES,
  claims: object,
  expected: Expected,
  exchange?: { readonly roleArn?: string; readonly sessionName?: string },
];

/** Sessions by AssumeRoleWithWebIdentity, beside what the token's own claims decide. */
const CASES: readonly Row[] = [
  // https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html, RoleSessionName: 2 to 64 of [\w+=,.@-]
  ["a name of 64 characters", "plain", {}, "allowed", { sessionName: "x".repeat(64) }],
  ["a name of 65 characters", "plain", {}, "exchange ValidationError", { sessionName: "x".repeat(65) }],
  ["a name of one character", "plain", {}, "exchange ValidationError", { sessionName: "x" }],
  ["a name with a slash", "plain", {}, "exchange ValidationError", { sessionName: "deploy/deployer" }],
  ["a name with a colon", "plain", {}, "exchange ValidationError", { sessionName: "deploy:deployer" }],
  ["a name with a space", "plain", {}, "exchange ValidationError", { sessionName: "deploy deployer" }],
  ["a name with all signs", "plain", {}, "allowed", { sessionName: "a_+=,.@-b" }],
  ["a name that the trust policy asks for", "named", {}, "allowed", { sessionName: "deploy.x" }],
  ["a name that it does not take", "named", {}, "exchange AccessDenied", { sessionName: "other.x" }],
  // The same page, RoleArn
  ["a user's ARN", "plain", {}, "exchange ValidationError", { roleArn: `arn:aws:iam::${ACCOUNT}:user/plain` }],
  [
    "a session's ARN",
    "plain",
    {},
    "exchange ValidationError",
    { roleArn: `arn:aws:sts::${ACCOUNT}:assumed-role/plain/x` },
  ],
  ["a role's name", "plain", {}, "exchange ValidationError", { roleArn: "plain" }],
  [
    "a role in another letter case",
    "plain",
    {},
    "exchange AccessDenied",
    { roleArn: `arn:aws:iam::${ACCOUNT}:role/Plain` },
  ],
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html, "Things to know": 50 tags, keys of 128 and values of 256
  // characters, no two keys that differ by letter case alone, and none that begins with aws:
  ["fifty tags", "tags", tagged(tags(50)), "allowed"],
  ["fifty-one tags", "tags", tagged(tags(51)), "exchange"],
  ["a key of 128 characters", "tags", tagged({ ["k".repeat(128)]: ["a"] }), "allowed"],
  ["a key of 129 characters", "tags", tagged({ ["k".repeat(129)]: ["a"] }), "exchange"],
  ["a value of 257 characters", "tags", tagged({ team: ["a".repeat(257)] }), "exchange"],
  ["keys that differ by letter case", "tags", tagged({ team: ["a"], Team: ["b"] }), "exchange"],
  ["a key of AWS's", "tags", tagged({ "aws:team": ["a"] }), "exchange"],
  ["an empty value", "tags", tagged({ team: [""] }), "allowed"],
  ["a transitive key that the trust policy takes", "transitive", tagged({ team: ["a"] }, ["team"]), "allowed"],
  [
    "a transitive key that it does not take",
    "transitive",
    tagged({ team: ["a"], cost: ["1"] }, ["team", "cost"]),
    "exchange AccessDenied",
  ],
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html: the trust policy allows
  // SetSourceIdentity; 2 to 64 of [\w+=,.@-], and not aws: in front
  ["a source identity", "identity", { [IDENTITY]: "team-a" }, "allowed"],
  ["a source identity without SetSourceIdentity", "plain", { [IDENTITY]: "team-a" }, "exchange AccessDenied"],
  ["a source identity that the trust policy takes", "team", { [IDENTITY]: "team-a" }, "allowed"],
  ["one that it does not take", "team", { [IDENTITY]: "other" }, "exchange AccessDenied"],
  ["none where it asks for one", "team", {}, "exchange AccessDenied"],
  ["a source identity with a slash", "identity", { [IDENTITY]: "team/a" }, "exchange"],
  ["a source identity of one character", "identity", { [IDENTITY]: "a" }, "exchange"],
];

describe("sessions at AWS STS", () => {
  it.each(CASES.map(([words, role, claims, expected, asked]) => [words, expected, role, claims, asked] as const))(
    "%s: %s",
    async (_words, expected, role, claims, asked = {}) => {
      const roles = Object.fromEntries(
        Object.entries(ROLES).map(([name, trust]) => [name, { assume_role_policy: trust }]),
      );
      const exchange = { cloud: "aws", roleArn: `arn:aws:iam::${ACCOUNT}:role/${role}`, ...asked };
      const [verdict] = await verdicts(account(roles), [{ claims: { ...OWN_CLAIMS, ...claims }, exchange }]);
      expect({ is: inWords(verdict, expected), verdict }).toMatchObject({ is: expected });
    },
  );
});
