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

/**
 * IAM documentation, "Deny policies": a policy is attached to a project by its id or its number.
 * https://docs.cloud.google.com/iam/docs/deny-overview#attachment-point
 */
describe("a deny rule of a project", () => {
  const told = { data: { google_project: { own: { project_id: "acme-euro", number: NUMBER } } } };

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
