import { readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { SecureContext } from "node:tls";
import { PluginFailure, usageFailure } from "../failure";
import { Log } from "../log";
import { load } from "../node-modules";
import { readTextFile, UnreadableFile } from "../read-file";
import { Environment } from "../settings";
import { certificatesIn } from "./certificates";

/**
 * Node.js 20 parses all of its own roots when it starts with NODE_EXTRA_CA_CERTS, and once more beside a bundle that
 * replaces them. So the shell part of the executable takes that variable, SSL_CERT_FILE and SSL_CERT_DIR from Node.js and
 * hands them over with this in front of their names.
 */
export const HANDED_OVER = "TRUST_MESH_HANDED_";
const EXTRA = "NODE_EXTRA_CA_CERTS";
const FILE = "SSL_CERT_FILE";
const FOLDERS = "SSL_CERT_DIR";
/** Far more than all public roots with their descriptions. */
const MAXIMUM_BUNDLE_BYTES = 8 * 1024 * 1024;

/**
 * Whose signature a server's certificate must bear: that of the roots Node.js trusts by itself. AWS_CA_BUNDLE (for AWS),
 * or SSL_CERT_FILE and SSL_CERT_DIR together, replace them, as they do in AWS's tools, in Go and in OpenSSL;
 * NODE_EXTRA_CA_CERTS adds to either.
 *
 * @throws PluginFailure (usage) when a variable names what cannot be read or holds no certificate
 */
export function secureContext(vendor: string, env: Environment): SecureContext {
  const { createSecureContext } = load.tls();
  const make = (options: { readonly ca?: string[] }) => {
    try {
      return createSecureContext({ minVersion: "TLSv1.2", ...options });
    } catch (error) {
      // Node.js's own choices come from NODE_OPTIONS alone, such as --tls-cipher-list.
      const { code } = error as NodeJS.ErrnoException;
      throw usageFailure(`NODE_OPTIONS makes a choice for TLS that OpenSSL refuses (${code}).`, "Correct or unset it.");
    }
  };
  const replacing = replacingRoots(vendor, env);
  const extra = namedBy(EXTRA, env);
  if (replacing) {
    return make({ ca: [...replacing, ...(extra ? readBundle(EXTRA, extra) : [])] });
  }
  const context = make({});
  if (extra && !env[EXTRA]) {
    // As an option they would replace Node.js's own roots, of which it has more lists than one.
    const store = context.context as { addCACert(pem: string): void };
    for (const certificate of readAddition(extra)) store.addCACert(certificate);
  }
  return context;
}

let warned = false;

/** What only adds to Node.js's own roots is passed over where it cannot be read, as Node.js does it. */
function readAddition(file: string): string[] {
  try {
    return readBundle(EXTRA, file);
  } catch (error) {
    if (!warned) new Log().warn(`${(error as PluginFailure).reason} It is passed over.`);
    warned = true;
    return [];
  }
}

function replacingRoots(vendor: string, env: Environment): readonly string[] | undefined {
  const forAws = vendor === "aws" && env.AWS_CA_BUNDLE;
  if (forAws) return readBundle("AWS_CA_BUNDLE", forAws);
  const file = namedBy(FILE, env);
  const folders = namedBy(FOLDERS, env);
  const fromFile = file ? readBundle(FILE, file) : [];
  if (!folders) return file ? fromFile : undefined;
  const fromFolders = readFolders(folders);
  // A folder beside a file may be the machine's usual one, whether it is there or not.
  if (!file && fromFolders.length === 0) throw refuse(FOLDERS, folders, "holds no PEM certificate that can be read");
  return [...new Set([...fromFile, ...fromFolders])];
}

function namedBy(variable: string, env: Environment): string | undefined {
  return env[variable] || env[HANDED_OVER + variable];
}

/** The environment as it was before the shell part of the executable handed over: that of other programs. */
export function asOthersSeeIt(env: Environment): Environment {
  const own = { ...env };
  for (const variable of [EXTRA, FILE, FOLDERS]) {
    own[variable] = namedBy(variable, env);
    delete own[HANDED_OVER + variable];
  }
  return own;
}

function readBundle(variable: string, file: string): string[] {
  let certificates: string[];
  try {
    certificates = certificatesIn(readTextFile(file, MAXIMUM_BUNDLE_BYTES));
  } catch (error) {
    throw refuse(variable, file, `cannot be read (${(error as UnreadableFile).code})`);
  }
  if (certificates.length === 0) throw refuse(variable, file, "holds no PEM certificate");
  return certificates;
}

/** The certificates in all files of folders, as Go reads them. */
function readFolders(folders: string): string[] {
  return folders.split(delimiter).flatMap((folder) => entriesOf(folder).flatMap(certificatesOf));
}

function entriesOf(folder: string): string[] {
  try {
    return folder === "" ? [] : readdirSync(folder).map((name) => join(folder, name));
  } catch {
    return [];
  }
}

function certificatesOf(file: string): string[] {
  try {
    return certificatesIn(readTextFile(file, MAXIMUM_BUNDLE_BYTES));
  } catch {
    return [];
  }
}

function refuse(variable: string, path: string, reason: string): PluginFailure {
  return usageFailure(
    `${variable} names ${path}, which ${reason}.`,
    "Correct the variable, or unset it: Node.js then trusts its own roots.",
  );
}
