import { statSync } from "node:fs";
import { HANDED_OVER } from "../http/secure-context";
import { load } from "../node-modules";
import { Run } from "../run";
import { AWS_DUAL_STACK, AWS_FIPS } from "../variables";

const PROXIES = ["HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy"];
/** Files and folders of certificates. */
const AUTHORITIES = ["SSL_CERT_FILE", "SSL_CERT_DIR", "NODE_EXTRA_CA_CERTS", "AWS_CA_BUNDLE"];
const NODE = ["NODE_OPTIONS", "NODE_USE_SYSTEM_CA"];
/** Which STS of the source's own cloud is asked. */
const SOURCE = ["AWS_REGION", "AWS_DEFAULT_REGION", AWS_FIPS, AWS_DUAL_STACK];

/**
 * The way that an exchange takes, beside where it goes: proxy, authorities and time limit. A failure of one way is none
 * of another. It is a digest, since a proxy's address may hold a password.
 */
export function wayOf({ env, deadline }: Run): string {
  const authorities = AUTHORITIES.flatMap((name) => [env[name], env[HANDED_OVER + name]]);
  const way = [
    [...PROXIES, ...NODE, ...SOURCE].map((name) => env[name] ?? null),
    authorities.map((path) => [path ?? null, ...(path ? stampOf(path) : [])]),
    deadline.seconds,
  ];
  return load.crypto().createHash("sha256").update(JSON.stringify(way)).digest("hex");
}

/** A bundle that was corrected is another one. */
function stampOf(path: string): number[] {
  try {
    const { mtimeMs, size } = statSync(path);
    return [mtimeMs, size];
  } catch {
    return [];
  }
}
