import { App } from "cdktf";
import { AwsAccess, AwsTrust, GcpAccess, GcpImpersonation, GcpResource, GcpTrust, OidcIssuer } from "../../src";
import { accountsOf } from "../support/accounts";
import { Clouds } from "../support/clouds";
import { refusalCodes, synthesize, warningCodes } from "../support/synthesized";

const GITHUB = "https://token.actions.githubusercontent.com";

describe("OidcIssuer", () => {
  // "Workload identity", HCP Terraform documentation: the form of `sub`.
  const SUBJECT = "organization:acme:project:core:workspace:prod:run_phase:apply";

  function clouds(issuer = "https://app.terraform.io") {
    const all = new Clouds(new App());
    const { prod, data } = accountsOf(all);
    return { ...all, prod, data, hcp: OidcIssuer.fromAttributes(all.stack, "hcp-terraform", { issuer }) };
  }

  it("makes a Google pool trust exactly one subject, as its own principal", () => {
    const { stack, data, hcp } = clouds();

    const access = GcpAccess.role("roles/storage.objectViewer", GcpResource.bucket("acme-exports"));
    const trust = new GcpTrust(stack, "trust", { from: hcp.subject(SUBJECT), to: data, access });

    expect(synthesize(stack).only("google_iam_workload_identity_pool_provider")).toMatchObject({
      workload_identity_pool_provider_id: "oidc",
      attribute_condition: `assertion.sub in ['${SUBJECT}']`,
      attribute_mapping: { "google.subject": "assertion.sub" },
      oidc: { issuer_uri: "https://app.terraform.io" },
    });
    expect(trust.cloudPrincipal).toMatch(new RegExp(`^principal://.*/subject/${SUBJECT}$`));
  });

  it("tells subjects of a prefix by an attribute, and warns", () => {
    const { stack, data, hcp } = clouds();

    const from = hcp.everySubjectStartingWith("organization:acme:project:core:");
    const access = GcpAccess.role("roles/storage.objectViewer", GcpResource.bucket("acme-exports"));
    const impersonation = GcpImpersonation.newServiceAccount();
    new GcpTrust(stack, "trust", { from, to: data, access, impersonation });

    const { attribute_condition, attribute_mapping } = synthesize(stack).only(
      "google_iam_workload_identity_pool_provider",
    ) as { attribute_condition: string; attribute_mapping: Record<string, string> };
    expect(attribute_condition).toBe("assertion.sub.startsWith('organization:acme:project:core:')");
    const [name] = Object.keys(attribute_mapping).filter((key) => key !== "google.subject");
    expect(attribute_mapping[name]).toBe(`${attribute_condition} ? 'yes' : 'no'`);
    expect(synthesize(stack).only("google_service_account_iam_member").member).toMatch(
      new RegExp(`^principalSet://.*/${name}/yes$`),
    );
    expect(warningCodes(stack)).toEqual(["wide-subject"]);
  });

  it.each([
    ["a wildcard", "https://app.terraform.io", "organization:acme:*", "wide-subject"],
    ["nothing", "https://app.terraform.io", "", "subject-length"],
    ["601 characters", "https://app.terraform.io", "x".repeat(601), "subject-length"],
    ["GitHub's pull requests", GITHUB, "repo:acme/app:pull_request", "mintable-subject"],
    [
      "them by a host in capitals",
      "https://Token.Actions.GithubUserContent.com",
      "repo:a/b:pull_request",
      "mintable-subject",
    ],
    ["them by a slash at the end", `${GITHUB}/`, "repo:acme/app:pull_request", "mintable-subject"],
    ["a pull request's merge commit", GITHUB, "repo:acme/app:ref:refs/pull/7/merge", "mintable-subject"],
    ["the target branch of pull requests", GITHUB, "repo:acme/app:base_ref:main", "mintable-subject"],
    ["the source branch of pull requests", GITHUB, "repo:acme/app:head_ref:fix:actor:octocat", "mintable-subject"],
    ["a whole repository of GitHub", GITHUB, "repo:acme/app", "mintable-subject"],
    ["an owner at GitHub", GITHUB, "repository_owner:acme", "mintable-subject"],
    ["an environment of no repository", `${GITHUB}/acme-inc`, "environment:prod", "mintable-subject"],
    ["a whole project of GitLab", "https://gitlab.com", "project_path:acme/app", "mintable-subject"],
  ])("refuses %s", (_what, issuer, subject, code) => {
    const { stack, prod, hcp } = clouds(issuer);

    new AwsTrust(stack, "trust", { from: hcp.subject(subject), to: prod, access: AwsAccess.readBucket("acme") });

    expect(refusalCodes(stack)).toEqual([code]);
  });

  it.each([
    "repo:acme/app:environment:prod",
    "repo:acme/app:ref:refs/heads/main",
    // A template with base_ref, in a run that is of no pull request.
    "repo:acme/app:ref:refs/heads/main:base_ref:",
  ])("takes a form of GitHub's that names one run: %s", (subject) => {
    const { stack, prod, hcp } = clouds(GITHUB);

    const from = hcp.subject(subject);
    new AwsTrust(stack, "trust", { from, to: prod, access: AwsAccess.readBucket("acme") });

    expect(refusalCodes(stack)).toEqual([]);
  });

  it("keeps subjects that differ in a separator apart", () => {
    const { stack, prod, hcp } = clouds();

    for (const [id, subject] of Object.entries({ a: "team_x/app", b: "team-x/app", c: "team-x-app" })) {
      new AwsTrust(stack, id, { from: hcp.subject(subject), to: prod, access: AwsAccess.readBucket("acme") });
    }

    expect(synthesize(stack).all("aws_iam_role")).toHaveLength(3);
  });
});
