import { Configuration, placeOf, Resource, texts, unlessUnresolved } from "../../terraform";
import { UnseenGrant } from "../cloud";
import { onCluster, verdictOf } from "./grants";
import { isOfPeople } from "./principal";
import { GoogleWorld } from "./read";

/** A request by which a condition is only tried. */
const NOWHERE = onCluster("");

/** IAM above the project, and roles of the user's own that were not read. */
export function unseen(google: GoogleWorld, configuration: Configuration): readonly UnseenGrant[] {
  const above = [...iamOf("folder"), ...iamOf("organization")].flatMap((type) => configuration.resources(type));
  return [
    ...above.filter(mayMeanWorkloads).map((resource) => ({
      ...{ place: placeOf(resource), resource },
      reason: "IAM above the project, which the project inherits, is not read",
    })),
    ...google.conditionalGrants
      .filter((grant) => verdictOf(grant, NOWHERE) === "unknown")
      .map(({ resource, condition }) => ({
        ...{ place: placeOf(resource), resource },
        reason: `the IAM condition ${condition} is not understood`,
      })),
    ...google.unknownRoles.map(({ role, resource }) => ({
      ...{ place: placeOf(resource), resource },
      reason: `what ${role} permits is not in what was read`,
    })),
  ];
}

function iamOf(level: "folder" | "organization"): string[] {
  return ["member", "binding", "policy"].map((form) => `google_${level}_iam_${form}`);
}

/** A whole policy may, and so may what cannot be known. */
function mayMeanWorkloads(resource: Resource): boolean {
  return unlessUnresolved(() => {
    const members = texts(resource.argument("member") ?? resource.argument("members"));
    return members.length === 0 || !members.every(isOfPeople);
  }, true);
}
