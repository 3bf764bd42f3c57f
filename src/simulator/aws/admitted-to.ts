import { UnresolvedValue } from "../../terraform";
import { POD_IDENTITY_SERVICE } from "../../vendor/aws/eks";
import { AWS_BUILT_IN_GOOGLE, GOOGLE_ISSUER } from "../../vendor/issuers/clouds";
import { SERVICE_ACCOUNT_SUBJECT } from "../../vendor/kubernetes/names";
import { Edge, hasOwnRole, isNativeRole } from "../edges/edge";
import { flagOf } from "../edges/exec-request";
import { FurtherTrust } from "../edges/further-trust";
import { gather } from "../gather";
import { statementsOf } from "./policy";
import { Statement } from "./statement";
import { AwsWorld } from "./read";
import { trustChangers } from "./trust-changers";
import { issuerInIam } from "../../vendor/aws/iam";

/** The identities that the trust policies of an edge's roles admit, and that no edge declares. */
export function admittedTo(aws: AwsWorld, edges: readonly Edge[]): (edge: Edge) => readonly FurtherTrust[] {
  const byRole = new Map<string, Edge[]>();
  for (const edge of edges) {
    if (edge.request.subcommand === "eks") for (const arn of rolesOf(edge)) gather(byRole, arn, edge);
  }
  const changersOf = trustChangers(aws, edges);
  return (edge) =>
    rolesOf(edge).flatMap((arn) => [
      ...inRole(aws, arn, edge, byRole.get(arn) ?? []),
      ...changersOf(arn).map((one) => ({ ...one, isAdopted: edge.declaration.adopted.includes(arn) })),
    ]);
}

function inRole(aws: AwsWorld, arn: string, { declaration }: Edge, edges: readonly Edge[]): readonly FurtherTrust[] {
  const role = aws.roleOf(arn);
  if (!role?.resource) return [];
  const { resource, partition, account } = role;
  const expected = expectedBy(edges, arn, `arn:${partition}:iam::${account}:oidc-provider/`);
  return statements(() => role.trustPolicy()).flatMap((statement, index) =>
    strangersIn(statement, expected).map((who): FurtherTrust => ({
      who,
      hop: "exchange",
      because: { resource, argument: "assume_role_policy", line: `Statement[${index}] lets in ${who}` },
      isAdopted: declaration.adopted.includes(arn),
    })),
  );
}

/** The role that pods have by themselves, and the one that acts in the cluster. */
function rolesOf({ request, declaration }: Edge): readonly string[] {
  return [...new Set([declaration.principal, flagOf(request, "role-arn") ?? ""])].filter(Boolean);
}

/** The identities that edges bring to a role. */
interface Expected {
  /** Subjects by the ARN of their issuer's registration. */
  readonly subjects: ReadonlyMap<string, ReadonlySet<string>>;
  readonly roles: readonly string[];
  readonly services: readonly string[];
}

/** @param registrations the beginning of the ARNs of the account's issuers */
function expectedBy(edges: readonly Edge[], arn: string, registrations: string): Expected {
  const subjects = new Map<string, Set<string>>();
  const roles: string[] = [];
  const services: string[] = [];
  for (const edge of edges) {
    const { issuer, subject } = edge.declaration.source;
    const provider = issuer === GOOGLE_ISSUER ? AWS_BUILT_IN_GOOGLE : `${registrations}${issuerInIam(issuer)}`;
    if (!isEntered(edge, arn)) roles.push(edge.declaration.principal);
    else if (isNativeRole(edge)) services.push(POD_IDENTITY_SERVICE);
    else subjects.set(provider, (subjects.get(provider) ?? new Set()).add(subject));
  }
  return { subjects, roles, services };
}

/** Whether an edge comes to a role from outside, and not from another role. */
function isEntered(edge: Edge, arn: string): boolean {
  return !hasOwnRole(edge) || edge.declaration.principal === arn;
}

/** A policy that cannot be known or is none admits no identity; the exchange tells it. */
function statements(policy: () => string): readonly Statement[] {
  try {
    return statementsOf(policy());
  } catch (error) {
    if (error instanceof UnresolvedValue || error instanceof SyntaxError) return [];
    throw error;
  }
}

function strangersIn(statement: Statement, expected: Expected): readonly string[] {
  const { Effect, Principal: principal, NotPrincipal, Condition } = statement;
  if (Effect !== "Allow") return [];
  if (NotPrincipal !== undefined) return [`every principal but ${JSON.stringify(NotPrincipal)}`];
  const named = typeof principal === "object" && principal !== null ? principal : { AWS: principal };
  return Object.entries(named as Record<string, unknown>).flatMap(([kind, names]) =>
    [names].flat().flatMap((name) => {
      if (typeof name !== "string") return [];
      if (kind !== "Federated") {
        const known = kind === "Service" ? expected.services : kind === "AWS" ? expected.roles : [];
        return known.includes(name) ? [] : [name === "*" ? "every AWS principal" : `${kind} ${name}`];
      }
      const declared = expected.subjects.get(name);
      if (!declared) return [`tokens of ${name}`];
      const subjects = subjectsIn(Condition, name.replace(/^.*:oidc-provider\//, ""));
      if (!subjects) return [`every subject of ${name}`];
      return subjects.filter((subject) => !declared.has(subject)).concat(othersByCase(Condition, subjects));
    }),
  );
}

/** Subjects whose letter case is ignored, and that differ by it from others; names of Kubernetes have small letters alone. */
function othersByCase(condition: unknown, subjects: readonly string[]): readonly string[] {
  const operators = Object.keys(condition ?? {});
  if (!operators.some((one) => /string(equals|like)ignorecase/i.test(one))) return [];
  return subjects.filter((one) => !one.startsWith(SERVICE_ACCOUNT_SUBJECT)).map((one) => `${one} in any letter case`);
}

/** The subjects that a condition is about, as they are written; undefined where it is about none. */
function subjectsIn(condition: unknown, issuer: string): readonly string[] | undefined {
  const key = `${issuer}:sub`.toLowerCase();
  const wanted = Object.entries((condition ?? {}) as Record<string, Record<string, unknown>>).flatMap(
    ([operator, keys]) =>
      /string(equals|like)/i.test(operator)
        ? Object.entries(keys).flatMap(([name, values]) =>
            name.toLowerCase() === key ? [values].flat().map(String) : [],
          )
        : [],
  );
  return wanted.length ? wanted : undefined;
}
