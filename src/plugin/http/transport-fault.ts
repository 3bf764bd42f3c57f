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

const OUT_OF_TIME = ["CERT_HAS_EXPIRED", "CERT_NOT_YET_VALID"];
const OTHER_NAMES = "ERR_TLS_CERT_ALTNAME_INVALID";

/** Why a certificate is not trusted ("X.509 certificate error codes", Node.js), in words. */
const CERTIFICATE_FAULTS: { readonly [code: string]: string } = {
  CERT_HAS_EXPIRED: "the certificate has expired",
  CERT_NOT_YET_VALID: "the certificate is not valid yet",
  CERT_REVOKED: "the certificate is revoked",
  CERT_SIGNATURE_FAILURE: "the certificate's signature is wrong",
  CERT_UNTRUSTED: "its authority is not trusted",
  DEPTH_ZERO_SELF_SIGNED_CERT: "the certificate is signed by itself",
  SELF_SIGNED_CERT_IN_CHAIN: "its authority is not among the trusted roots",
  UNABLE_TO_GET_ISSUER_CERT: "its authority is not among the trusted roots",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "its authority is not among the trusted roots",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its authority is not among the trusted roots, or the server sends no intermediate",
  [OTHER_NAMES]: "the certificate is for other names",
};
const CERTIFICATE_CODE = /CERT|CRL|CA_|SIGNED|UNABLE_TO_|CHAIN_TOO_LONG|HOSTNAME_MISMATCH|PURPOSE/;
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
  if (CERTIFICATE_CODE.test(code)) {
    const names = code === OTHER_NAMES && (error as { cert?: { subjectaltname?: unknown } }).cert?.subjectaltname;
    const reason =
      typeof names === "string" ? `it is for ${excerpt(names, 200)}` : (lookUp(CERTIFICATE_FAULTS, code) ?? code);
    const wayOut =
      code === OTHER_NAMES
        ? "Check the address, and for a proxy or portal in between."
        : OUT_OF_TIME.includes(code)
          ? "Check this machine's clock, or renew the server's certificate."
          : "Name a private CA's bundle in SSL_CERT_FILE, NODE_EXTRA_CA_CERTS or AWS_CA_BUNDLE.";
    return new TransportFault(`has a certificate that is not trusted (${reason})`, false, wayOut, code);
  }
  if (code.startsWith("E")) return new TransportFault(`could not be reached (${code})`, false, undefined, code);
  return undefined;
}
