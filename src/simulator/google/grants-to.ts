import { DeclaredAccess } from "../../trust-declaration";
import { further, FurtherRight } from "../access/further-right";
import { CloudCluster } from "../clusters/cluster";
import { KubernetesUser } from "../kubernetes/user";
import { onCluster, verdictOf } from "./grants";
import { givesTokens } from "./impersonation";
import { principalOfUser } from "./name";
import { GoogleWorld } from "./read";
import { permitsNothing } from "./roles";

/** The roles of a user on the cluster's project: none of them is a declared access. */
export function grantsTo(
  google: GoogleWorld,
  { name, project = "" }: CloudCluster,
  user: KubernetesUser,
  _accesses: readonly DeclaredAccess[],
): readonly FurtherRight[] {
  const principal = principalOfUser(user);
  if (!principal) return [];
  return google.rolesOnProject(project, principal).flatMap((grant) => {
    const { resource, role, member, condition } = grant;
    // A condition that is not understood may hold.
    if (verdictOf(grant, onCluster(name)) === "fails") return [];
    const given = { kind: "IAM role", name: role, ...(condition === undefined ? {} : { detail: condition }) } as const;
    if (givesTokens(google, role)) {
      const line = `${member} has ${role} on the project`;
      return [further("to act as every service account of the project", { resource, argument: "role", line }, given)];
    }
    if (permitsNothing(role, google.permissionsOf(role))) return [];
    return [further(`${role} on the project`, { resource, argument: "role", line: `member is "${member}"` }, given)];
  });
}
