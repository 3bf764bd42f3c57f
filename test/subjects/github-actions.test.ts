import { App, TerraformStack } from "cdktf";
import { AwsAccess, AwsTrust, GithubActions, GithubRepositoryOptions, ExternalSubject } from "../../src";
import { accountsOf } from "../support/accounts";
import { Clouds } from "../support/clouds";
import { refusalCodes, synthesize, warningCodes } from "../support/synthesized";

/** "OpenID Connect reference", GitHub Docs: each subject as the page has it. */
const OF_THE_PAGE: [string, () => ExternalSubject, string][] = [
  ["an environment", () => octo().environment("Production"), "repo:octo-org/octo-repo:environment:Production"],
  ["a pull request", () => octo().pullRequests(), "repo:octo-org/octo-repo:pull_request"],
  ["a branch", () => octo().branch("demo-branch"), "repo:octo-org/octo-repo:ref:refs/heads/demo-branch"],
  ["a tag", () => octo().tag("demo-tag"), "repo:octo-org/octo-repo:ref:refs/tags/demo-tag"],
  ["a colon", () => octo().environment("Production:V1"), "repo:octo-org/octo-repo:environment:Production%3AV1"],
  [
    "immutable ids",
    () => octo({ ownerId: "123456", repositoryId: "456789" }).branch("main"),
    "repo:octo-org@123456/octo-repo@456789:ref:refs/heads/main",
  ],
  [
    "a reusable workflow beside the default",
    () =>
      octo({
        includeClaimKeys: ["repo", "context", "job_workflow_ref"],
        claims: { job_workflow_ref: "octo-org/octo-automation/.github/workflows/oidc.yml@refs/heads/main" },
      }).environment("prod"),
    "repo:octo-org/octo-repo:environment:prod:job_workflow_ref:octo-org/octo-automation/.github/workflows/oidc.yml@refs/heads/main",
  ],
  [
    "an environment with a colon, and the owner",
    () =>
      octo({ includeClaimKeys: ["environment", "repository_owner"], allowOtherRepositories: true }).environment(
        "production:eastus",
      ),
    "environment:production%3Aeastus:repository_owner:octo-org",
  ],
  ["a repository alone", () => octo({ includeClaimKeys: ["repo"] }).everyRun(), "repo:octo-org/octo-repo"],
];

function octo(options?: GithubRepositoryOptions) {
  return GithubActions.repository("octo-org/octo-repo", options);
}

function trusted(from: ExternalSubject): TerraformStack {
  const clouds = new Clouds();
  const { prod } = accountsOf(clouds);
  new AwsTrust(clouds.stack, "trust", { from, to: prod, access: AwsAccess.readBucket("acme-reports") });
  return clouds.stack;
}

describe("GithubActions", () => {
  it.each(OF_THE_PAGE)("writes the subject of %s as GitHub does", (_what, make, subject) => {
    expect(make().subject).toBe(subject);
  });

  it("makes an AWS role trust exactly the subject, for the audience that GitHub's own action asks for", () => {
    const stack = trusted(octo().environment("prod"));

    const policy = JSON.parse(String(synthesize(stack).only("aws_iam_role").assume_role_policy)) as {
      Statement: { Condition: unknown }[];
    };
    expect(policy.Statement.map(({ Condition }) => Condition)).toEqual([
      {
        StringEquals: {
          "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
          "token.actions.githubusercontent.com:sub": "repo:octo-org/octo-repo:environment:prod",
        },
      },
    ]);
    expect(synthesize(stack).only("aws_iam_openid_connect_provider")).toMatchObject({
      url: "https://token.actions.githubusercontent.com",
      client_id_list: ["sts.amazonaws.com"],
    });
  });

  it.each([
    [{ hostname: "github.acme.com" }, "https://github.acme.com/_services/token"],
    [{ hostname: "octocorp.ghe.com" }, "https://token.actions.octocorp.ghe.com"],
    [{ hostname: "octocorp.ghe.com", enterpriseSlug: "octocorp" }, "https://token.actions.octocorp.ghe.com/octocorp"],
    [{ enterpriseSlug: "octocat-inc" }, "https://token.actions.githubusercontent.com/octocat-inc"],
  ])("knows the issuer of %j", (options, issuer) => {
    expect(GithubActions.issuer(options).issuer).toBe(issuer);
    expect(GithubActions.repository("acme/app", options).branch("main").issuedBy).toBe(GithubActions.issuer(options));
  });

  it.each([
    ["pull-request-subject", () => octo().pullRequests()],
    ["repository-wide-subject", () => octo().everyRun()],
    ["organization-wide-subject", () => GithubActions.everyRepositoryOf("acme")],
    [
      "template-without-repository",
      () => octo({ includeClaimKeys: ["environment"], allowOtherRepositories: true }).environment("prod"),
    ],
  ])("warns with %s where many can have the subject", (code, make) => {
    expect(warningCodes(trusted(make()))).toEqual([code]);
  });

  it("trusts every run of a repository by a pattern", () => {
    const role = synthesize(trusted(octo().everyRun())).only("aws_iam_role");

    expect(JSON.parse(String(role.assume_role_policy))).toMatchObject({
      Statement: [
        {
          Condition: {
            StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" },
            StringLike: { "token.actions.githubusercontent.com:sub": "repo:octo-org/octo-repo:*" },
          },
        },
      ],
    });
  });

  it.each<[string, () => ExternalSubject, string]>([
    ["a wildcard for a repository", () => GithubActions.repository("acme/*").branch("main"), "wide-subject"],
    ["a wildcard for an environment", () => octo().environment("prod-*"), "wide-subject"],
    ["a wildcard for a branch", () => octo().branch("release/*"), "wide-subject"],
    ["a whole ref", () => octo().branch("refs/heads/main"), "branch"],
    ["an owner alone", () => GithubActions.repository("acme").branch("main"), "repository"],
    ["an empty environment", () => octo().environment(" "), "environment"],
    ["one id of two", () => octo({ ownerId: "1" }).branch("main"), "github-ids"],
    [
      "ids on a server",
      () => octo({ hostname: "github.acme.com", ownerId: "1", repositoryId: "2" }).branch("main"),
      "github-ids",
    ],
    ["a template for all", () => octo({ includeClaimKeys: ["repository_owner"] }).everyRun(), "mintable-subject"],
    ["a template without context", () => octo({ includeClaimKeys: ["repo"] }).environment("x"), "mintable-subject"],
    ["a claim without a value", () => octo({ includeClaimKeys: ["repo", "actor"] }).everyRun(), "github-template"],
  ])("refuses %s", (_what, make, code) => {
    expect(refusalCodes(trusted(make()))).toEqual([code]);
  });

  it("refuses a host that is a URL, once a trust uses it", () => {
    const stack = trusted(octo({ hostname: "https://github.acme.com" }).branch("main"));

    expect(refusalCodes(stack)).toEqual(["hostname"]);
  });

  it("is one issuer in all stacks, and each account registers it once", () => {
    const clouds = new Clouds(new App());
    const { prod } = accountsOf(clouds);
    for (const name of ["live", "test"]) {
      const from = octo().environment(name);
      new AwsTrust(clouds.stack, name, { from, to: prod, access: AwsAccess.readBucket("acme-reports") });
    }

    expect(synthesize(clouds.stack).all("aws_iam_openid_connect_provider")).toHaveLength(1);
    expect(synthesize(clouds.stack).all("aws_iam_role")).toHaveLength(2);
  });
});
