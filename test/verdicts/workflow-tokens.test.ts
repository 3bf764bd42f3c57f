import { ACCOUNT, policy } from "./support/aws";
import { Expected, inWords, verdicts } from "./support/ask";
import { credential, identity, shown, AUDIENCE as ENTRA, CLIENT, TENANT } from "./support/azure";
import { audience, pools, PROJECT, Provider, tokenAudience } from "./support/google";

const GITHUB = "token.actions.githubusercontent.com";
const GITLAB = "gitlab.com";
const BRANCH = "repo:octo-org/octo-repo:ref:refs/heads/main";
const PULL = "repo:octo-org/octo-repo:pull_request";
const PRODUCTION = "repo:octo-org/octo-repo:environment:Production";
const FORK = "repo:stranger/octo-repo:ref:refs/heads/main";
const IMMUTABLE = "repo:octo-org@123456/octo-repo@456789:ref:refs/heads/main";
const PROJECT_MAIN = "project_path:my-group/my-project:ref_type:branch:ref:main";

/** What a condition asks of a token's subject: of GitHub's unless another host is given. */
const like = (pattern: string, host = GITHUB) => ({ StringLike: { [`${host}:sub`]: pattern } });
const equals = (value: string | string[], host = GITHUB) => ({ StringEquals: { [`${host}:sub`]: value } });

/**
 * Jobs and their intruders at AWS, by a condition on the subject.
 *
 * https://docs.github.com/en/actions/reference/security/oidc: a job's subject is its repository with the environment, or else
 * `pull_request`, or else the ref; owner and repository have their ids in it where subjects are immutable, and a `:` of a name is `%3A`.
 * https://docs.gitlab.com/ci/secrets/id_token_authentication/: a job's subject is the project's path, the ref's type and the ref.
 */
const AWS: readonly [words: string, condition: object, sub: string, expected: Expected, claims?: object][] = [
  ["a branch", equals(BRANCH), BRANCH, "allowed"],
  ["another branch", equals(BRANCH), BRANCH.replace("main", "dev"), "exchange AccessDenied"],
  ["a branch that begins alike", equals(BRANCH), `${BRANCH}-2`, "exchange AccessDenied"],
  ["a tag of the branch's name", equals(BRANCH), BRANCH.replace("heads", "tags"), "exchange AccessDenied"],
  ["a pull request for a branch", equals(BRANCH), PULL, "exchange AccessDenied"],
  ["an environment for a branch", equals(BRANCH), PRODUCTION, "exchange AccessDenied"],
  ["a fork", equals(BRANCH), FORK, "exchange AccessDenied"],
  ["another repository", equals(BRANCH), BRANCH.replace("octo-repo", "octo-repo-2"), "exchange AccessDenied"],
  ["the owner in another letter case", equals(BRANCH), BRANCH.replace("octo-org", "Octo-Org"), "exchange AccessDenied"],
  ["the repository by a star, a pull request", like("repo:octo-org/octo-repo:*"), PULL, "allowed"],
  ["the repository by a star, a fork", like("repo:octo-org/octo-repo:*"), FORK, "exchange AccessDenied"],
  [
    "a star without the colon, a repository that begins alike",
    like("repo:octo-org/octo-repo*"),
    BRANCH.replace("octo-repo", "octo-repo-evil"),
    "allowed",
  ],
  [
    "the owner by a star, an owner that begins alike",
    like("repo:octo-org/*"),
    "repo:octo-org-evil/x:pull_request",
    "exchange AccessDenied",
  ],
  [
    "a star without the slash, an owner that begins alike",
    like("repo:octo-org*"),
    "repo:octo-org-evil/x:pull_request",
    "allowed",
  ],
  ["an environment", equals(PRODUCTION), PRODUCTION, "allowed"],
  ["an environment in another letter case", equals(PRODUCTION), PRODUCTION.toLowerCase(), "exchange AccessDenied"],
  ["another environment", equals(PRODUCTION), PRODUCTION.replace("Production", "Staging"), "exchange AccessDenied"],
  [
    "an environment with a colon",
    equals("repo:octo-org/octo-repo:environment:Production%3AV1"),
    "repo:octo-org/octo-repo:environment:Production%3AV1",
    "allowed",
  ],
  ["an environment of any name", like("repo:octo-org/octo-repo:environment:*"), BRANCH, "exchange AccessDenied"],
  ["an immutable subject for one without ids", equals(BRANCH), IMMUTABLE, "exchange AccessDenied"],
  ["an immutable subject", equals(IMMUTABLE), IMMUTABLE, "allowed"],
  [
    "a repository that got the name later",
    equals(IMMUTABLE),
    IMMUTABLE.replace("456789", "456790"),
    "exchange AccessDenied",
  ],
  ["one of two subjects", equals([PULL, BRANCH]), BRANCH, "allowed"],
  // The same page, on customised subjects: the keys that are chosen, one after the other
  [
    "a customised subject for the usual one",
    equals(BRANCH),
    "repository_owner:octo-org:job_workflow_ref:octo-org/ci/.github/workflows/a.yml@refs/heads/main",
    "exchange AccessDenied",
  ],
  [
    "a customised subject of a workflow",
    like("*:job_workflow_ref:octo-org/ci/.github/workflows/a.yml@*"),
    "repo:octo-org/x:job_workflow_ref:octo-org/ci/.github/workflows/a.yml@refs/heads/main",
    "allowed",
  ],
  [
    "a customised subject of another workflow",
    like("*:job_workflow_ref:octo-org/ci/.github/workflows/a.yml@*"),
    "repo:octo-org/x:job_workflow_ref:octo-org/x/.github/workflows/a.yml@refs/heads/main",
    "exchange AccessDenied",
  ],
  // Service Authorization Reference, AWS STS: claims of GitHub that are condition keys
  [
    "the reusable workflow",
    { StringLike: { [`${GITHUB}:job_workflow_ref`]: "octo-org/ci/*@refs/heads/main" } },
    BRANCH,
    "allowed",
    { job_workflow_ref: "octo-org/ci/.github/workflows/a.yml@refs/heads/main" },
  ],
  [
    "the reusable workflow of another ref",
    { StringLike: { [`${GITHUB}:job_workflow_ref`]: "octo-org/ci/*@refs/heads/main" } },
    BRANCH,
    "exchange AccessDenied",
    { job_workflow_ref: "octo-org/ci/.github/workflows/a.yml@refs/pull/1/merge" },
  ],
  ["no condition but the audience", { StringEquals: { [`${GITHUB}:aud`]: "sts.amazonaws.com" } }, FORK, "allowed"],
  // GitLab
  ["a branch of GitLab", equals(PROJECT_MAIN, GITLAB), PROJECT_MAIN, "allowed"],
  [
    "another branch of GitLab",
    equals(PROJECT_MAIN, GITLAB),
    PROJECT_MAIN.replace("main", "dev"),
    "exchange AccessDenied",
  ],
  [
    "a tag of GitLab of the branch's name",
    equals(PROJECT_MAIN, GITLAB),
    PROJECT_MAIN.replace("branch", "tag"),
    "exchange AccessDenied",
  ],
  [
    "another project of the group",
    equals(PROJECT_MAIN, GITLAB),
    PROJECT_MAIN.replace("my-project", "other"),
    "exchange AccessDenied",
  ],
  [
    "a project of a group below",
    like("project_path:my-group/*:ref_type:branch:ref:main", GITLAB),
    "project_path:my-group/sub/x:ref_type:branch:ref:main",
    "allowed",
  ],
  [
    "a group that begins alike",
    like("project_path:my-group/*", GITLAB),
    "project_path:my-group-2/x:ref_type:branch:ref:main",
    "exchange AccessDenied",
  ],
  ["a token of GitHub for GitLab's subject", equals(PROJECT_MAIN, GITLAB), BRANCH, "exchange AccessDenied"],
];

