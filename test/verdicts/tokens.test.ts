import { account, ACCOUNT, AUDIENCE, EXACT, ISSUER, KEY, OWN_CLAIMS, policy, SUBJECT, trusting } from "./support/aws";
import { Expected, inWords, Verdict, verdicts } from "./support/ask";

const now = Math.floor(Date.now() / 1000);
const MINUTE = 60;

/**
 * Tokens, and what AWS STS answers. IAM User Guide, "Troubleshoot OIDC federation" and "Create an OpenID Connect (OIDC) identity
 * provider in IAM"; AWS STS API Reference, "AssumeRoleWithWebIdentity"; "Available keys for AWS OIDC federation".
 */
const CASES: readonly [words: string, claims: object, expected: Expected, header?: object, role?: string][] = [
  ["its own", {}, "allowed"],
  ["an audience that the provider does not list", { aud: "unlisted" }, "exchange InvalidIdentityToken"],
  ["an audience that the provider lists and the policy refuses", { aud: "other-audience" }, "exchange AccessDenied"],
  ["an audience in another letter case", { aud: "STS.amazonaws.com" }, "exchange InvalidIdentityToken"],
  ["a list of one audience", { aud: [AUDIENCE] }, "allowed"],
  ["a list of two audiences", { aud: [AUDIENCE, "other-audience"] }, "exchange InvalidIdentityToken"],
  ["two audiences and azp", { aud: [AUDIENCE, "x"], azp: AUDIENCE }, "allowed"],
  ["azp counts in place of aud", { aud: "unlisted", azp: AUDIENCE }, "allowed"],
  ["azp that is not listed", { aud: AUDIENCE, azp: "unlisted" }, "exchange InvalidIdentityToken"],
  ["no audience", { aud: null }, "exchange InvalidIdentityToken"],
  ["no subject", { sub: null }, "unfollowed"],
  ["another subject", { sub: `${SUBJECT}x` }, "exchange AccessDenied"],
  ["another issuer", { iss: `${ISSUER}/` }, "exchange InvalidIdentityToken"],
  ["an issuer in another letter case", { iss: ISSUER.toLowerCase() }, "exchange InvalidIdentityToken"],
  ["an issuer by http", { iss: ISSUER.replace("https", "http") }, "exchange InvalidIdentityToken"],
  [
    "expired",
    { iat: now - 20 * MINUTE, nbf: now - 20 * MINUTE, exp: now - 10 * MINUTE },
    "exchange ExpiredTokenException",
  ],
  [
    "of the future",
    { iat: now + 20 * MINUTE, nbf: now + 20 * MINUTE, exp: now + 30 * MINUTE },
    "exchange InvalidIdentityToken",
  ],
  ["no exp", { exp: null }, "exchange InvalidIdentityToken"],
  ["no iat", { iat: null }, "exchange InvalidIdentityToken"],
  ["no nbf", { nbf: null }, "allowed"],
  // https://www.rfc-editor.org/rfc/rfc7519#section-4.1: NumericDates are numbers; not before nbf
  ["exp as a text", { exp: `${now + 30 * MINUTE}` }, "exchange InvalidIdentityToken"],
  ["not yet good", { nbf: now + 20 * MINUTE }, "exchange InvalidIdentityToken"],
  ["issued at no date of the calendar", { iat: 1e300 }, "exchange InvalidIdentityToken"],
  ["further claims", { groups: ["a"], email: "a@b.example", "kubernetes.io": {} }, "allowed"],
  ["a subject that is a number", { sub: 12 }, "unfollowed"],
  ["HS256", {}, "exchange InvalidIdentityToken", { alg: "HS256", kid: "key" }],
  ["RS512", {}, "allowed", { alg: "RS512", kid: "key" }],
  ["ES384", {}, "allowed", { alg: "ES384", kid: "key" }],
  ["EdDSA", {}, "exchange InvalidIdentityToken", { alg: "EdDSA", kid: "key" }],
  ["no kid, of an issuer with a single key", {}, "allowed", { alg: "RS256" }],
  ["a role that is not there", {}, "exchange AccessDenied", undefined, "none"],
  ["amr of another provider's keys", {}, "exchange AccessDenied", undefined, "amr"],
];

describe("tokens at AWS STS", () => {
  let answers: readonly Verdict[];
  beforeAll(async () => {
    const roles = {
      own: { assume_role_policy: policy(EXACT) },
      amr: {
        assume_role_policy: policy(trusting({ "ForAnyValue:StringEquals": { [`${KEY}:amr`]: "authenticated" } })),
      },
    };
    const requests = CASES.map(([, claims, , header, role = "own"]) => ({
      claims: { ...OWN_CLAIMS, ...claims },
      ...(header && { header }),
      exchange: { cloud: "aws", roleArn: `arn:aws:iam::${ACCOUNT}:role/${role}` },
    }));
    answers = await verdicts(account(roles), requests);
  });

  it.each(CASES.map(([words, , expected], index) => [words, expected, index] as const))(
    "%s: %s",
    (_words, expected, index) => {
      expect({ is: inWords(answers[index], expected), verdict: answers[index] }).toMatchObject({ is: expected });
    },
  );
});

