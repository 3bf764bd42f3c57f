import { Configuration, placeOf, Resource, text, texts, unlessUnresolved } from "../../terraform";
import { Edge } from "../edges/edge";
import { impersonatedAccount } from "./built-in";
import { UnseenGrant } from "../cloud";
import { NOT_READ } from "../not-read";
import { iamTypes } from "./iam-types";
import { onCluster, verdictOf } from "./grants";
import { leadsToIdentity } from "./impersonation";
import { isOfPeople } from "./principal";
import { GoogleWorld } from "./read";

/** A request by which a condition is only tried. */
const NOWHERE = onCluster("");

/** IAM above the project, and roles of the user's own that were not read. */
export function unseen(
  google: GoogleWorld,
  configuration: Configuration,
  edges: readonly Edge[],
): readonly UnseenGrant[] {
  const hasAccounts = edges.some((edge) => impersonatedAccount(edge) !== undefined);
  const above = [...iamTypes("google_folder"), ...iamTypes("google_organization")].flatMap((type) =>
    configuration.resources(type),
  );
  return [
    ...above
      .filter((one) => mayMeanWorkloads(one) || (hasAccounts && mayGiveAccounts(google, one)))
      .map((resource) => ({
        ...{ place: placeOf(resource), resource },
        reason: "IAM above the project, which the project inherits, is not read",
      })),
    ...(edges.some(({ request }) => request.subcommand === "gke") ? ["projects", "folders", "organizations"] : [])
      .flatMap((level) => configuration.resources(`google_iam_${level}_policy_binding`))
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
  return unlessUnresolved(() => leadsToIdentity(google, text(resource.argument("role")) ?? ""), true);
}

/** A whole policy may, and so may what cannot be known. */
function mayMeanWorkloads(resource: Resource): boolean {
  return unlessUnresolved(() => {
    const members = texts(resource.argument("member") ?? resource.argument("members"));
    return members.length === 0 || !members.every(isOfPeople);
  }, true);
}
