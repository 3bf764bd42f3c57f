import { readFileSync } from "node:fs";
import type { SecureContext } from "node:tls";
import { PluginFailure } from "../failure";
import { load } from "../node-modules";
import { Environment } from "../settings";

/**
 * Whose signature a server's certificate must bear: that of the roots Node.js trusts by itself. AWS_CA_BUNDLE (for AWS)
 * and SSL_CERT_FILE replace them, as they do in AWS's tools and in OpenSSL; NODE_EXTRA_CA_CERTS adds to either.
 *
 * @throws PluginFailure (usage) when a variable names a file that cannot be read, or a bundle without a certificate
 */
export function secureContext(vendor: string, env: Environment): SecureContext {
  const { createSecureContext } = load.tls();
  const options = { minVersion: "TLSv1.2" } as const;
  const variable = vendor === "aws" && env.AWS_CA_BUNDLE ? "AWS_CA_BUNDLE" : "SSL_CERT_FILE";
  const bundle = env[variable];
  if (!bundle) return createSecureContext(options);
  const extra = env.NODE_EXTRA_CA_CERTS;
  // Node.js adds NODE_EXTRA_CA_CERTS to its own roots only: once they are replaced it is ours to add.
  const ca = [readBundle(variable, bundle), ...(extra ? [readBundle("NODE_EXTRA_CA_CERTS", extra)] : [])];
  return createSecureContext({ ...options, ca });
}

function readBundle(variable: string, file: string): string {
  const text = read(variable, file);
  if (!text.includes("-----BEGIN ")) throw refuse(variable, file, "holds no PEM certificate");
  return text;
}

function read(variable: string, file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw refuse(variable, file, `cannot be read (${(error as NodeJS.ErrnoException).code ?? "unknown error"})`);
  }
}

function refuse(variable: string, file: string, reason: string): PluginFailure {
  return new PluginFailure(
    "usage",
    `${variable} names ${file}, which ${reason}.`,
    "Correct the variable, or unset it: Node.js then trusts its own roots.",
  );
}
