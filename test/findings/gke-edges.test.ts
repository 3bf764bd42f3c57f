import { clustersElsewhere } from "../../src/findings/rules/clusters-elsewhere";
import { missingLookups } from "../../src/findings/rules/missing-lookups";
import { AUDIENCE, granting, PRINCIPAL, project, PROJECT } from "../simulator/support/google";
import { declaration, declaring } from "../simulator/support/mesh";
import { merged, read, Stack } from "../simulator/support/stack";
import { NOW } from "../simulator/support/tokens";

const CLUSTER = `//container.googleapis.com/projects/${PROJECT}/locations/europe-west4/clusters/euro`;
const edge = (lookupRole?: string, server?: string) =>
  declaring({
    args: ["gke", "--audience", AUDIENCE, "--token-file", "/var/run/secrets/token"],
    ...(server === undefined ? {} : { server }),
    declaration: declaration({
      target: { name: CLUSTER, ...(lookupRole === undefined ? {} : { lookupRole }) },
      audience: `https:${AUDIENCE}`,
      ...{ principal: PRINCIPAL, user: PRINCIPAL },
    }),
  });
const grant = (role: string, member = PRINCIPAL) =>
  granting("google_project_iam_member", { project: PROJECT, role, member });

/** Google Kubernetes Engine documentation: "Authenticate to the Kubernetes API server", on `container.clusters.get`. */
describe("the role that looks a cluster up", () => {
  const found = (...stacks: Stack[]) =>
    missingLookups(read(merged(...stacks)), NOW).map(({ severity, place }) => `${severity} ${place}`);

  it("is there", () => {
    expect(found(edge(), grant("roles/container.clusterViewer"))).toEqual([]);
    expect(found(edge(), grant("roles/container.developer"))).toEqual([]);
    expect(found(edge("roles/own.look"), grant("roles/own.look"))).toEqual([]);
  });

  it("is missed, at the document or where it is granted to another member", () => {
    expect(found(edge(), project())).toEqual(["fault mesh: output.kubeconfig-0"]);
    expect(found(edge(), grant("roles/container.clusterViewer", `${PRINCIPAL}x`))).toEqual([
      "fault mesh: google_project_iam_member.grant",
    ]);
    expect(found(edge("roles/own.look"), grant("roles/own.other"))).toHaveLength(1);
  });

  it("is not missed where the document says that none is granted", () => {
    expect(found(edge(""), project())).toEqual([]);
  });
});

describe("a document", () => {
  const cluster = (name: string): Stack => ({
    provider: { google: { project: PROJECT } },
    resource: { google_container_cluster: { euro: { name, location: "europe-west4" } } },
  });
  const found = (stack: Stack) => clustersElsewhere(read(stack), NOW).map(({ place }) => place);
  const led = edge(undefined, "https://${google_container_cluster.euro.endpoint}");

  it("that leads to a cluster of another name than it declares is told at the cluster", () => {
    expect(found(merged(cluster("other"), led))).toEqual(["mesh: google_container_cluster.euro"]);
  });

  it("that leads to the declared one, or to one that was not read, is not", () => {
    expect(found(merged(cluster("euro"), led))).toEqual([]);
    expect(found(merged(cluster("other"), edge()))).toEqual([]);
  });
});
