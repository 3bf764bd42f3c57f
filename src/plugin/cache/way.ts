import { statSync } from "node:fs";
import { HANDED_OVER } from "../http/secure-context";
import { load } from "../node-modules";
import { Run } from "../run";
import { AWS_DUAL_STACK, AWS_FIPS } from "../variables";

const PROXIES = ["HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy"];
/** Files and folders of certificates. */
const AUTHORITIES = ["SSL_CERT_FILE", "SSL_CERT_DIR", "NODE_EXTRA_CA_CERTS", "AWS_CA_BUNDLE"];
/** By which names are found: each pod has its own, and a laptop others in another network. */
const NAMES = ["/etc/hosts", "/etc/resolv.conf"];
const NODE = ["NODE_OPTIONS", "NODE_USE_SYSTEM_CA", "OPENSSL_CONF"];
/** Which STS of the source's own cloud is asked. */
const SOURCE = ["AWS_REGION", "AWS_DEFAULT_REGION", AWS_FIPS, AWS_DUAL_STACK];

/**
 * The way that an exchange takes, beside where it goes: machine, names, proxy, authorities and time limit. A failure of one way is none
 * of another. It is a digest, since a proxy's address may hold a password.
 */
export function wayOf({ env, deadline }: Run): string {
  const authorities = AUTHORITIES.flatMap((name) => [env[name], env[HANDED_OVER + name]]);
  const way = [
    [...PROXIES, ...NODE, ...SOURCE].map((name) => env[name] ?? null),
    [...authorities, ...NAMES].map((path) => [path ?? null, ...(path ? stampOf(path) : [])]),
    deadline.seconds,
    // A home folder may be shared by machines, and a volume by pods.
    load.os().hostname(),
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
