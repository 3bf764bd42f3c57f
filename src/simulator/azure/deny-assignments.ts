import { Block, blocks, isOn, Resource, text } from "../../terraform";
import { assignmentHolds, ConditionedRequest, conditionIn } from "./assignment-condition";
import { azapiObject } from "./azapi";
import { type CustomPermission, permissionIn } from "./custom-roles";
import type { AzureWorld } from "./read";
import { permits } from "./service-roles";

/** A principal as a deny assignment names it. */
interface DeniedPrincipal {
  readonly id: string;
  readonly type?: string;
}

/** What one block of a deny assignment blocks. */
interface DeniedPermission extends CustomPermission {
  readonly condition?: string;
}

/** A deny assignment: what it blocks, no role assignment gives. */
export interface DenyAssignment {
  readonly scope: string;
  /** Whether it leaves out what is below its scope. */
  readonly isForScopeAlone: boolean;
  readonly permissions: readonly DeniedPermission[];
  readonly principals: readonly DeniedPrincipal[];
  readonly excluded: readonly DeniedPrincipal[];
  readonly condition?: string;
  readonly resource: Resource;
}

/** Everyone, whose type is `SystemDefined`. "Understand Azure deny assignments", on the principal All Principals. */
const EVERYONE = "00000000-0000-0000-0000-000000000000";

/**
 * The deny assignment that azapi makes; undefined for one that only audits.
 *
 * Azure REST API 2024-07-01-preview: "Deny Assignments - Create".
 *
 * @throws UnresolvedValue
 */
export function denyAssignmentIn(resource: Resource): DenyAssignment | undefined {
  const { parent: scope, properties } = azapiObject(resource);
  if (text(properties.denyAssignmentEffect)?.toLowerCase() === "audit") return undefined;
  return {
    scope,
    isForScopeAlone: isOn(properties.doNotApplyToChildScopes),
    permissions: blocks(properties.permissions).map((one) => ({ ...permissionIn(one), ...conditionOf(one) })),
    principals: principalsIn(properties.principals),
    excluded: principalsIn(properties.excludePrincipals),
    ...conditionOf(properties),
    resource,
  };
}

function conditionOf(one: Block): { readonly condition?: string } {
  const condition = conditionIn(text(one.condition), text(one.conditionVersion));
  return condition === undefined ? {} : { condition };
}

function principalsIn(value: unknown): readonly DeniedPrincipal[] {
  return blocks(value).map((one) => {
    const type = text(one.type);
    return { id: (text(one.id) ?? "").toLowerCase(), ...(type === undefined ? {} : { type }) };
  });
}

/**
 * Whether a deny assignment blocks a request of a service principal; undefined where that is not known: a group may have it as its
 * member.
 */
export function isDenied(
  azure: AzureWorld,
  deny: DenyAssignment,
  principalId: string,
  request: ConditionedRequest,
): boolean | undefined {
  const isExcluded = names(azure, deny.excluded, principalId);
  return every([
    () => covers(azure, deny, request.resource),
    () => names(azure, deny.principals, principalId),
    () => (isExcluded === undefined ? undefined : !isExcluded),
    () => some(deny.permissions.map((one) => permissionBlocks(one, request))),
    () => deny.condition === undefined || assignmentHolds(deny.condition, request),
  ]);
}

function permissionBlocks(permission: DeniedPermission, request: ConditionedRequest): boolean | undefined {
  const { condition } = permission;
  return every([
    () => permits([permission], request.action, request.plane),
    () => condition === undefined || assignmentHolds(condition, request),
  ]);
}

function covers(azure: AzureWorld, { scope, isForScopeAlone }: DenyAssignment, resource: string): boolean | undefined {
  const reaches = azure.reaches(scope, resource);
  return isForScopeAlone && reaches === true ? azure.reaches(resource, scope) : reaches;
}

/** Whether principals are or have one; undefined where a group among them may have it. */
function names(azure: AzureWorld, principals: readonly DeniedPrincipal[], principalId: string): boolean | undefined {
  const own = [EVERYONE, principalId.toLowerCase(), ...azure.groupsOf(principalId)];
  if (principals.some(({ id }) => own.includes(id))) return true;
  const mayHave = principals.some(({ type }) => type === undefined || type.toLowerCase() === "group");
  return mayHave ? undefined : false;
}

function some(all: readonly (boolean | undefined)[]): boolean | undefined {
  if (all.includes(true)) return true;
  return all.includes(undefined) ? undefined : false;
}

/** Whether all hold, which are asked one after the other until one does not. */
function every(all: readonly (() => boolean | undefined)[]): boolean | undefined {
  let isUnknown = false;
  for (const one of all) {
    const holds = one();
    if (holds === false) return false;
    if (holds === undefined) isUnknown = true;
  }
  return isUnknown ? undefined : true;
}

/** Whether a deny assignment is about something of a principal, and what of it is not judged. */
export function isUnjudged(
  azure: AzureWorld,
  deny: DenyAssignment,
  principalId: string,
  resources: readonly string[],
): boolean {
  const places = resources.map((one) => azure.reaches(deny.scope, one) ?? "unknown");
  const isNear = places.some((place, at) => place !== false || azure.reaches(resources[at], deny.scope) === true);
  const [named, excluded] = [deny.principals, deny.excluded].map((all) => names(azure, all, principalId));
  if (!isNear || named === false || excluded === true) return false;
  const conditions = [deny, ...deny.permissions].some(({ condition }) => condition !== undefined);
  return named === undefined || excluded === undefined || conditions || places.includes("unknown");
}

/** What denies a request of a principal: for sure, or perhaps. */
export interface Denial {
  readonly deny: DenyAssignment;
  readonly isSure: boolean;
}

/** The deny assignment that blocks a request, or the one that may. */
export function denialOf(azure: AzureWorld, principalId: string, request: ConditionedRequest): Denial | undefined {
  let perhaps: DenyAssignment | undefined;
  for (const deny of azure.denyAssignments) {
    const denies = isDenied(azure, deny, principalId, request);
    if (denies) return { deny, isSure: true };
    if (denies === undefined) perhaps ??= deny;
  }
  return perhaps && { deny: perhaps, isSure: false };
}

/** Why a right is not sure. */
export function mayDeny({ resource }: DenyAssignment, action: string) {
  return {
    reason: `a deny assignment may block ${action}, whose principals, scope or condition is not judged`,
    resource,
  };
}

/** Why a request is refused. */
export function becauseDenied({ resource, scope }: DenyAssignment, action: string) {
  return { resource, argument: "body", line: `a deny assignment on ${scope} blocks ${action}, whatever is assigned` };
}
