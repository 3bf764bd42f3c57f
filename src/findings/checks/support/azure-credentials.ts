import { assignedRole, Resource, unlessUnresolved, withSources, World } from "../../../simulator";
import { attributeOf, resourcesOf, textOf, textsOf } from "./arguments";
import { once } from "./once";

/** A federated identity credential of a managed identity or an application. */
export interface Credential {
  readonly resource: Resource;
  readonly issuer: string;
  readonly subject: string;
  readonly audiences: readonly string[];
  /** What it is of: an id, or what refers to one. */
  readonly parent: string;
  /** A claims matching expression, in a flexible one. */
  readonly expression?: string;
}

const TYPES = [
  "azurerm_federated_identity_credential",
  "azuread_application_federated_identity_credential",
  "azuread_application_flexible_federated_identity_credential",
];

export const federatedCredentials = once((world): readonly Credential[] =>
  resourcesOf(world, TYPES).map((resource) => {
    const expression = textOf(resource, "claims_matching_expression");
    const audience = textsOf(resource, "audience");
    return {
      ...{ resource, issuer: textOf(resource, "issuer") ?? "", subject: textOf(resource, "subject") ?? "" },
      audiences: audience.length ? audience : textsOf(resource, "audiences"),
      parent: parentOf(resource),
      ...(expression === undefined ? {} : { expression }),
    };
  }),
);

function parentOf(resource: Resource): string {
  const names = ["parent_id", "user_assigned_identity_id", "application_id", "application_object_id"];
  return names.map((name) => textOf(resource, name)).find((one) => one !== undefined) ?? "";
}

/** How credentials name their application, by the version of the provider. */
const APPLICATION_IDS = ["id", "object_id"];

/** The object ids of the principals that tokens act as, or what refers to them. */
const federatedPrincipals = once((world: World): ReadonlySet<string> => {
  const parents = new Set(federatedCredentials(world).map(({ parent }) => keyOf(parent)));
  const identities = foundOrMade(world, "azurerm_user_assigned_identity")
    .filter((one) => parents.has(keyOf(attributeOf(one, "id") ?? "")) || parents.has(one.address))
    .flatMap((one) => [keyOf(attributeOf(one, "principal_id") ?? ""), one.address]);
  const ofApplications = foundOrMade(world, "azuread_application")
    .filter(
      (one) => parents.has(one.address) || APPLICATION_IDS.some((id) => parents.has(keyOf(attributeOf(one, id) ?? ""))),
    )
    .flatMap((one) => [keyOf(attributeOf(one, "client_id") ?? ""), one.address]);
  const clients = new Set([...parents, ...ofApplications]);
  const principals = foundOrMade(world, "azuread_service_principal")
    .filter((one) => clients.has(keyOf(textOf(one, "client_id") ?? textOf(one, "application_id") ?? "")))
    .flatMap((one) => [keyOf(attributeOf(one, "object_id") ?? ""), one.address]);
  return new Set([...identities, ...principals]);
});

/** The resources of a type, and the data sources that look such ones up. */
function foundOrMade(world: World, type: string): readonly Resource[] {
  return [...resourcesOf(world, [type]), ...unlessUnresolved(() => world.configuration.dataSources(type), [])];
}

/** Role assignments to principals that tokens act as. */
export const assignmentsToFederated = once((world: World): readonly Resource[] =>
  resourcesOf(world, ["azurerm_role_assignment"]).filter((one) =>
    federatedPrincipals(world).has(keyOf(textOf(one, "principal_id") ?? "")),
  ),
);

/** The role that an assignment gives. */
export function roleOf({ configuration }: World, assignment: Resource): ReturnType<typeof assignedRole> {
  const id = textOf(assignment, "role_definition_id");
  return assignedRole(configuration, { id, name: textOf(assignment, "role_definition_name") });
}

/** A text as it is compared: the resource that it refers to, where its value is not known. */
function keyOf(text: string): string {
  const [, address] =
    /^\$\{((?:module\.[^.]+\.)*(?:data\.)?azure(?:rm|ad)_\w+\.[\w-]+(?:\[[^\]]*\])?)/.exec(withSources(text)) ?? [];
  return address ?? text.toLowerCase();
}
