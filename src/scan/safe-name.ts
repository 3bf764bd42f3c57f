/** A run of characters without a break that no person writes as a name: a key, a token, a hash. */
const RUN = /[A-Za-z0-9+=~]{20,}|(?:[A-Za-z0-9+/=_~-]+\.){2,}[A-Za-z0-9+/=_~-]{20,}|[A-Za-z0-9+/=_~-]{40,}/g;
/** Access key ids and JSON Web Tokens, by how they begin. */
const KNOWN = /(A[KS]IA[A-Z2-7]{4,}|eyJ[A-Za-z0-9_-]{6,}[A-Za-z0-9_.-]*)/g;

/**
 * A name as it may be printed. Names come from the input, and a data key, a user or a variable may be called as the secret that it
 * holds: what looks like one is cut.
 */
export function safeName(name: string): string {
  return name.replace(KNOWN, cut).replace(RUN, (run) => (isNatural(run) ? run : cut(run)));
}

/** What a credential says of its server: scheme, host and port, without user, path and query. */
export function safeServer(url: string | undefined): string | undefined {
  if (url === undefined) return undefined;
  try {
    const { protocol, host } = new URL(url);
    return /^https?:$/.test(protocol) ? `${protocol}//${host.replace(KNOWN, cut)}` : undefined;
  } catch {
    return undefined;
  }
}

/** The name of an object of Kubernetes: what its API takes holds no secret in the usual forms. */
export function safeObjectName(name: string): string {
  return /^[a-z0-9.:-]*$/.test(name) ? name : safeName(name);
}

function cut(text: string): string {
  return `${text.slice(0, 4)}…`;
}

/** Words in one case with few digits, as names have them. */
function isNatural(run: string): boolean {
  const digits = run.replace(/\D/g, "").length;
  const isOneCase = run === run.toLowerCase() || run === run.toUpperCase() || /^([A-Z]?[a-z]+){1,8}$/.test(run);
  return isOneCase && digits <= 4 && !/[+=~]/.test(run);
}
