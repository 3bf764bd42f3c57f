import { hasUnknown, Resource } from "../../../simulator";
import { resourcesOf, textOf } from "./arguments";
import { conditionOf, ConditionLine } from "./conditions";
import { once } from "./once";
import { Statement, statementsIn, valuesOf } from "./policy-document";

/** A statement of a role's trust policy that lets tokens of an OIDC issuer in. */
export interface WebIdentityTrust {
  readonly role: Resource;
  readonly index: number;
  readonly statement: Statement;
  /** As the statement names it: an ARN, or the domain of an issuer that AWS knows. */
  readonly provider: string;
  /** Without `https://`, as condition keys begin; empty where it is not known. */
  readonly issuer: string;
  /** Undefined where the condition is not known. */
  readonly condition?: readonly ConditionLine[];
}

/** A trust policy, or why it is not known. */
export interface TrustPolicy {
  readonly role: Resource;
  readonly document?: string;
  readonly statements?: readonly Statement[];
}

export const TRUST = "assume_role_policy";
const DOMAINS = ["accounts.google.com", "www.amazon.com", "graph.facebook.com", "cognito-identity.amazonaws.com"];

/** The trust policies of every role that was read. */
export const trustPolicies = once((world): readonly TrustPolicy[] =>
  resourcesOf(world, ["aws_iam_role"]).map((role) => {
    const document = textOf(role, TRUST);
    return { role, document, statements: statementsIn(document) };
  }),
);

/** Every statement that lets tokens in, once for each issuer that it names. */
export const webIdentityTrusts = once((world): readonly WebIdentityTrust[] =>
  trustPolicies(world).flatMap(({ role, statements = [] }) =>
    statements.flatMap((statement, index) => {
      if (statement.Effect !== "Allow") return [];
      return federatedIn(statement).map((provider): WebIdentityTrust => {
        const condition = conditionOf(statement);
        const issuer = issuerOf(provider, condition);
        return { role, index, statement, provider, issuer, ...(condition ? { condition } : {}) };
      });
    }),
  ),
);

/** The lines about a claim. */
export function linesOn({ condition = [] }: WebIdentityTrust, claim: string): readonly ConditionLine[] {
  return condition.filter((line) => line.claim === claim);
}

/** How findings name a statement. */
export function statementOf({ index, statement }: Pick<WebIdentityTrust, "index" | "statement">): string {
  const { Sid } = statement;
  return typeof Sid === "string" ? `the statement "${Sid}"` : `Statement[${index}]`;
}

function federatedIn({ Principal: principal, Action: action }: Statement): readonly string[] {
  if (typeof principal !== "object" || principal === null) return [];
  const named = valuesOf((principal as Readonly<Record<string, unknown>>).Federated);
  const isWebIdentity = valuesOf(action).some((one) => /^sts:assumerolewithwebidentity$/i.test(one));
  return named.filter((name) => {
    if (name.includes(":saml-provider/")) return false;
    return name.includes(":oidc-provider/") || DOMAINS.includes(name) || isWebIdentity;
  });
}

function issuerOf(provider: string, condition: readonly ConditionLine[] = []): string {
  const [, issuer] = /:oidc-provider\/(.+)$/s.exec(provider) ?? [];
  if (issuer !== undefined && !hasUnknown(issuer)) return issuer;
  if (DOMAINS.includes(provider)) return provider;
  const told = condition.find(({ claim, of }) => ["sub", "aud"].includes(claim) && !hasUnknown(of));
  return told?.of ?? "";
}
