import { IMPERSONATION_ROLE } from "../../vendor/google/roles";
import { Answer, granted, Reason, reasonOfDoubt, refused } from "../answer";
import { ON_ACCOUNT } from "./grants";
import { becauseDenied } from "./deny";
import { GoogleWorld, projectOf } from "./read";
import { memberOf, Principal } from "./principal";
import { doubtOfRefusal, weigh } from "./weighed";

const PERMISSION = "iam.serviceAccounts.getAccessToken";
/** Google's own roles that hold it. */
const TOKEN_ROLES = [IMPERSONATION_ROLE, "roles/iam.serviceAccountTokenCreator"];

/**
 * What the IAM Credentials API answers to a principal that wants a Google service account's access token: it needs a
 * role with `iam.serviceAccounts.getAccessToken` on that account.
 *
 * IAM documentation: "Create short-lived credentials for a service account".
 */
export function impersonate(world: GoogleWorld, principal: Principal, email: string, now: number): Answer<Principal> {
  const weighed = weigh(world.grantedOnAccount(email, principal), ON_ACCOUNT, now);
  const disabling = world.disablingOf(email);
  if (disabling) {
    const because = { resource: disabling, argument: "disabled", line: `${email} is disabled` };
    return refused("impersonation", "PERMISSION_DENIED", `Service account ${email} is disabled.`, because);
  }
  const denied = `Permission '${PERMISSION}' denied on resource (or it may not exist).`;
  const project = projectOf(email);
  const denial = world.denials.of(principal, PERMISSION, project);
  if (denial) return refused("impersonation", "PERMISSION_DENIED", denied, becauseDenied(denial, PERMISSION));
  const grant = weighed.counting.find(({ role }) => givesTokens(world, role));
  const maybe = grant || !world.isAccount(email) ? undefined : doubtOfRefusal(weighed, (role) => tokensBy(world, role));
  if (maybe) {
    const because = { ...reasonOfDoubt(maybe), argument: "role" };
    return refused("impersonation", "not simulated", maybe.reason, because);
  }
  if (!grant || !world.isAccount(email)) {
    return refused("impersonation", "PERMISSION_DENIED", denied, missed(world, principal, email));
  }
  const because = { resource: grant.resource, argument: "member", line: `${grant.member} has ${grant.role}` };
  return granted(
    "impersonation",
    world.principalOf(email),
    because,
    world.denials.doubtOf(principal, PERMISSION, project),
  );
}

/** Why a principal gets no token of a service account: the nearest grant has another member, or another role. */
function missed(world: GoogleWorld, principal: Principal, email: string): Reason {
  const argument = "member";
  if (!world.isAccount(email)) return { argument, line: `no google_service_account has the email "${email}"` };
  const grants = world.grantsOnAccount(email);
  const toOthers = grants.find(({ role }) => givesTokens(world, role));
  if (toOthers) {
    const line = `member is "${toOthers.member}", and "${memberOf(principal)}" asks`;
    return { resource: toOthers.resource, argument, line };
  }
  const own = grants.find(({ member }) => member === memberOf(principal));
  const line = `nobody has ${TOKEN_ROLES[0]} on ${email}`;
  return own
    ? { resource: own.resource, argument: "role", line: `role is "${own.role}", and ${line}` }
    : { argument, line };
}

/** Google's own roles by which their members act as a service account, give themselves more on it, or make keys of it. */
const IDENTITY_ROLES = ["roles/owner", "roles/iam.serviceAccountAdmin", "roles/iam.serviceAccountKeyAdmin"];
/** Google's own roles whose members run something as a service account, or take ID tokens of it, or change who may do what on it. */
const RUNNING_ROLES = [
  ...["serviceAccountUser", "serviceAccountOpenIdTokenCreator", "securityAdmin"].map((name) => `roles/iam.${name}`),
  ...["roles/editor", "roles/resourcemanager.projectIamAdmin", "roles/resourcemanager.organizationAdmin"],
  ...["roles/resourcemanager.folderAdmin", "roles/resourcemanager.folderIamAdmin"],
];
/** IAM documentation: "Roles for service account authentication", and what those roles hold. */
const IDENTITY_PERMISSIONS = [
  ...["iam.serviceAccounts.signBlob", "iam.serviceAccounts.signJwt", "iam.serviceAccounts.implicitDelegation"],
  ...["iam.serviceAccounts.setIamPolicy", "iam.serviceAccountKeys.create"],
];

/** Whether a role on a service account leads to its rights, by a token, a key, a signature, or a grant of its own. */
export function givesIdentity(world: GoogleWorld, role: string): boolean {
  if (givesTokens(world, role) || IDENTITY_ROLES.includes(role)) return true;
  return world.permissionsOf(role)?.some((one) => IDENTITY_PERMISSIONS.includes(one)) === true;
}

/**
 * The same for roles of others: also what lets them run something as the account, or change the policies above it.
 *
 * Google Cloud IAM documentation: "Roles for service account authentication".
 */
export function leadsToIdentity(world: GoogleWorld, role: string): boolean {
  if (givesIdentity(world, role) || RUNNING_ROLES.includes(role)) return true;
  return (
    world
      .permissionsOf(role)
      ?.some((one) =>
        /^(iam\.serviceAccounts\.(actAs|getOpenIdToken)|resourcemanager\.\w+\.setIamPolicy)$/.test(one),
      ) === true
  );
}

/**
 * Whether a role may let its members change things, and nothing tells which: a custom one that was not read, or a basic one whose
 * permissions are not known here and that does more than read.
 *
 * Google Cloud IAM documentation: "Roles and permissions", on basic roles.
 */
export function isUnknownChanger(world: GoogleWorld, role: string): boolean {
  return role !== "roles/reader" && world.holds(role, PERMISSION) === undefined;
}

/** Whether a role of others leads to a service account's rights, or may do so and nothing tells. */
export function mayLeadToIdentity(world: GoogleWorld, role: string): boolean {
  return leadsToIdentity(world, role) || isUnknownChanger(world, role);
}

/** Google's own roles by which their members make keys of every service account below. */
const KEY_ROLES = ["roles/iam.serviceAccountKeyAdmin"];

/** Whether a role gives a credential of a service account at once: its tokens, or keys of it. */
export function givesCredentials(world: GoogleWorld, role: string): boolean {
  const makesKeys = KEY_ROLES.includes(role) || world.permissionsOf(role)?.includes("iam.serviceAccountKeys.create");
  return givesTokens(world, role) || makesKeys === true;
}

/** Whether a role surely lets its members take a service account's tokens. */
export function givesTokens(world: GoogleWorld, role: string): boolean {
  return tokensBy(world, role) === true;
}

/** The same; undefined for a role that is not known. */
function tokensBy(world: GoogleWorld, role: string): boolean | undefined {
  return TOKEN_ROLES.includes(role) || world.holds(role, PERMISSION);
}
