import { accessFrom, requestFrom, Right, WantedAccess, wantedRight, WantedRight, Way } from "../rights";
import { AccessRequest, Cluster, didYouMean, fullResourceName, requestFault } from "../simulator";
import { UnknownName } from "./answered";
import { AccessLike } from "./types";

/** What is asked of a cluster: whether a subject gets in, may make a request, or has an access. */
export type Question =
  | { readonly kind: "entry" }
  | { readonly kind: "request"; readonly request: AccessRequest }
  | {
      readonly kind: "access";
      readonly right: (way: Way, held: readonly Right[]) => WantedRight;
      readonly words: string;
    };

/**
 * What is asked of a cluster.
 *
 * @throws UnknownName for a question that no right could ever answer with yes: with a misspelt name every refusal would pass
 */
export function questionOf({ rbac }: Cluster, access: AccessLike | undefined): Question {
  if (access === undefined) return { kind: "entry" };
  if (typeof access === "string") {
    const role = accessFrom(access);
    if (role) checkRole(rbac, role);
    if (role) return { kind: "access", words: access, right: ({ cluster }, held) => wantedRight(cluster, role, held) };
    const request = requestFrom(access);
    const full = request && "resource" in request ? fullResourceName(access.trim().split(/\s+/)[1]) : undefined;
    if (full) throw new UnknownName(`"${access}" gives a resource by a shorter name. Rules have it as ${full}`);
    const fault = request && requestFault(rbac, request);
    if (fault) throw new UnknownName(`"${access}" asks what no rule can match: ${fault.words}`);
    // It is a verb or a resource of that very name, which a rule for some of them does not give.
    if (request && access.includes("*")) {
      throw new UnknownName(`"${access}" has a "*". Ask for each verb and resource by its name`);
    }
    if (request) return { kind: "request", request };
    throw new UnknownName(
      `"${access}" is neither a role (edit in payments) nor a request (create deployments.apps in payments)`,
    );
  }
  if ("namespaces" in access) {
    const { roleKind, roleName, namespaces, isCloudPolicy } = access;
    if (roleKind === undefined || roleName === undefined) return { kind: "entry" };
    const wanted = { roleKind, roleName, namespaces, isCloudPolicy };
    checkRole(rbac, wanted);
    const words = `${roleKind === "Role" ? "Role " : ""}${roleName} ${namespaces.length ? `in ${namespaces.join(", ")}` : "everywhere"}`;
    return { kind: "access", words, right: ({ cluster }, held) => wantedRight(cluster, wanted, held) };
  }
  throw new UnknownName(`${access.describe()} is an access to a cloud's services, which is not asked of a cluster`);
}

/** Names of roles that differ by more are two roles. */
const SLIP = 2;

/** A role that nothing makes or binds may be made elsewhere, unless its name is almost that of another. @throws UnknownName */
function checkRole(rbac: Cluster["rbac"], { roleKind, roleName, isCloudPolicy }: WantedAccess): void {
  if (isCloudPolicy) return;
  const names = rbac.namesOf(roleKind === "Role" ? "Role" : "ClusterRole");
  const meant = names.includes(roleName) ? "" : didYouMean(roleName, names, SLIP);
  if (meant) throw new UnknownName(`no ${roleKind} "${roleName}" was read or is bound${meant}`);
}
