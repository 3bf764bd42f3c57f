/** Who asks, as a policy's Principal may name it. */
export interface Caller {
  /** The OIDC provider behind a token, the ARNs of a role and its session, or a service of AWS. */
  readonly kind: "Federated" | "AWS" | "Service";
  /** A role's ARN, its session's, its unique id; a user's ARN; a service's host. */
  readonly names: readonly string[];
  /** The account, which a Principal may name instead. */
  readonly account: string;
}

/** The elements of a statement that say who is meant. */
interface Naming {
  readonly Effect?: string;
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
}

/**
 * As what a statement names a caller: by the account, which then decides by its own policies; as a role, as far as its boundary
 * allows; or as the one who asks, whatever else bounds it.
 */
export type Named = "account" | "role" | "caller";

/**
 * As what a statement names a caller; undefined where it does not.
 *
 * AWS IAM documentation: "AWS JSON policy elements: Principal", "AWS JSON policy elements: NotPrincipal".
 */
export function namesPrincipal({ Effect, Principal, NotPrincipal }: Naming, caller: Caller): Named | undefined {
  if (NotPrincipal === undefined) {
    return named(Principal, caller) ?? (Effect === "Deny" && isEverybody(Principal) ? "caller" : undefined);
  }
  // The account must be excepted beside the role and its session, or else they are not.
  const [listed, { kind, account, names }] = [listedAs(NotPrincipal, caller.kind), caller];
  if (NotPrincipal === "*" || listed.includes("*")) return kind === "AWS" ? undefined : "caller";
  const isListed = (name: string) => listed.includes(name);
  const isExcepted =
    kind !== "AWS"
      ? names.some(isListed)
      : names.filter((name) => name.startsWith("arn:")).every(isListed) &&
        listed.some((name) => isAccount(name, account));
  return isExcepted ? undefined : "caller";
}

function named(principal: unknown, { kind, names, account }: Caller): Named | undefined {
  // What a wildcard allows, it allows to AWS principals only, never to a token of an identity provider nor to a service.
  if (principal === "*") return kind === "AWS" ? "caller" : undefined;
  const listed = listedAs(principal, kind);
  const found = names.filter((name) => listed.includes(name));
  if (kind !== "AWS") return found.length ? "caller" : undefined;
  if (listed.includes("*") || found.some((name) => !isRole(name))) return "caller";
  if (found.length) return "role";
  return listed.some((name) => isAccount(name, account)) ? "account" : undefined;
}

/** Whether a Principal is everybody: what is denied to it is denied to tokens of identity providers, too. */
function isEverybody(principal: unknown): boolean {
  return principal === "*" || listedAs(principal, "AWS").includes("*");
}

/** A role's ARN or unique id; its session's or a user's ARN is neither. */
function isRole(name: string): boolean {
  return /^AROA|^arn:[^:]+:iam::[^:]*:role\//.test(name);
}

function listedAs(principal: unknown, kind: string): readonly string[] {
  const all = (typeof principal === "object" && principal !== null ? principal : {}) as Record<string, unknown>;
  return [all[kind] ?? []].flat().map(String);
}

function isAccount(name: string, account: string): boolean {
  return name === account || new RegExp(`^arn:[^:]+:iam::${account}:root$`).test(name);
}