describe("tokens of workflows at AWS", () => {
  it.each(AWS.map(([words, ...rest]) => [words, rest[2], ...rest] as const))(
    "%s: %s",
    async (_words, expected, condition, sub, _expected, claims = {}) => {
      const host = JSON.stringify(condition).includes(`${GITLAB}:`) ? GITLAB : GITHUB;
      const arn = `arn:aws:iam::${ACCOUNT}:oidc-provider/${host}`;
      const trust = policy({
        ...{ Effect: "Allow", Principal: { Federated: arn }, Action: "sts:AssumeRoleWithWebIdentity" },
        Condition: condition,
      });
      const stack = {
        provider: { aws: [{ allowed_account_ids: [ACCOUNT], region: "us-west-2" }] },
        resource: {
          aws_iam_openid_connect_provider: { one: { url: `https://${host}`, client_id_list: ["sts.amazonaws.com"] } },
          aws_iam_role: { one: { name: "one", assume_role_policy: trust } },
        },
      };
      const token = { iss: `https://${host}`, sub, aud: "sts.amazonaws.com", ...claims };
      const exchange = { cloud: "aws", roleArn: `arn:aws:iam::${ACCOUNT}:role/one` };
      const [verdict] = await verdicts(stack, [{ claims: token, exchange }]);
      expect({ is: inWords(verdict, expected), verdict }).toMatchObject({ is: expected });
    },
  );
});

/** Claims of the vendor's example token. */
const JOB = {
  ...{ iss: `https://${GITHUB}`, sub: BRANCH, repository: "octo-org/octo-repo", repository_owner: "octo-org" },
  ...{ repository_id: "456789", repository_owner_id: "123456", ref: "refs/heads/main", event_name: "push" },
};
const by = (condition: string, mapping: Readonly<Record<string, string>> = {}): Provider => ({
  oidc: { issuer_uri: `https://${GITHUB}` },
  mapping: { "google.subject": "assertion.sub", ...mapping },
  condition,
});

/**
 * The same at Google.
 *
 * https://docs.cloud.google.com/iam/docs/workload-identity-federation-with-deployment-pipelines: the condition decides, in CEL
 */
