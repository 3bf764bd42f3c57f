import { AzureAccess, AzureTrust, ExternalSubject, GitlabCi, GitlabProjectOptions } from "../../src";
import { accountsOf } from "../support/accounts";
import { Clouds, SUBSCRIPTION_ID } from "../support/clouds";
import { refusalCodes, synthesize, warningCodes } from "../support/synthesized";

const SCOPE = `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/core/providers/Microsoft.Storage/storageAccounts/acme`;

function trusted(from: ExternalSubject) {
  const clouds = new Clouds();
  const { core } = accountsOf(clouds);
  new AzureTrust(clouds.stack, "trust", { from, to: core, access: AzureAccess.readBlobs(SCOPE) });
  return clouds.stack;
}

function project(options?: GitlabProjectOptions) {
  return GitlabCi.project("mygroup/my-project", options);
}

describe("GitlabCi", () => {
  // "OpenID Connect (OIDC) Authentication Using ID Tokens", GitLab Docs, and its API's ci_id_token_sub_claim_components.
  it.each([
    ["a branch", project().branch("main"), "project_path:mygroup/my-project:ref_type:branch:ref:main"],
    ["a tag", project().tag("v4.2.0"), "project_path:mygroup/my-project:ref_type:tag:ref:v4.2.0"],
    [
      "a project of another order",
      project({ subClaimComponents: ["project_path", "ref", "ref_type"] }).branch("main"),
      "project_path:mygroup/my-project:ref:main:ref_type:branch",
    ],
    [
      "a project without the type",
      project({ subClaimComponents: ["project_path", "ref"] }).branch("main"),
      "project_path:mygroup/my-project:ref:main",
    ],
  ])("writes the subject of %s as GitLab does", (_what, { subject }, expected) => {
    expect(subject).toBe(expected);
  });

  it("makes an Azure identity trust exactly the subject of the instance", () => {
    const stack = trusted(project({ url: "https://gitlab.acme.com" }).branch("main"));

    expect(synthesize(stack).only("azurerm_federated_identity_credential")).toMatchObject({
      issuer: "https://gitlab.acme.com",
      subject: "project_path:mygroup/my-project:ref_type:branch:ref:main",
      audience: ["api://AzureADTokenExchange"],
    });
  });

  it("warns where every job is trusted, by a template of the project alone", () => {
    const from = project({ subClaimComponents: ["project_path"] }).everyRun();

    expect(from.subject).toBe("project_path:mygroup/my-project");
    expect(warningCodes(trusted(from))).toEqual(["project-wide-subject"]);
  });

  it.each<[string, ExternalSubject, string]>([
    ["every job in Azure, which knows no patterns", project().everyRun(), "from"],
    ["a wildcard for projects", GitlabCi.project("mygroup/*").branch("main"), "wide-subject"],
    ["a wildcard for branches", project().branch("feature-*"), "wide-subject"],
    ["a group alone", GitlabCi.project("mygroup").branch("main"), "project"],
    ["a branch without ref", project({ subClaimComponents: ["project_path"] }).branch("main"), "mintable-subject"],
    [
      "components that GitLab does not take",
      project({ subClaimComponents: ["ref", "project_path"] }).branch("main"),
      "sub-claim-components",
    ],
    ["a whole ref", project().tag("refs/tags/v1"), "tag"],
    ["a variable with a dollar sign", project({ tokenVariable: "$TOKEN" }).branch("main"), "token-variable"],
    ["an instance without https", project({ url: "http://gitlab.acme.com" }).branch("main"), "issuer"],
  ])("refuses %s", (_what, from, code) => {
    expect(refusalCodes(trusted(from))).toContain(code);
  });
});
