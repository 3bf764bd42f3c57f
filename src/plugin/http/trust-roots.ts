import { readFileSync } from "node:fs";
import { PluginFailure } from "../failure";
import { Environment } from "../settings";

/**
 * The certificates that may sign a server's, or undefined for those Node.js trusts by itself. AWS_CA_BUNDLE (for AWS)
 * and SSL_CERT_FILE replace them, as they do in AWS's tools and in OpenSSL; NODE_EXTRA_CA_CERTS adds to either.
 *
 * @throws PluginFailure (usage) when a variable names a file that cannot be read or holds no certificate
 */
export function trustRoots(vendor: string, env: Environment): string[] | undefined {
  const variable = vendor === "aws" && env.AWS_CA_BUNDLE ? "AWS_CA_BUNDLE" : "SSL_CERT_FILE";
  const bundle = env[variable];
  if (!bundle) return undefined;
  const extra = env.NODE_EXTRA_CA_CERTS;
  // Node.js adds NODE_EXTRA_CA_CERTS to its own roots only: once they are replaced it is ours to add.
  return [readBundle(variable, bundle), ...(extra ? [readBundle("NODE_EXTRA_CA_CERTS", extra)] : [])];
}

function readBundle(variable: string, file: string): string {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw refuse(variable, file, `cannot be read (${(error as NodeJS.ErrnoException).code ?? "unknown error"})`);
  }
  if (!text.includes("-----BEGIN ")) throw refuse(variable, file, "holds no PEM certificate");
  return text;
}

function refuse(variable: string, file: string, reason: string): PluginFailure {
  return new PluginFailure(
    "usage",
    `${variable} names ${file}, which ${reason}.`,
    "Correct the variable, or unset it: Node.js then trusts its own roots.",
  );
}
