import { boundPrincipalSets } from "../../src/findings/rules/bound-principal-sets";
import { unseenGrants } from "../../src/findings/rules/unseen-grants";
import { TENANT, TOKEN_AUDIENCE } from "../simulator/support/azure";
import { AUDIENCE, ISSUER, NUMBER, POOL, PRINCIPAL, project, PROJECT } from "../simulator/support/google";
import { clusterRoleBinding } from "../simulator/support/kubernetes";
import { declaration, declaring, SERVER } from "../simulator/support/mesh";
import { Args, merged, read, Stack } from "../simulator/support/stack";
import { NOW } from "../simulator/support/tokens";

/** What an organization switches off for an edge, and groups of which nobody says whom they hold: not known, so it is told. */
const one = (type: string, args: Args): Stack => ({ resource: { [type]: { one: args } } });
const gke = declaring({
  args: ["gke", "--audience", AUDIENCE],
  server: SERVER,
  declaration: declaration({
    target: { name: `//container.googleapis.com/projects/${PROJECT}/locations/l/clusters/euro` },
    source: { issuer: ISSUER },
    ...{ audience: `https:${AUDIENCE}`, principal: PRINCIPAL, user: PRINCIPAL },
  }),
});

/** Google Cloud IAM documentation: "Manage workload identity pools and providers", "Restrict identity provider configuration". */
describe("an organization policy on pool providers", () => {
  const NAME = "iam.workloadIdentityPoolProviders";
  const found = (type: string, args: Args) =>
    unseenGrants(read(merged(project(), gke, one(type, args))), NOW).map(
      ({ severity, place }) => `${severity} ${place}`,
    );
  const current = (rules: Args[], of = `projects/${PROJECT}`, constraint = NAME): Args => ({
    ...{ name: `${of}/policies/${constraint}`, parent: of },
    spec: { rules },
  });
  const CURRENT = "google_org_policy_policy";

  it.each<[string, string, Args]>([
    ["other issuers alone", CURRENT, current([{ values: { allowed_values: ["https://accounts.google.com"] } }])],
    ["none", CURRENT, current([{ deny_all: "TRUE" }])],
    ["not this one", CURRENT, current([{ values: { denied_values: [ISSUER] } }])],
    ["none in the organization", CURRENT, current([{ deny_all: "TRUE" }], "organizations/1")],
    ["none in a project by its number", CURRENT, current([{ deny_all: "TRUE" }], `projects/${NUMBER}`)],
    [
      "other issuers alone, in the older form",
      "google_project_organization_policy",
      {
        project: PROJECT,
        constraint: `constraints/${NAME}`,
        list_policy: { allow: { values: ["https://x.example"] } },
      },
    ],
    [
      "none in a folder, in the older form",
      "google_folder_organization_policy",
      { folder: "1", constraint: NAME, list_policy: { deny: { all: true } } },
    ],
  ])("is a gap where it allows %s", (_what, type, args) => {
    expect(found(type, args)).toEqual([`gap mesh: ${type}.one`]);
  });

  it.each<[string, string, Args]>([
    ["the edge's issuer", CURRENT, current([{ values: { allowed_values: ["https://x.example", ISSUER] } }])],
    ["every one", CURRENT, current([{ allow_all: "TRUE" }])],
    ["none in another project", CURRENT, current([{ deny_all: "TRUE" }], "projects/acme-x")],
    ["none in another project by its number", CURRENT, current([{ deny_all: "TRUE" }], "projects/999999999999")],
    ["something else", CURRENT, current([{ enforce: "TRUE" }], `projects/${PROJECT}`, "compute.requireOsLogin")],
  ])("is none where it allows %s", (_what, type, args) => {
    expect(found(type, args)).toEqual([]);
  });
});

/** Microsoft Entra documentation: "Conditional Access for workload identities": policies are for single-tenant applications. */
describe("conditional access for workload identities", () => {
  const application: Stack = {
    provider: { azuread: { tenant_id: TENANT } },
    resource: {
      azuread_application: { ci: { display_name: "ci" } },
      azuread_service_principal: { ci: { client_id: "${azuread_application.ci.client_id}" } },
    },
  };
  const { configuration } = read(application);
  const ids = (type: string, attribute: string) => String(configuration.resources(type)[0].attribute(attribute));
  const principal = ids("azuread_service_principal", "object_id");
  const edge = declaring({
    args: ["aks", "--tenant-id", TENANT, "--client-id", ids("azuread_application", "client_id")],
    declaration: declaration({ audience: TOKEN_AUDIENCE, principal }),
  });
  const found = (client_applications: Args, state = "enabled") => {
    const policy = one("azuread_conditional_access_policy", { state, conditions: { client_applications } });
    return unseenGrants(read(merged(application, edge, policy)), NOW).map(
      ({ severity, place }) => `${severity} ${place}`,
    );
  };
  const EVERY = { included_service_principals: ["ServicePrincipalsInMyTenant"] };

  it("is a gap where it is for every service principal of the tenant", () => {
    expect(found(EVERY)).toEqual(["gap mesh: azuread_conditional_access_policy.one"]);
  });

  it("is none where it leaves the edge's out, is for others, or only reports", () => {
    expect(found({ ...EVERY, excluded_service_principals: [principal] })).toEqual([]);
    expect(found({ included_service_principals: [TENANT] })).toEqual([]);
    expect(found(EVERY, "enabledForReportingButNotEnforced")).toEqual([]);
    expect(found({})).toEqual([]);
  });
});

/** Google Cloud IAM documentation: "Configure Workforce Identity Federation" has such groups, for pools of people. */
describe("a binding to a set of principals", () => {
  const found = (group: string) => {
    const binding = one("kubernetes_cluster_role_binding_v1", clusterRoleBinding("cluster-admin", `Group ${group}`));
    const provider = { provider: { kubernetes: { host: SERVER } } };
    return boundPrincipalSets(read(merged(project(), gke, provider, binding)), NOW).map(
      ({ severity, place }) => `${severity} ${place}`,
    );
  };

  it("is a gap where it is one of an edge's pool", () => {
    const told = ["gap mesh: kubernetes_cluster_role_binding_v1.one"];
    expect(found(`principalSet://iam.googleapis.com/${POOL}/*`)).toEqual(told);
    expect(found(`principalSet://iam.googleapis.com/${POOL}/group/devs`)).toEqual(told);
  });

  it("is none of another pool, or of people", () => {
    expect(found(`principalSet://iam.googleapis.com/${POOL}-2/*`)).toEqual([]);
    expect(found("principalSet://iam.googleapis.com/locations/global/workforcePools/west/group/devs")).toEqual([]);
  });
});
