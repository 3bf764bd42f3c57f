import { ArgumentChange, deciderOf, Edge, placeOf, Refused, text, World } from "../simulator";
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
  if (value === undefined) return undefined;
  const place = placeOf(resource);
  const { where = "" } = deciderOf(world, refusal.because);
  const written = argument === "assume_role_policy" ? statementIn(value as string) : `to ${JSON.stringify(value)}`;
  const words = `${argument === "assume_role_policy" ? "add to" : "set"} ${argument} of ${place} (${where}) ${written}`;
  return { place, argument, value, words };
}

/** The policy with one more statement, of exactly this subject and audience. */
function trusting(
  policy: string,
  edge: Edge,
  { hop }: Refused,
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
    return JSON.stringify({ Version: "2012-10-17", ...rest, Statement: [...[Statement].flat(), added] });
  } catch {
    return undefined;
  }
}

/** What a further role must allow: sessions of EKS Pod Identity have tags that it inherits. */
function chaining({ request }: Edge): string | readonly string[] {
  return request.flags.source === "eks-pod-identity" ? ["sts:AssumeRole", "sts:TagSession"] : "sts:AssumeRole";
}

function statementIn(policy: string): string {
  const { Statement } = JSON.parse(policy) as { Statement: unknown[] };
  return `the statement ${JSON.stringify(Statement.at(-1))}`;
}
