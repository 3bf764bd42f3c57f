import { ServiceDecision, ServiceRequest } from "../services/service-request";
import { becauseDenied } from "./deny";
import { asConditionsSee, containers, serviceOfName, serviceOfPermission } from "./full-names";
import { Grant } from "./grants";
import { clusterRoleHas, LISTED_PERMISSIONS, listedPermissions } from "./listed-roles";
import { memberOf, Principal } from "./principal";
import { GoogleWorld, projectOf as projectOfAccount } from "./read";
import { EVERY_PERMISSION, permissionsOfRole, permissionsOfService } from "./service-roles";
import { doubtOfRefusal, Granted, weigh } from "./weighed";

/**
 * What IAM answers: no deny policy of the project is about the principal and the permission, and some role of the principal, on
 * the resource or on what it is in as far as that was read, has the permission, and the grant's condition holds.
 *
 * Google Cloud IAM documentation: "Allow policies", "Deny policies", "Resource hierarchy".
 *
 * @param home the project of buckets that were not read
 * @param now in seconds since 1970
 */
export function decideService(
  google: GoogleWorld,
  principal: Principal,
  { action, resource: asked }: ServiceRequest,
  home: string,
  now: number,
): ServiceDecision {
  const resource = google.byId(asked, home);
  const denial = google.denials.of(principal, action, projectOf(google, resource, home));
  if (denial) return { allowed: false, because: becauseDenied(denial, action), gaps: [] };
  const has = (role: string) => roleHas(google, role, action);
  const granted = grantsOver(google, principal, resource, home);
  const weighed = weigh(
    granted,
    asConditionsSee(action, resource, (project) => google.numberOf(project)),
    now,
  );
  const found = weighed.counting.find(({ role }) => has(role) === true);
  if (found) {
    const because = { resource: found.resource, argument: "role", line: `${found.member} has ${found.role}` };
    const doubt = google.denials.doubtOf(principal, action, projectOf(google, resource, home));
    return { allowed: true, because, gaps: doubt ? [doubt] : [] };
  }
  const doubt = doubtOfRefusal(weighed, has);
  const near = granted.sure.find(({ role }) => has(role) !== false);
  return { allowed: false, because: whyNot(google, principal, action, resource, near), gaps: doubt ? [doubt] : [] };
}

function whyNot(google: GoogleWorld, principal: Principal, action: string, resource: string, near?: Grant) {
  if (near) {
    const { role, condition, resource: made } = near;
    return {
      resource: made,
      argument: "condition",
      line: `${role} counts only if ${condition ?? "it has the permission"}`,
    };
  }
  const onIt = containers(resource).flatMap((name) => google.resources.on(name)?.all ?? []);
  const other = onIt.find(({ role }) => roleHas(google, role, action)) ?? onIt[0];
  const asks = memberOf(principal);
  if (!other) {
    const line = `no role with ${action} was granted to ${asks} on ${resource} or above it`;
    const elsewhere = google.everyGrantTo(principal).find(({ role }) => roleHas(google, role, action));
    return elsewhere ? { resource: elsewhere.resource, line } : { line };
  }
  const line = `${other.role} is granted to "${other.member}", and "${asks}" asks for ${action}`;
  return { resource: other.resource, argument: other.member === asks ? "role" : "member", line };
}

/** The grants to a principal that may count on a resource: its own, and those of what it is in. */
function grantsOver(google: GoogleWorld, principal: Principal, resource: string, home: string): Granted {
  const account = accountIn(resource);
  if (account !== undefined) return google.grantedOnAccount(account, principal);
  const own = containers(resource).flatMap((name) => google.resources.on(name) ?? []);
  return google.grantedIn(projectOf(google, resource, home), principal, own);
}

/** The e-mail address of the service account that a full name is of. */
function accountIn(fullName: string): string | undefined {
  return /^\/\/iam\.googleapis\.com\/projects\/[^/]+\/serviceAccounts\/(.+)$/.exec(fullName)?.[1];
}

/** The project that a resource is in. */
export function projectOf(google: GoogleWorld, resource: string, home: string): string {
  const bucket = /^\/\/storage\.[^/]+\/projects\/_\/buckets\/([^/]+)/.exec(resource)?.[1];
  if (bucket !== undefined) return google.resources.projectOfBucket(bucket) ?? home;
  const account = accountIn(resource);
  if (account !== undefined) return projectOfAccount(account) || home;
  return /\/projects\/([^/]+)/.exec(resource)?.[1] ?? home;
}

/**
 * Whether a role has a permission; undefined where that is not known. Lists say no only of permissions that are known of some role: the
 * others were not looked at, or came later.
 */
function roleHas(google: GoogleWorld, role: string, permission: string): boolean | undefined {
  const own = google.permissionsOf(role);
  if (own) return own.includes(permission);
  const permissions = permissionsOfRole(role) ?? listedPermissions(role);
  if (!permissions) return clusterRoleHas(role, permission);
  if (permissions.includes(permission)) return true;
  return EVERY_PERMISSION.includes(permission) || LISTED_PERMISSIONS.has(permission) ? false : undefined;
}

/** The permissions of a role, one of Google's own or a custom one that was read; undefined where they are not known. */
export function permissionsOfGoogleRole(google: GoogleWorld, role: string): readonly string[] | undefined {
  return google.permissionsOf(role) ?? permissionsOfRole(role) ?? listedPermissions(role);
}

/** The permissions that a role has on resources of a full name's service; undefined where that is not known. */
export function permissionsOn(google: GoogleWorld, role: string, resource: string): readonly string[] | undefined {
  const all = permissionsOfGoogleRole(google, role);
  const service = serviceOfName(resource);
  return all?.filter((one) => service === undefined || serviceOfPermission(one) === service);
}

/** Every permission that is known of the service of a full name. */
export function everyPermissionOn(resource: string): readonly string[] {
  return permissionsOfService(serviceOfName(resource) ?? "");
}
