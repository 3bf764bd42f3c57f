import { isMember, mayBeMember } from "../../../src/simulator";
import { Args, read, Stack } from "../support/stack";

const NUMBER = "123456789012";

/** A deny policy that is attached somewhere, in a configuration that may tell the number of the project `acme-euro`. */
function isOnProject(attachedTo: string, told: Args): boolean | undefined {
  const rule = { denied_principals: ["principalSet://goog/public:all"], denied_permissions: ["x.googleapis.com/y.z"] };
  const stack: Stack = {
    provider: { google: { project: "acme-euro" } },
    resource: {
      google_iam_deny_policy: {
        no: {
          parent: encodeURIComponent(`cloudresourcemanager.googleapis.com/${attachedTo}`),
          name: "no",
          rules: [{ deny_rule: [rule] }],
        },
      },
    },
    ...told,
  };
  const { denials } = read(stack).google;
  const [only] = denials.rules;
  return denials.isOnProject(only, "acme-euro");
}

/** A data source of a plan tells the number of the project. */
const told: Args = { data: { google_project: { own: { project_id: "acme-euro", number: NUMBER } } } };

/**
 * IAM documentation, "Deny policies": a policy is attached to a project by its id or its number.
 * https://docs.cloud.google.com/iam/docs/deny-overview#attachment-point
 */
describe("a deny rule of a project", () => {
  it.each([
    ["the project's id", "projects/acme-euro", {}, true],
    ["another id", "projects/other", {}, false],
    ["the number that is told", `projects/${NUMBER}`, told, true],
    ["another number than the one that is told", "projects/999999999999", told, false],
    ["a number, where nothing tells the project's", `projects/${NUMBER}`, {}, undefined],
  ] as const)("with %s", (_what, attachedTo, parts, expected) => {
    expect(isOnProject(attachedTo, parts)).toBe(expected);
  });
});

const ROBOT = "robot@acme-euro.iam.gserviceaccount.com";
const ON = "//cloudresourcemanager.googleapis.com/projects";

/**
 * IAM documentation, "Principal access boundary policies": a policy is bound to the principals of a project.
 * https://docs.cloud.google.com/iam/docs/principal-access-boundary-policies
 */
describe("a principal access boundary of a project's principals", () => {
  const isDoubted = (set: string, parts: Args, left = "other"): boolean => {
    const { google } = read({
      provider: { google: { project: "acme-euro" } },
      resource: {
        google_iam_principal_access_boundary_policy: {
          pab: {
            ...{ organization: "7", location: "global", principal_access_boundary_policy_id: "pab" },
            details: [{ rules: [{ effect: "ALLOW", resources: [`${ON}/${left}`] }], enforcement_version: "1" }],
          },
        },
        google_iam_projects_policy_binding: {
          one: {
            ...{ location: "global", policy_binding_id: "one", policy_kind: "PRINCIPAL_ACCESS_BOUNDARY" },
            policy: "${google_iam_principal_access_boundary_policy.pab.name}",
            target: [{ principal_set: `${ON}/${set}` }],
          },
        },
      },
      ...parts,
    });
    return google.denials.doubtOf(google.principalOf(ROBOT), "x.y.z", "acme-euro") !== undefined;
  };

  it.each<[string, string, Args, boolean]>([
    ["the project's id", "acme-euro", {}, true],
    ["another id", "acme-asia", {}, false],
    ["the number that is told", NUMBER, told, true],
    ["another number than the one that is told", "999999999999", told, false],
    ["a number, where nothing tells the project's", "999999999999", {}, true],
  ])("keeps a service account from others where it is bound by %s", (_what, set, parts, expected) => {
    expect(isDoubted(set, parts)).toBe(expected);
  });

  it("leaves nothing surely to a project by a number that nothing tells", () => {
    expect(isDoubted("acme-euro", told, NUMBER)).toBe(false);
    expect(isDoubted("acme-euro", {}, NUMBER)).toBe(true);
  });
});

/**
 * IAM documentation, "Principal identifiers": every service account of a project, by the project's number.
 * https://docs.cloud.google.com/iam/docs/principal-identifiers
 */
describe("a member that means every service account of a project", () => {
  it.each<[string, string, Args, boolean | undefined]>([
    ["has the account by the number that is told", NUMBER, told, true],
    ["has it not by another number than the one that is told", "999999999999", told, false],
    ["may have it by a number, where nothing tells the project's", NUMBER, {}, undefined],
  ])("%s", (_what, number, parts, expected) => {
    const account = read({ provider: { google: { project: "acme-euro" } }, ...parts }).google.principalOf(ROBOT);
    const member = `principalSet:${ON}/${number}/type/ServiceAccount`;
    expect(isMember(member, account)).toBe(expected === true);
    expect(mayBeMember(member, account)).toBe(expected === undefined);
  });
});
