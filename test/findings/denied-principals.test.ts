import { Finding, findingsIn } from "../../src/findings";
import { read } from "../simulator/support/stack";
import { gke, PROJECT } from "../verdicts/support/google";
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