/**
 * Claims that AWS compares of some issuers alone. Service Authorization Reference, "Actions, resources, and condition keys for AWS
 * Security Token Service".
 */
const COMPARED: readonly [words: string, issuer: string, condition: object, claims: object, expected: Expected][] = [
  [
    "a workflow of GitHub",
    "token.actions.githubusercontent.com",
    { StringLike: { "KEY:job_workflow_ref": "acme/ci/.github/workflows/deploy.yml@*" } },
    { job_workflow_ref: "acme/ci/.github/workflows/deploy.yml@refs/heads/main" },
    "allowed",
  ],
  [
    "another workflow of GitHub",
    "token.actions.githubusercontent.com",
    { StringLike: { "KEY:job_workflow_ref": "acme/ci/*" } },
    { job_workflow_ref: "acme/app/.github/workflows/deploy.yml@refs/heads/main" },
    "exchange AccessDenied",
  ],
  [
    "a repository's id",
    "token.actions.githubusercontent.com",
    { StringEquals: { "KEY:repository_id": "456" } },
    { repository_id: "456" },
    "allowed",
  ],
  [
    "not another branch",
    "token.actions.githubusercontent.com",
    { StringNotEquals: { "KEY:ref": "refs/heads/main" } },
    { ref: "refs/heads/main" },
    "exchange AccessDenied",
  ],
  [
    "an owner by its name is no key",
    "token.actions.githubusercontent.com",
    { StringEquals: { "KEY:repository_owner": "acme" } },
    { repository_owner: "acme" },
    "exchange AccessDenied",
  ],
  [
    "an environment that the token lacks",
    "token.actions.githubusercontent.com",
    { StringEquals: { "KEY:environment": "prod" } },
    {},
    "exchange AccessDenied",
  ],
  [
    "an enterprise's own issuer",
    "token.actions.githubusercontent.com/acme",
    { StringEquals: { "KEY:repository": "acme/app" } },
    { repository: "acme/app" },
    "allowed",
  ],
  ["GHE.com", "token.actions.acme.ghe.com", { StringEquals: { "KEY:actor": "jane" } }, { actor: "jane" }, "allowed"],
  [
    "a protected ref of GitLab",
    "gitlab.com",
    { StringEquals: { "KEY:ref_protected": "true" } },
    { ref_protected: "true" },
    "allowed",
  ],
  [
    "a project's path is no key of GitLab's",
    "gitlab.com",
    { StringEquals: { "KEY:project_path": "acme/app" } },
    { project_path: "acme/app" },
    "exchange AccessDenied",
  ],
  [
    "one's own GitLab",
    "gitlab.acme.example",
    { StringEquals: { "KEY:project_id": "1" } },
    { project_id: "1" },
    "exchange AccessDenied",
  ],
  [
    "a pipeline of Buildkite",
    "agent.buildkite.com",
    { StringEquals: { "KEY:pipeline_slug": "deploy" } },
    { pipeline_slug: "deploy" },
    "allowed",
  ],
  [
    "a project of CircleCI",
    "oidc.circleci.com/org/o-1",
    { StringEquals: { "KEY:oidc.circleci.com/project-id": "p-1" } },
    { "oidc.circleci.com/project-id": "p-1" },
    "allowed",
  ],
  [
    "a claim of Kubernetes",
    "issuer.example",
    { StringEquals: { "KEY:namespace": "deploy" } },
    { namespace: "deploy" },
    "exchange AccessDenied",
  ],
];

describe("claims that AWS compares of some issuers", () => {
  it.each(COMPARED.map(([words, ...rest]) => [words, rest[3], ...rest] as const))(
    "%s: %s",
    async (_words, expected, issuer, condition, claims) => {
      const arn = `arn:aws:iam::${ACCOUNT}:oidc-provider/${issuer}`;
      const all = JSON.parse(JSON.stringify(condition).replaceAll("KEY", issuer)) as object;
      const trust = policy(trusting({ ...all }, { Principal: { Federated: arn } }));
      const stack = {
        provider: { aws: [{ allowed_account_ids: [ACCOUNT], region: "us-west-2" }] },
        resource: {
          aws_iam_openid_connect_provider: { one: { url: `https://${issuer}`, client_id_list: [AUDIENCE] } },
          aws_iam_role: { one: { name: "one", assume_role_policy: trust } },
        },
      };
      const exchange = { cloud: "aws", roleArn: `arn:aws:iam::${ACCOUNT}:role/one` };
      const [verdict] = await verdicts(stack, [
        { claims: { iss: `https://${issuer}`, sub: "any", aud: AUDIENCE, ...claims }, exchange },
      ]);
      expect({ is: inWords(verdict, expected), verdict }).toMatchObject({ is: expected });
    },
  );
});
