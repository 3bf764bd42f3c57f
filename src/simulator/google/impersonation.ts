import { IMPERSONATION_ROLE } from "../../vendor/google/roles";
import { Answer, granted, refused } from "../answer";
import { onAccount, verdictOf } from "./grants";
import { GoogleWorld } from "./read";
import { memberOf, Principal } from "./principal";

const PERMISSION = "iam.serviceAccounts.getAccessToken";
/** Google's own roles that hold it. */
const TOKEN_ROLES = [IMPERSONATION_ROLE, "roles/iam.serviceAccountTokenCreator"];

/**
 * What the IAM Credentials API answers to a principal that wants a Google service account's access token: it needs a
 * role with `iam.serviceAccounts.getAccessToken` on that account.
 *
 * IAM documentation: "Create short-lived credentials for a service account".
 */
export function impersonate(world: GoogleWorld, principal: Principal, email: string): Answer<Principal> {
  const counting = world.rolesOnAccount(email, principal).filter((one) => verdictOf(one, onAccount(email)) === "holds");
  const grant = counting.find(({ role }) => givesTokens(world, role));
  if (!grant || !world.isAccount(email)) {
    const nearest = world.grantsOnAccount(email).find(({ role }) => givesTokens(world, role));
    const line = !world.isAccount(email)
      ? `no google_service_account has the email "${email}"`
      : nearest
        ? `member is "${nearest.member}", and "${memberOf(principal)}" asks`
        : `nobody has ${TOKEN_ROLES[0]} on ${email}`;
    return refused(
      "impersonation",
      "PERMISSION_DENIED",
      `Permission '${PERMISSION}' denied on resource (or it may not exist).`,
      { resource: nearest?.resource, argument: "member", line },
    );
  }
  const because = { resource: grant.resource, argument: "member", line: `${grant.member} has ${grant.role}` };
  return granted("impersonation", { kind: "service account", email }, because);
}

/** Whether a role lets its members take a service account's tokens. */
export function givesTokens(world: GoogleWorld, role: string): boolean {
  return TOKEN_ROLES.includes(role) || world.permissionsOf(role)?.includes(PERMISSION) === true;
}
