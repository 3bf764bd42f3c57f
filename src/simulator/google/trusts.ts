import { block, Configuration, Resource, text } from "../../terraform";
import { TrustedSubject } from "../cloud";
import { Edge } from "../edges/edge";
import { subjectsIn, told } from "../told";
import { providerOf } from "./entrance";
import { GoogleWorld } from "./read";

/** The subjects in the conditions of pools' providers. */
export function trusts(configuration: Configuration): readonly TrustedSubject[] {
  return configuration.resources("google_iam_workload_identity_pool_provider").flatMap((resource) => {
    const [condition = ""] = told(resource, "attribute_condition");
    const { issuer_uri } = condition ? block(resource.argument("oidc")) : {};
    return subjectsIn([condition]).map((subject) => ({ subject, issuer: text(issuer_uri) ?? "", resource }));
  });
}

/** The provider of an edge, and its pool. */
export function usedBy(google: GoogleWorld, { request }: Edge): readonly (Resource | undefined)[] {
  const provider = providerOf(google, request);
  return [provider?.resource, google.poolOf(provider?.pool ?? "")?.resource];
}
