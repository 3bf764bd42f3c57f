import { DeclaredGrant } from "../../trust-declaration";
import { ServiceGrant } from "../services/service-grant";
import { GivenPolicy } from "./decide-action";
import { declaredConditions } from "./declared-statement";
import { listed } from "./listed";
import { namesPrincipal } from "./policy-principal";
import { AwsWorld } from "./read";
import { Statement } from "./statement";
import { callerOf } from "./session-caller";
import { AwsSession } from "./sts";

/**
 * What policies give to a role's session: those of the role, and those of resources that name it. What denies, and what a boundary
 * or a key's own policy leaves, bounds each of them.
 *
 * AWS IAM documentation: "Policy evaluation logic".
 */
export function serviceGrants(
  aws: AwsWorld,
  declared: readonly DeclaredGrant[],
  session: AwsSession,
): readonly ServiceGrant[] {
  const caller = callerOf(session);
  const { policies, boundary } = aws.permissionsOf(session.role);
  const denials = policies.flatMap((policy) => statementsOf(policy, "Deny"));
  const ofRole = [
    ...(boundary
      ? [`boundary ${boundary.name}: ${JSON.stringify(boundary.document?.statements ?? boundary.name)}`]
      : []),
    ...denials.map((one) => `denied: ${written(one)}`),
  ];
  const onResources = [...aws.resourcePolicies.every];
  const limitsOn = (resources: readonly string[]) =>
    onResources.flatMap(([name, policy]) => {
      if (!resources.some((pattern) => mayMeet(pattern, name))) return [];
      const denied = statementsOf(policy, "Deny").map((one) => `denied on ${name}: ${written(one)}`);
      // The policy of a key decides whether those of roles count at all.
      const first = /^arn:[^:]+:kms:/.test(name) && policy.document ? [`by ${keyWords(name, policy)}`] : [];
      return [...denied, ...first];
    });
  const grant = (policy: GivenPolicy, statement: Statement, own?: string): ServiceGrant => {
    const { Action = "*", NotAction, Resource = "*", NotResource } = statement;
    const resources = own === undefined || Resource !== "*" ? listed(Resource) : [own];
    const conditions = conditionsOf(statement.Condition);
    const made = { actions: listed(Action), resources };
    return {
      ...{ name: made.actions.join(", "), ...made },
      conditions: [
        ...conditions,
        ...(NotAction === undefined ? [] : [`not ${listed(NotAction).join(", ")}`]),
        ...(NotResource === undefined ? [] : [`not on ${listed(NotResource).join(", ")}`]),
      ],
      limits: [...ofRole, ...limitsOn(resources)],
      isDeclared: declared.some((one) => declares(one, { ...made, conditions })),
      because: reasonOf(policy, `Statement allows ${made.actions.join(", ")}`),
    };
  };
  return [
    ...policies.flatMap((policy) => {
      const isManaged = policy.document === undefined || policy.services !== undefined;
      if (!isManaged) {
        return statementsOf(policy, "Allow")
          .filter((one) => !denials.some((denial) => deniesAll(denial, one)))
          .map((one) => grant(policy, one));
      }
      const isDeclared = declared.some((one) => one.role?.split("/").at(-1) === policy.name.split("/").at(-1));
      const because = reasonOf(policy, policy.name);
      const isUnread = policy.unknown === undefined ? {} : ({ isUnread: true } as const);
      return [{ name: policy.name, resources: [], conditions: [], limits: ofRole, ...isUnread, isDeclared, because }];
    }),
    ...onResources.flatMap(([name, policy]) =>
      statementsOf(policy, "Allow")
        .filter((one) => ["role", "caller"].includes(namesPrincipal(one, caller) ?? ""))
        .map((one) => grant(policy, one, name)),
    ),
    ...onResources.flatMap(([name, policy]): ServiceGrant[] => {
      const { unknown, resource } = policy;
      if (unknown === undefined || !resource) return [];
      const at = { name: policy.name, resources: [name], conditions: [], limits: [] };
      return [{ ...at, unknown, isDeclared: false, because: reasonOf(policy, `${policy.name} ${unknown}`) }];
    }),
  ];
}

function statementsOf({ document }: GivenPolicy, effect: "Allow" | "Deny"): readonly Statement[] {
  return document?.statements.filter(({ Effect }) => Effect === effect) ?? [];
}

/** Whether a statement denies every action of another one, always and on every resource. */
function deniesAll(denial: Statement, { Action = "*" }: Statement): boolean {
  if (denial.Condition !== undefined || !listed(denial.Resource).includes("*")) return false;
  const denied = listed(denial.Action).map((one) => one.toLowerCase());
  const covers = (pattern: string, action: string) =>
    pattern === action ||
    (pattern.endsWith("*") && action.startsWith(pattern.slice(0, -1)) && !/[*?].*\*$/.test(pattern));
  return listed(Action).every((action) => denied.some((one) => covers(one, action.toLowerCase())));
}

function reasonOf({ resource, argument, name }: GivenPolicy, line: string): ServiceGrant["because"] {
  return resource ? { resource, ...(argument === undefined ? {} : { argument }), line } : { line: `${name}: ${line}` };
}

/** A statement without its name. */
function written({ Sid: _sid, ...statement }: Statement): string {
  return JSON.stringify(statement);
}

function keyWords(name: string, policy: GivenPolicy): string {
  return `${name}: ${statementsOf(policy, "Allow").map(written).join(", ")}`;
}

/** Each key of a condition by itself: all of them must hold. */
function conditionsOf(condition: unknown): readonly string[] {
  return Object.entries((condition ?? {}) as Record<string, Record<string, unknown>>).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => `${operator} ${key} ${JSON.stringify([...listed(values)].sort())}`),
  );
}

function declares(
  { role, actions = [], resources, conditions, from, until }: DeclaredGrant,
  given: {
    readonly actions: readonly string[];
    readonly resources: readonly string[];
    readonly conditions: readonly string[];
  },
): boolean {
  if (role !== undefined) return false;
  const times = [from, until].flatMap((time) => time ?? []);
  return (
    given.actions.every((one) => actions.includes(one)) &&
    given.resources.every((one) => resources.includes(one)) &&
    conditionsOf(declaredConditions({ conditions })).every((one) => given.conditions.includes(one)) &&
    times.every((time) => given.conditions.some((one) => one.includes(time)))
  );
}

/** Whether a pattern may name something of a resource. */
function mayMeet(pattern: string, name: string): boolean {
  const beginning = pattern.split(/[*?$]/)[0];
  return name.startsWith(beginning) || beginning.startsWith(name);
}
