import { Assignable, blocks, Configuration, Resource, text, texts, unlessUnresolved } from "../../terraform";
import { uuidOf } from "../digest";
import { credentialFault } from "./credential-faults";
import type { FederatedCredential } from "./federated-credentials";
import { ApplicationOwner, ManagedIdentity } from "./read";

const APPLICATION = "azuread_application";
const SERVICE_PRINCIPAL = "azuread_service_principal";
const CREDENTIAL = "azuread_application_federated_identity_credential";

/** Types that tell the object id of an owner: of the identity that Terraform uses, of a user or of a group. */
const OWNERS = ["azuread_client_config", "azuread_user", "azuread_group", "azuread_group_without_members"];

/**
 * What Entra assigns to applications and their service principals; undefined for what it does not.
 *
 * Terraform registry: "azuread_application", "azuread_service_principal".
 */
export function assignEntra(resource: Assignable, attribute: string, tenant: () => string): unknown {
  const of = (what: string) => uuidOf(`${what} of ${resource.stack} ${resource.address}`);
  if (resource.type === APPLICATION) {
    if (attribute === "client_id" || attribute === "application_id") return of("client id");
    if (attribute === "object_id") return of("object id");
    return attribute === "id" ? `/applications/${of("object id")}` : undefined;
  }
  if (resource.type === SERVICE_PRINCIPAL) {
    if (attribute === "object_id") return of("object id");
    if (attribute === "application_tenant_id") return tenant();
    return attribute === "id" ? `/servicePrincipals/${of("object id")}` : undefined;
  }
  if (resource.type === "azuread_client_config" && attribute === "tenant_id") return tenant();
  if (!OWNERS.includes(resource.type)) return undefined;
  // Before version 3 of the provider the id was the object id, too; since then no principal is named by the id.
  const isId = attribute === "id" && resource.type !== "azuread_client_config";
  return isId || attribute === "object_id" ? of("object id") : undefined;
}

/**
 * The applications that have a service principal, as identities: the application's client id shows the assertion, the service
 * principal's object id acts.
 */
export function applications(
  configuration: Configuration,
  tenantOf: (resource: Resource) => string,
): readonly ManagedIdentity[] {
  const principals = configuration.resources(SERVICE_PRINCIPAL);
  return configuration.resources(APPLICATION).flatMap((resource): ManagedIdentity[] => {
    const known = (read: () => unknown) => unlessUnresolved(() => text(read()) ?? "", "");
    const clientId = known(() => resource.attribute("client_id"));
    const own = principals.find(
      (one) => clientId !== "" && known(() => one.argument("client_id") ?? one.argument("application_id")) === clientId,
    );
    if (!own) return [];
    const isOff = known(() => own.argument("account_enabled")) === "false";
    const secret = unlessUnresolved(() => blocks(resource.argument("password")).length > 0, true);
    return [
      {
        ...{
          id: known(() => resource.attribute("id")),
          clientId,
          principalId: known(() => own.attribute("object_id")),
        },
        // A state names no provider's tenant, and tells it of the service principal.
        tenantId: known(() => own.attribute("application_tenant_id")) || tenantOf(resource),
        ...{ resource, servicePrincipal: own, owners: ownersOf(resource, own) },
        ...(isOff ? { isDisabled: true } : {}),
        ...(secret ? { hasSecret: true } : {}),
      },
    ];
  });
}

/**
 * Who owns an application or its service principal. Entra lets owners add secrets and credentials.
 *
 * Microsoft Entra documentation: "Overview of enterprise application ownership".
 */
function ownersOf(application: Resource, servicePrincipal: Resource): readonly ApplicationOwner[] {
  return [application, servicePrincipal].flatMap((resource) =>
    unlessUnresolved(() => texts(resource.argument("owners")), ["somebody who is not known"]).map((id) => ({
      id,
      resource,
    })),
  );
}

/** The federated credentials of applications. */
export function applicationCredentials(configuration: Configuration): readonly Resource[] {
  return configuration.resources(CREDENTIAL);
}

/**
 * One of them, with the id of its application, however that is written.
 *
 * @throws UnresolvedValue
 */
export function applicationCredential(
  resource: Resource,
): FederatedCredential & { readonly application: string; readonly resource: Resource } {
  const given = text(resource.argument("application_id") ?? resource.argument("application_object_id")) ?? "";
  const [issuer, subject] = ["issuer", "subject"].map((name) => text(resource.argument(name)) ?? "");
  const audiences = texts(resource.argument("audiences"));
  const fault = credentialFault({ issuer, subject, audiences });
  return {
    application: given.startsWith("/") ? given : `/applications/${given}`,
    ...{ issuer, subject, audience: audiences[0] ?? "" },
    ...(fault === undefined ? {} : { fault }),
    resource,
  };
}
