/**
 * An issuer by which it is told who runs it: the host in small letters, without the default port and a slash at the end. Clouds
 * compare issuers byte for byte; what is said of one that differs in these alone must hold for either.
 *
 * RFC 3986, sections 6.2.2.1 and 6.2.3.
 */
export function canonicalIssuer(issuer: string): string {
  const [, host, path] = /^(https:\/\/[^/:]+)(?::443)?(\/.*)?$/i.exec(issuer) ?? [];
  return host === undefined ? issuer : `${host.toLowerCase()}${(path ?? "").replace(/\/$/, "")}`;
}
