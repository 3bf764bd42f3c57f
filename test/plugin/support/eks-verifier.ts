const PREFIX = "k8s-aws-v1.";
const MAXIMUM_TOKEN_BYTES = 4096;
const ALLOWED = [
  "action",
  "version",
  "x-amz-algorithm",
  "x-amz-credential",
  "x-amz-date",
  "x-amz-expires",
  "x-amz-security-token",
  "x-amz-signature",
  "x-amz-signedheaders",
];
/** Hosts of the regional STS endpoints: ordinary, FIPS and dual stack, and the global one. */
const HOSTS: { readonly [partition: string]: RegExp } = {
  aws: /^(sts\.amazonaws\.com|sts(-fips)?\.[a-z]{2}-[a-z]+-\d\.(amazonaws\.com|api\.aws))$/,
  "aws-cn": /^sts(-fips)?\.cn-[a-z]+-\d\.(amazonaws\.com\.cn|api\.amazonwebservices\.com\.cn)$/,
  "aws-us-gov": /^sts(-fips)?\.us-gov-[a-z]+-\d\.(amazonaws\.com|api\.aws)$/,
};

/**
 * What an EKS API server does with a token before it asks STS: the rules of aws-iam-authenticator's verifier
 * (kubernetes-sigs/aws-iam-authenticator, `pkg/token`), written anew.
 *
 * @returns why the token is refused, or undefined
 */
export function refusalOf(token: string, partition = "aws", now = Date.now()): string | undefined {
  if (token.length > MAXIMUM_TOKEN_BYTES) return "token is too large";
  if (!token.startsWith(PREFIX)) return "missing prefix";
  const encoded = token.slice(PREFIX.length);
  if (!/^[\w-]+$/.test(encoded)) return "illegal base64";
  const text = Buffer.from(encoded, "base64url").toString("utf8");
  const match = /^([a-z]+):\/\/([^/?#]*)([^?#]*)\??([^#]*)(#.*)?$/.exec(text);
  if (!match) return "not a URL";
  const [, scheme, host, path, query, fragment] = match;
  if (scheme !== "https") return `scheme ${scheme}`;
  if (!HOSTS[partition].test(host)) return `host ${host}`;
  if (path !== "/") return `path ${path}`;
  if (fragment) return "fragment";
  const values = new Map<string, string>();
  for (const pair of query.split("&")) {
    const [name, value = ""] = pair.split("=").map(decodeURIComponent);
    const lower = name.toLowerCase();
    if (!ALLOWED.includes(lower)) return `parameter ${name}`;
    if (values.has(lower)) return `parameter ${lower} twice`;
    values.set(lower, value);
  }
  if (values.get("action") !== "GetCallerIdentity") return "action";
  const signed = values.get("x-amz-signedheaders")?.split(";") ?? [];
  if (!signed.includes("x-k8s-aws-id")) return "x-k8s-aws-id is not signed";
  const expires = values.get("x-amz-expires") ?? "";
  if (!/^\d+$/.test(expires) || Number(expires) > 900) return "x-amz-expires";
  const date = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(values.get("x-amz-date") ?? "");
  if (!date) return "x-amz-date";
  const [year, month, day, hour, minute, second] = date.slice(1).map(Number);
  if (now > Date.UTC(year, month - 1, day, hour, minute, second) + 15 * 60_000) return "x-amz-date is expired";
  return undefined;
}
