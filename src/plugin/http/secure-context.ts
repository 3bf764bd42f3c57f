import { readFileSync } from "node:fs";
import type { SecureContext } from "node:tls";
import { PluginFailure } from "../failure";
import { load } from "../node-modules";
import { Environment } from "../settings";

/**
 * Node.js 20 parses all of its own roots when it starts with NODE_EXTRA_CA_CERTS, and once more beside a bundle that
 * replaces them. So the shell part of the executable takes that variable and SSL_CERT_FILE from Node.js and hands them
 * over with this in front of their names.
 */
export const HANDED_OVER = "TRUST_MESH_HANDED_";
const EXTRA = "NODE_EXTRA_CA_CERTS";

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
  const bundle = fileNamedBy(variable, env);
  const extra = fileNamedBy(EXTRA, env);
  if (bundle) {
    const ca = [readBundle(variable, bundle), ...(extra ? [readBundle(EXTRA, extra)] : [])];
    return createSecureContext({ ...options, ca });
  }
  const context = createSecureContext(options);
  if (extra && !env[EXTRA]) {
    // As an option they would replace Node.js's own roots, of which it has more lists than one.
    (context.context as { addCACert(pem: string): void }).addCACert(read(EXTRA, extra));
  }
  return context;
}

function fileNamedBy(variable: string, env: Environment): string | undefined {
  return env[variable] || env[HANDED_OVER + variable];
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
