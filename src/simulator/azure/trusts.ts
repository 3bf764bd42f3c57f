import { Configuration, Resource } from "../../terraform";
import { TrustedSubject } from "../cloud";
import { Edge } from "../edges/edge";
import { subjectsIn, told } from "../told";
import { identityOf } from "./entrance";
import { AzureWorld } from "./read";

/** The subjects of federated credentials. */
export function trusts(configuration: Configuration): readonly TrustedSubject[] {
  return configuration
    .resources("azurerm_federated_identity_credential")
    .flatMap((resource) =>
      told(resource, "issuer").flatMap((issuer) =>
        subjectsIn(told(resource, "subject")).map((subject) => ({ subject, issuer, resource })),
      ),
    );
}

/** The credentials of an edge's identity. */
export function usedBy(azure: AzureWorld, { request }: Edge): readonly (Resource | undefined)[] {
  const identity = identityOf(azure, request);
  return identity ? [identity.resource, ...azure.credentialsOf(identity).map(({ resource }) => resource)] : [];
}
