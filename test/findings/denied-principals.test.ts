import { Finding, findingsIn } from "../../src/findings";
import { read } from "../simulator/support/stack";
import { gke, PROJECT } from "../verdicts/support/google";
import { ME as POD, Objects, rule, stack as use } from "../verdicts/support/google-services";
import { bound, ME } from "../verdicts/support/gke";

/** What is told of a deny policy that takes the lookup of clusters from an edge's principal. */
function told(
  at: string,
  resource: Readonly<Record<string, Readonly<Record<string, object>>>> = {},
): readonly Finding[] {
  const no = {
    parent: encodeURIComponent(`cloudresourcemanager.googleapis.com/${at}`),
    name: "no",
    rules: [
      { deny_rule: [{ denied_principals: [ME], denied_permissions: ["container.googleapis.com/clusters.get"] }] },
    ],
  };
  const stack = gke({ resource: { ...bound(ME), google_iam_deny_policy: { no }, ...resource } });
  return findingsIn(read(stack as Parameters<typeof read>[0]), Date.now() / 1000).filter(({ place }) =>
    place.endsWith("google_iam_deny_policy.no"),
  );
}

const project = { google_project: { own: { project_id: PROJECT, name: "p", folder_id: "1" } } };

/** Google Cloud IAM documentation: "Deny policies", on attachment points and inheritance. */
describe("a deny policy about the principal of an edge", () => {
  it("is a fault in the edge's project", () => {
    expect(told(`projects/${PROJECT}`)).toMatchObject([{ code: "missing-grant", severity: "fault" }]);
  });

  it("is a fault in the folder that the project is known to be in", () => {
    expect(told("folders/1", project)).toMatchObject([{ code: "missing-grant", severity: "fault" }]);
  });

  it("is a gap in a folder of which nothing tells whether it has the project", () => {
    expect(told("folders/1")).toMatchObject([{ code: "unseen-grant", severity: "gap" }]);
  });

  it("is nothing in another project", () => {
    expect(told("projects/other")).toEqual([]);
  });
});

const OTHER = { denied_principals: [POD], denied_permissions: ["artifactregistry.googleapis.com/tags.get"] };
const REPOSITORY = `//artifactregistry.googleapis.com/projects/${PROJECT}/locations/l/repositories/r`;

/** What is told of a deny policy that takes the reading of tags from a principal that uses a service of Google's. */
function toldOfUse(grants: readonly object[], at?: string, own: Objects = {}): readonly Finding[] {
  const stack = use({ resource: { ...rule(OTHER, undefined, at), ...own }, use: { grants } });
  return findingsIn(read(stack as Parameters<typeof read>[0]), Date.now() / 1000).filter(({ place }) =>
    place.endsWith("google_iam_deny_policy.no"),
  );
}

/**
 * The permissions of `roles/artifactregistry.reader` are those that "IAM roles and permissions index" lists; those of a custom role are its own.
 * https://docs.cloud.google.com/iam/docs/deny-overview: a denied principal cannot use the permission, whatever roles it has.
 */
describe("a deny policy about a principal that uses services", () => {
  const declared = (role: string) => [{ words: "read", role, resources: [REPOSITORY] }];
  const custom: Objects = {
    google_project_iam_custom_role: {
      tags: { project: PROJECT, role_id: "tags", title: "t", permissions: ["artifactregistry.tags.get"] },
    },
  };
  const FAULT = [{ code: "missing-grant", severity: "fault" }];
  const GAP = [{ code: "unseen-grant", severity: "gap" }];

  it.each<[string, readonly object[], readonly object[]]>([
    ["a fault where a listed role has the permission", declared("roles/artifactregistry.reader"), FAULT],
    ["a fault where a custom role has the permission", declared(`projects/${PROJECT}/roles/tags`), FAULT],
    ["a gap where the custom role was not read", declared(`projects/${PROJECT}/roles/gone`), GAP],
    ["a gap where a role of Google's own is not known", declared("roles/artifactregistry.unheardOf"), GAP],
    ["a gap where no role is declared", [], GAP],
  ])("is %s", (_what, grants, expected) => {
    expect(toldOfUse(grants, undefined, custom)).toMatchObject(expected);
    expect(toldOfUse(grants, "projects%2Fother", custom)).toEqual([]);
  });
});
