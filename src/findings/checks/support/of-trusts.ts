import { Check } from "../check";
import { statementOf, TRUST, WebIdentityTrust, webIdentityTrusts } from "./web-identity";

/**
 * A check of each statement that lets tokens in.
 *
 * @param reasons what is wrong with a statement, to follow its name
 */
export function ofTrusts(reasons: (trust: WebIdentityTrust) => readonly string[]): Check["find"] {
  return (world) =>
    webIdentityTrusts(world).flatMap((trust) =>
      reasons(trust).map((reason) => ({
        resource: trust.role,
        argument: TRUST,
        reason: `${statementOf(trust)} ${reason}`,
      })),
    );
}
