import { block, Edge, placeOf, text, unlessUnresolved } from "../../simulator";
import { Finding, Rule } from "../finding";
import { SESSION_NAME_TEMPLATE } from "../../vendor/aws/eks";

const TYPES = ["kubernetes_certificate_signing_request", "kubernetes_certificate_signing_request_v1"];
const SIGNER = "kubernetes.io/kube-apiserver-client";

/**
 * Certificates by which clients come to an API server as the user, or with a group, of an edge: the request's common name is the user,
 * and its organizations are the groups.
 *
 * Kubernetes documentation: "Certificates and Certificate Signing Requests", "Authenticating", X509 client certificates.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/
 */
export const clientCertificates: Rule = ({ configuration, edges }) => {
  if (edges.length === 0) return [];
  return TYPES.flatMap((type) => configuration.resources(type)).flatMap((resource): readonly Finding[] => {
    const spec = unlessUnresolved(() => block(resource.argument("spec")), undefined);
    const signer = spec && unlessUnresolved(() => text(spec.signer_name), SIGNER);
    if (spec !== undefined && signer !== SIGNER) return [];
    const request = spec && unlessUnresolved(() => text(spec.request), undefined);
    const at = { place: placeOf(resource), resource, argument: "spec", what: resource.type };
    if (request === undefined) {
      const reason =
        "makes a client's certificate whose user and groups cannot be known, so that they may be those of an edge";
      return [{ code: "given-out", severity: "gap", ...at, hop: "authentication", reason }];
    }
    const bytes = bytesOf(request);
    const edge = edges.find((one) => namesOf(one).some((name) => bytes.includes(name)));
    if (!edge) return [];
    const reason = "makes a client's certificate with the user or a group of an edge";
    return [{ code: "given-out", severity: "fault", ...at, edge, hop: "authentication", reason }];
  });
};

/** The request's DER; names in it are written as they are. */
function bytesOf(request: string): Buffer {
  const [, body = request] = /-----BEGIN [^-]*-----([^-]*)-----END/.exec(request) ?? [];
  return Buffer.from(body.replace(/\s+/g, ""), "base64");
}

/** What a certificate of an edge's user would hold; of a template, what stands before the session's name. */
function namesOf({ declaration: { user, groups } }: Edge): readonly string[] {
  return [...groups, user.split(SESSION_NAME_TEMPLATE)[0]].filter((name) => name.length > 2);
}
