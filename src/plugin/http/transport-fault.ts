import { lookUp } from "../json";
import { excerpt } from "../redaction";

/** Where a fault has no way out of its own. */
export const CHECK_THE_WAY = "Check the way there: network policies, firewalls, HTTPS_PROXY and NO_PROXY.";

/** No answer came, or none that could be read. */
export class TransportFault extends Error {
  public constructor(
    message: string,
    /** Whether another try could succeed. */
    public readonly heals: boolean,
    public readonly wayOut?: string,
    public readonly code?: string,
  ) {
    super(message);
  }
}

const FORBIDDEN = "may not be connected to from here";

/** The system's codes, in words ("errno(3)", Linux manual), and whether another try could succeed. */
const SYSTEM_FAULTS: { readonly [code: string]: readonly [words: string, heals: boolean] } = {
  ECONNREFUSED: ["refused the connection", true],
  ECONNRESET: ["reset the connection", true],
  ECONNABORTED: ["reset the connection", true],
  EPIPE: ["reset the connection", true],
  ETIMEDOUT: ["did not answer the connection", true],
  ENETUNREACH: ["has no route from here", true],
  EHOSTUNREACH: ["has no route from here", true],
  ENETDOWN: ["has no route from here", true],
  EADDRNOTAVAIL: ["has no route from here", true],
  EAFNOSUPPORT: ["is of a family that this machine does not have", false],
  EINVAL: ["is no address to connect to", false],
  EACCES: [FORBIDDEN, false],
  EPERM: [FORBIDDEN, false],
  EMFILE: ["could not be tried: too many files are open", true],
  ENFILE: ["could not be tried: too many files are open", true],
};

const OTHER_NAMES = /ALTNAME/;
const NO_ROOT = "its authority is not among the trusted roots";

/** Codes of a certificate whose authority is unknown ("X.509 certificate error codes", Node.js). */
const UNKNOWN_AUTHORITY: { readonly [code: string]: string } = {
  CERT_UNTRUSTED: NO_ROOT,
  DEPTH_ZERO_SELF_SIGNED_CERT: "the certificate is signed by itself",
  SELF_SIGNED_CERT_IN_CHAIN: NO_ROOT,
  UNABLE_TO_GET_ISSUER_CERT: NO_ROOT,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: NO_ROOT,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: `${NO_ROOT}, or the server sends no intermediate`,
};
/** Codes of the system, of Node.js and of name resolution. OpenSSL's for a certificate are all others, UNSPECIFIED among them. */
const NO_CERTIFICATE = /^(E[A-Z\d]+|(ERR|EAI)_\w+)$/;
const NOT_TLS = /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|UNKNOWN_PROTOCOL|UNEXPECTED_MESSAGE/;
/** EPROTO hides OpenSSL's reason in its text. */
const NOT_TLS_WORDS = /wrong version number|packet length too long|unknown protocol|http request/;

/**
 * What went wrong, in words of the plugin's own, for an error of Node.js's; undefined for one that is no fault of the
 * network.
 */
export function faultOf(error: NodeJS.ErrnoException): TransportFault | undefined {
  const { code } = error;
  if (typeof code !== "string") return undefined;
  const system = lookUp(SYSTEM_FAULTS, code);
  if (system) return new TransportFault(`${system[0]} (${code})`, system[1], undefined, code);
  if (code.startsWith("ERR_SSL_") || code === "EPROTO") {
    if (NOT_TLS.test(code) || NOT_TLS_WORDS.test(error.message)) {
      return new TransportFault("answered with something that is not TLS", false, undefined, code);
    }
    const reason = code
      .replace(/^ERR_SSL_/, "")
      .replace(/_/g, " ")
      .toLowerCase();
    return new TransportFault(`broke off the TLS handshake (${reason})`, false, undefined, code);
  }
  if (OTHER_NAMES.test(code) || !NO_CERTIFICATE.test(code)) {
    const [reason, wayOut] = certificateFault(error, code);
    return new TransportFault(`has a certificate that is not trusted (${reason})`, false, wayOut, code);
  }
  return new TransportFault(`could not be reached (${code})`, false, undefined, code);
}

/** Why a certificate is not trusted, and what to do: for most codes in OpenSSL's own words. */
function certificateFault(error: Error, code: string): readonly [reason: string, wayOut: string] {
  if (OTHER_NAMES.test(code)) {
    const { subjectaltname } = (error as { cert?: { subjectaltname?: unknown } }).cert ?? {};
    const reason =
      typeof subjectaltname === "string" ? `it is for ${excerpt(subjectaltname, 200)}` : "it is for no name";
    return [reason, "Check the address, and for a proxy or portal in between."];
  }
  const reason = lookUp(UNKNOWN_AUTHORITY, code);
  if (reason) return [reason, "Name a private CA's bundle in SSL_CERT_FILE, NODE_EXTRA_CA_CERTS or AWS_CA_BUNDLE."];
  return [
    excerpt(error.message),
    /EXPIRED|NOT_YET/.test(code)
      ? "Check this machine's clock, or renew the server's certificate."
      : "Have it issued anew, or check for a proxy or portal in between.",
  ];
}
