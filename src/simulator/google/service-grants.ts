import { DeclaredGrant } from "../../trust-declaration";
import { ServiceGrant } from "../services/service-grant";
import { Principal } from "./principal";
import { GoogleWorld } from "./read";
import { permissionsOfGoogleRole } from "./service-decision";

/** The roles of a principal on projects, service accounts and other resources, whatever made them. */
export function serviceGrants(
  google: GoogleWorld,
  declared: readonly DeclaredGrant[],
  principal: Principal,
): readonly ServiceGrant[] {
  return google.placedGrantsTo(principal).map(({ on, grant: { role, member, condition, resource } }): ServiceGrant => {
    const actions = permissionsOfGoogleRole(google, role);
    const isDeclared = declared.some(
      ({ role: promised, resources, prefix, from, until }) =>
        promised === role &&
        resources.includes(on) &&
        [prefix === undefined ? undefined : `/objects/${prefix}")`, from, until].every(
          (part) => part === undefined || condition?.includes(part),
        ),
    );
    return {
      name: role,
      ...(actions ? { actions } : role.startsWith("roles/") ? {} : { isUnread: true }),
      resources: [on],
      conditions: condition === undefined ? [] : [condition],
      limits: [],
      isDeclared,
      because: { resource, argument: "role", line: `${member} has ${role}` },
    };
  });
}
