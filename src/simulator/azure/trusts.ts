import { Configuration, Resource, unlessUnresolved } from "../../terraform";
import { TrustedSubject } from "../cloud";
import { Edge } from "../edges/edge";
import { told } from "../told";
import { applicationCredentials } from "./applications";
import { azapiCredentials, azapiObject, credentialIn, subjectsMatching, subjectsOf } from "./azapi";
import { identityOf } from "./entrance";
import { AzureWorld } from "./read";

/** The subjects of federated credentials. */
export function trusts(configuration: Configuration): readonly TrustedSubject[] {
  const written = [
    ...configuration.resources("azurerm_federated_identity_credential"),
    ...applicationCredentials(configuration),
  ].flatMap((resource) =>
    told(resource, "issuer").flatMap((issuer) =>
      told(resource, "subject").map((subject) => ({ subject, issuer, resource })),
    ),
  );
  // Terraform registry: "azuread_application_flexible_federated_identity_credential".
  const flexible = configuration
    .resources("azuread_application_flexible_federated_identity_credential")
    .flatMap((resource) =>
      told(resource, "issuer").map((issuer) => {
        const [expression] = told(resource, "claims_matching_expression");
        return { subject: subjectsMatching(expression), issuer, resource };
      }),
    );
  const byAzapi = azapiCredentials(configuration).flatMap((resource) =>
    unlessUnresolved(() => {
      const object = azapiObject(resource);
      return [{ subject: subjectsOf(object), issuer: credentialIn(object).issuer, resource }];
    }, []),
  );
  return [...written, ...flexible, ...byAzapi];
}

/** The credentials of an edge's identity. */
export function usedBy(azure: AzureWorld, { request }: Edge): readonly (Resource | undefined)[] {
  const identity = identityOf(azure, request);
  return identity
    ? [
        identity.resource,
        identity.servicePrincipal,
        ...azure.writtenCredentialsOf(identity).map(({ resource }) => resource),
      ]
    : [];
}