const GOOGLE: readonly [words: string, provider: Provider, claims: object, expected: Expected][] = [
  ["the owner's id", by("assertion.repository_owner_id == '123456'"), {}, "allowed"],
  [
    "an owner who got the name later",
    by("assertion.repository_owner_id == '123456'"),
    { repository_owner_id: "9" },
    "exchange",
  ],
  [
    "the repository and the ref",
    by("assertion.repository == 'octo-org/octo-repo' && assertion.ref == 'refs/heads/main'"),
    {},
    "allowed",
  ],
  [
    "a pull request",
    by("assertion.repository == 'octo-org/octo-repo' && assertion.ref == 'refs/heads/main'"),
    { sub: PULL, ref: "refs/pull/1/merge", event_name: "pull_request" },
    "exchange",
  ],
  [
    "no pull request",
    by("assertion.event_name != 'pull_request'"),
    { sub: PULL, event_name: "pull_request" },
    "exchange",
  ],
  ["a fork", by("assertion.repository_owner == 'octo-org'"), { sub: FORK, repository_owner: "stranger" }, "exchange"],
  ["one of several repositories", by("assertion.repository in ['octo-org/a', 'octo-org/octo-repo']"), {}, "allowed"],
  [
    "a repository that begins alike",
    by("assertion.repository.startsWith('octo-org/octo')"),
    { repository: "octo-org/octo-evil" },
    "allowed",
  ],
  ["an environment that the job has not", by("assertion.environment == 'prod'"), {}, "exchange"],
  [
    "an environment, where the job has one",
    by("!has(assertion.environment) || assertion.environment == 'prod'"),
    {},
    "allowed",
  ],
  [
    "a mapped attribute by extract",
    by("attribute.branch == 'main'", { "attribute.branch": "assertion.ref.extract('refs/heads/{branch}')" }),
    {},
    "allowed",
  ],
  [
    "a tag by extract of a branch",
    by("attribute.branch == 'main'", { "attribute.branch": "assertion.ref.extract('refs/heads/{branch}')" }),
    { ref: "refs/tags/main" },
    "exchange",
  ],
  [
    "the owner by extract of the subject",
    by("attribute.owner == 'octo-org'", { "attribute.owner": "assertion.sub.extract('repo:{owner}/')" }),
    {},
    "allowed",
  ],
  [
    "a fork by extract of the subject",
    by("attribute.owner == 'octo-org'", { "attribute.owner": "assertion.sub.extract('repo:{owner}/')" }),
    { sub: FORK },
    "exchange",
  ],
];

describe("tokens of workflows at Google", () => {
  it.each(GOOGLE.map(([words, provider, claims, expected]) => [words, expected, provider, claims] as const))(
    "%s: %s",
    async (_words, expected, provider, claims) => {
      const stack = { provider: { google: [{ project: PROJECT }] }, resource: pools({ own: provider }) };
      const number = `projects/210987654321`;
      const written = {
        ...stack,
        output: {
          number: { value: `principalSet://iam.googleapis.com/${number}/locations/global/workloadIdentityPools/own/*` },
        },
      };
      const [verdict] = await verdicts(written, [
        {
          claims: { ...JOB, aud: tokenAudience("own"), ...claims },
          exchange: { cloud: "google", audience: audience("own") },
        },
      ]);
      expect({ is: inWords(verdict, expected), verdict }).toMatchObject({ is: expected });
    },
  );
});

/**
 * The same at Entra: issuer, subject and audience are compared as they are.
 *
 * https://learn.microsoft.com/entra/workload-id/workload-identity-federation-create-trust
 */
const AZURE: readonly [words: string, subjects: readonly string[], sub: string, expected: Expected][] = [
  ["a branch", [BRANCH], BRANCH, "allowed"],
  ["the second of several", [PULL, BRANCH], BRANCH, "allowed"],
  ["a pull request", [BRANCH], PULL, "exchange AADSTS700213"],
  ["a fork", [BRANCH], FORK, "exchange AADSTS700213"],
  ["a star", ["repo:octo-org/octo-repo:*"], BRANCH, "exchange AADSTS700213"],
  ["another environment", [PRODUCTION], PRODUCTION.replace("Production", "Staging"), "exchange AADSTS700213"],
  ["an immutable subject", [BRANCH], IMMUTABLE, "exchange AADSTS700213"],
];

describe("tokens of workflows at Entra", () => {
  it.each(AZURE.map(([words, subjects, sub, expected]) => [words, expected, subjects, sub] as const))(
    "%s: %s",
    async (_words, expected, subjects, sub) => {
      const iss = `https://${GITHUB}`;
      const credentials = subjects.map((subject, at) => credential({ issuer: iss, subject }, `c${at}`));
      const [verdict] = await verdicts(shown([identity, ...credentials]), [
        { claims: { iss, sub, aud: ENTRA }, exchange: { cloud: "azure", tenantId: TENANT, clientId: CLIENT } },
      ]);
      expect({ is: inWords(verdict, expected), verdict }).toMatchObject({ is: expected });
    },
  );
});
