import {
  ArgumentChange,
  deciderOf,
  denialBy,
  Edge,
  placeOf,
  Refused,
  text,
  trustPolicyFault,
  World,
} from "../simulator";
import { issuerInIam } from "../vendor/aws/iam";

/** A change of an argument that lets a subject through at a hop, for a reader and as a value. */
export interface Remedy extends ArgumentChange {
  readonly words: string;
}

/** What is shown at the hop: the claims that the change must take, and what acts there. */
interface Shown {
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
  /** What the hop before gave, as IAM members name it. */
  readonly principal?: string;
}

/** The smallest change of the argument that refuses; undefined where no argument of a resource that was read decides. */
export function remedyOf(world: World, edge: Edge, refusal: Refused, shown: Shown): Remedy | undefined {
  const { resource, argument } = refusal.because;
  if (!resource || argument === undefined) return undefined;
  const values: Readonly<Record<string, () => unknown>> = {
    assume_role_policy: () => trusting(text(resource.argument(argument)) ?? "", edge, refusal, shown),
    client_id_list: () => [...((resource.argument(argument) as string[] | undefined) ?? []), shown.audience],
    url: () => shown.issuer,
    principal_arn: () => edge.request.flags["role-arn"] ?? edge.declaration.principal,
    name: () => lastOf(edge.request.flags["role-arn"] ?? edge.declaration.principal),
    workload_identity_pool_provider_id: () => lastOf(edge.request.flags.audience),
    attribute_mapping: () => ({
      ...(resource.argument(argument) as Readonly<Record<string, unknown>> | undefined),
      "google.subject": "assertion.sub",
    }),
    disabled: () => false,
    attribute_condition: () => `assertion.sub == ${JSON.stringify(shown.subject)}`,
    "oidc.issuer_uri": () => shown.issuer,
    "oidc.allowed_audiences": () => [shown.audience],
    member: () => shown.principal,
    issuer: () => shown.issuer,
    subject: () => shown.subject,
    audience: () => shown.audience,
  };
  const value = Object.hasOwn(values, argument) ? values[argument]() : undefined;
  if (value === undefined || JSON.stringify(value) === JSON.stringify(resource.argument(argument))) return undefined;
  const place = placeOf(resource);
  const { where = "" } = deciderOf(world, refusal.because);
  const of = `${argument} of ${place} (${where})`;
  const isAdded =
    argument === "assume_role_policy" && isLonger(value as string, text(resource.argument(argument)) ?? "");
  const words = isAdded ? `add to ${of} ${statementIn(value as string)}` : `set ${of} to ${JSON.stringify(value)}`;
  return { place, argument, value, words };
}

/** What stands behind the last slash of a full name. */
function lastOf(name: unknown): string | undefined {
  return /\/([^/]+)$/.exec(String(name))?.[1];
}

/**
 * The policy with one more statement, of exactly this subject and audience, and without those that IAM does not store, or that
 * deny it.
 */
function trusting(
  policy: string,
  edge: Edge,
  { hop, because }: Refused,
  { issuer, subject, audience }: Shown,
): string | undefined {
  const role = edge.request.flags["role-arn"] ?? edge.declaration.principal;
  const [, partition, , , account] = String(role).split(":");
  const host = issuerInIam(issuer);
  const federated = {
    Effect: "Allow",
    Principal: { Federated: `arn:${partition}:iam::${account}:oidc-provider/${host}` },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: { StringEquals: { [`${host}:sub`]: subject, [`${host}:aud`]: audience } },
  };
  const chained = { Effect: "Allow", Principal: { AWS: edge.declaration.principal }, Action: chaining(edge) };
  try {
    const { Statement = [], ...rest } = JSON.parse(policy || "{}") as { Statement?: unknown };
    const added = hop === "impersonation" ? chained : federated;
    const kept = [Statement].flat().filter((one, index) => {
      const isStored = trustPolicyFault(JSON.stringify({ Version: "2012-10-17", Statement: [one] })) === undefined;
      return isStored && because.line !== denialBy(index);
    });
    return JSON.stringify({ Version: "2012-10-17", ...rest, Statement: [...kept, added] });
  } catch {
    return undefined;
  }
}

/** What a further role must allow: sessions of EKS Pod Identity have tags that it inherits. */
function chaining({ request }: Edge): string | readonly string[] {
  return request.flags.source === "eks-pod-identity" ? ["sts:AssumeRole", "sts:TagSession"] : "sts:AssumeRole";
}

function statementIn(policy: string): string {
  return `the statement ${JSON.stringify(statementsIn(policy).at(-1))}`;
}

/** Whether a policy has all statements of another one, and more. */
function isLonger(policy: string, before: string): boolean {
  return before === "" || statementsIn(policy).length > statementsIn(before).length;
}

function statementsIn(policy: string): readonly unknown[] {
  const { Statement = [] } = JSON.parse(policy) as { Statement?: unknown };
  return [Statement].flat();
}
