import { Configuration, placeOf, Resource, text, texts, unlessUnresolved } from "../../terraform";
import { Edge } from "../edges/edge";
import { BOUNDARY_BINDINGS } from "./boundaries";
import { impersonatedAccount } from "./built-in";
import { UnseenGrant } from "../cloud";
import { accountOf } from "./clusters";
import { NOT_READ } from "../not-read";
import { iamTypes } from "./iam-types";
import { onCluster, verdictOf } from "./grants";
import { mayLeadToIdentity } from "./impersonation";
import { grantsIn } from "./policy-grants";
import { organizationPolicies } from "./organization-policies";
import { isOfPeople } from "./principal";
import { GoogleWorld, projectOf } from "./read";

/** A request by which a condition is only tried. */
const NOWHERE = onCluster("");

/** IAM above the project, and roles of the user's own that were not read. */
export function unseen(
  google: GoogleWorld,
  configuration: Configuration,
  edges: readonly Edge[],
): readonly UnseenGrant[] {
  const hasAccounts = edges.some((edge) => impersonatedAccount(edge) !== undefined);
  const projects = projectsOf(edges);
  const above = [...iamTypes("google_folder"), ...iamTypes("google_organization")].flatMap((type) =>
    configuration.resources(type),
  );
  return [
    ...organizationPolicies(google, configuration, edges),
    ...above
      .filter((one) => !isPlaced(google, one, projects))
      .filter((one) => mayMeanWorkloads(one) || (hasAccounts && mayGiveAccounts(google, one)))
      .map((resource) => ({
        ...{ place: placeOf(resource), resource },
        reason: "IAM above the project, which the project inherits, is not read",
      })),
    ...(edges.some(({ request }) => request.subcommand === "gke") ? BOUNDARY_BINDINGS : [])
      .flatMap((type) => configuration.resources(type))
      .map((resource) => ({
        ...{ place: placeOf(resource), resource },
        reason: "what a principal access boundary leaves of the roles of an edge is not simulated",
      })),
    ...google.conditionalGrants
      .filter((grant) => verdictOf(grant, NOWHERE) === "unknown")
      .map(({ resource, condition }) => ({
        ...{ place: placeOf(resource), resource },
        reason: `the IAM condition ${condition} is not understood`,
      })),
    ...google.unknownRoles.map(({ role, resource }) => ({
      ...{ place: placeOf(resource), resource },
      reason: `what ${role} permits ${NOT_READ}`,
    })),
  ];
}

/** Whether people may come to act as the service accounts of edges: they inherit the role in every project below. */
function mayGiveAccounts(google: GoogleWorld, resource: Resource): boolean {
  return unlessUnresolved(() => mayLeadToIdentity(google, text(resource.argument("role")) ?? ""), true);
}

/** Whether what was read tells which of the edges' projects inherit it, so that it counts there or nowhere. */
function isPlaced(google: GoogleWorld, resource: Resource, projects: readonly string[]): boolean {
  if (projects.length === 0) return false;
  return unlessUnresolved(() => {
    // What cannot be read counts nowhere yet.
    grantsIn(resource);
    const of = text(resource.argument(resource.type.startsWith("google_folder") ? "folder" : "org_id")) ?? "";
    const level = resource.type.startsWith("google_folder") ? "folders" : "organizations";
    return google.isPlaced(`${level}/${of.split("/").at(-1)}`, projects);
  }, false);
}

/** The projects of the clusters, accounts and service accounts that edges lead to. */
function projectsOf(edges: readonly Edge[]): readonly string[] {
  const all = edges
    .filter(({ request }) => request.subcommand === "gke")
    .flatMap((edge) => {
      const email = impersonatedAccount(edge);
      const own = edge.service ? edge.service.account.id : accountOf(edge.declaration.target.name);
      return [own, ...(email === undefined ? [] : [projectOf(email)])];
    });
  return [...new Set(all)];
}

/** A whole policy may, and so may what cannot be known. */
function mayMeanWorkloads(resource: Resource): boolean {
  return unlessUnresolved(() => {
    const members = texts(resource.argument("member") ?? resource.argument("members"));
    return members.length === 0 || !members.every(isOfPeople);
  }, true);
}
