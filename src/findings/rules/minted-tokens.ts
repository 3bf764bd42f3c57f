import { block, Edge, placeOf, Resource, text, texts, unlessUnresolved } from "../../simulator";
import { Finding, Rule } from "../finding";
import { serviceAccountSubject } from "../../vendor/kubernetes/names";

const TYPES = ["kubernetes_token_request", "kubernetes_token_request_v1"];

/**
 * Tokens of an edge's service account, for the audience of the edge, that Terraform makes and keeps in its state. Which cluster
 * signs them is not read, so that each is a gap.
 *
 * Kubernetes documentation: "TokenRequest".
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/token-request-v1/
 */
export const mintedTokens: Rule = ({ configuration, everyEdge }) =>
  TYPES.flatMap((type) => configuration.resources(type)).flatMap((resource): readonly Finding[] => {
    const edge = everyEdge.find((one) => isFor(resource, one));
    if (!edge) return [];
    const { subject } = edge.declaration.source;
    const at = { place: placeOf(resource), resource, argument: "spec", edge, hop: "exchange" } as const;
    const reason = `makes a token of ${subject} that the target of an edge accepts, and keeps it in Terraform's state`;
    return [{ code: "given-out", severity: "gap", ...at, what: subject, reason }];
  });

/** What cannot be known may be. */
function isFor(resource: Resource, { declaration: { source, audience } }: Edge): boolean {
  return unlessUnresolved(() => {
    const { name, namespace } = block(resource.argument("metadata"));
    const { audiences } = block(resource.argument("spec"));
    const subject = serviceAccountSubject(text(namespace) ?? "default", text(name) ?? "");
    return subject === source.subject && texts(audiences).includes(audience);
  }, true);
}
