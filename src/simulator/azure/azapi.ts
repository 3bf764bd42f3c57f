import { block, Block, Configuration, Resource, text, texts, unlessUnresolved, UnresolvedValue } from "../../terraform";
import { placeOf } from "../../terraform";
import { credentialFault } from "./credential-faults";
import { typeOf } from "./resource-kinds";

const TYPE = "azapi_resource";
const CREDENTIALS = "microsoft.managedidentity/userassignedidentities/federatedidentitycredentials";
const ASSIGNMENTS = "microsoft.authorization/roleassignments";
const REQUESTS = "microsoft.authorization/roleassignmentschedulerequests";
const ROLES = "microsoft.authorization/roledefinitions";
const VAULTS = "microsoft.keyvault/vaults";
const COSMOS = "microsoft.documentdb/databaseaccounts/sqlroleassignments";
const DENIALS = "microsoft.authorization/denyassignments";

/** What an `azapi_resource` asks Azure's API for, as far as it is a federated credential or is about who has roles. */
export interface AzapiObject {
  readonly resource: Resource;
  /** The identity, or the scope. */
  readonly parent: string;
  readonly properties: Block;
}

/** Tells the resources of a kind. */
function ofKind(kind: string): (configuration: Configuration) => readonly Resource[] {
  return (configuration) => configuration.resources(TYPE).filter((one) => kindOf(one) === kind);
}

/** The federated credentials that the provider azapi makes. */
export const azapiCredentials = ofKind(CREDENTIALS);

/** The role assignments that it makes. */
export const azapiAssignments = ofKind(ASSIGNMENTS);

/** The requests for active assignments of Privileged Identity Management that it makes. */
export const azapiScheduleRequests = ofKind(REQUESTS);

/** The roles of one's own that it makes. */
export const azapiRoles = ofKind(ROLES);

/** The roles in Cosmos DB that it assigns. */
export const azapiCosmosAssignments = ofKind(COSMOS);

/** The vaults that it makes. */
export const azapiVaults = ofKind(VAULTS);

/** The deny assignments that it makes. */
export const azapiDenials = ofKind(DENIALS);

/**
 * The id of what a resource makes: below its parent, by the segments of its type that the parent has not.
 *
 * Terraform registry, azapi: azapi_resource, argument `parent_id`.
 */
export function azapiId(resource: Resource): string | undefined {
  const [parent = "", name = ""] = ["parent_id", "name"].map((one) => text(resource.argument(one)));
  const [provider, ...kinds] = (text(resource.argument("type")) ?? "").split("@")[0].split("/");
  if (provider === "" || kinds.length === 0) return undefined;
  const [last = ""] = kinds.slice(-1);
  const isGroup = `${provider}/${last}`.toLowerCase() === "microsoft.resources/resourcegroups";
  if (isGroup || typeOf(parent) === [provider, ...kinds.slice(0, -1)].join("/").toLowerCase()) {
    return `${parent}/${last}/${name}`;
  }
  return `${parent}/providers/${provider}/${kinds.join("/")}/${name}`;
}

/** The version of the API that a resource is asked for by; empty where it cannot be known. */
export function apiVersionOf(resource: Resource): string {
  return unlessUnresolved(() => (text(resource.argument("type")) ?? "").split("@")[1] ?? "", "");
}

/** Whether a resource is one of these. */
export function isReadOfAzapi(resource: Resource): boolean {
  return (
    resource.type === TYPE && [CREDENTIALS, ASSIGNMENTS, REQUESTS, ROLES, DENIALS, VAULTS].includes(kindOf(resource))
  );
}

/**
 * What it says; its body is written as an object, or as JSON before version 2 of the provider.
 *
 * @throws UnresolvedValue
 */
export function azapiObject(resource: Resource): AzapiObject {
  const { properties } = bodyOf(resource);
  return { resource, parent: text(resource.argument("parent_id")) ?? "", properties: block(properties) };
}

/**
 * The subjects that a credential lets in, in words; a flexible one has an expression instead of a subject.
 *
 * Azure REST API 2025-01-31-preview: "Federated Identity Credentials", `claimsMatchingExpression`.
 *
 * @throws UnresolvedValue
 */
export function subjectsOf({ properties }: AzapiObject): string {
  const expression = text(block(properties.claimsMatchingExpression).value);
  return text(properties.subject) || subjectsMatching(expression);
}

/** The subjects that a flexible credential lets in, in words. */
export function subjectsMatching(expression: string | undefined): string {
  return `every subject for which ${expression ?? "an expression that is not known holds"}`;
}

/** The issuer, subject and audience of a credential. */
export function credentialIn({ resource, properties }: AzapiObject) {
  const [issuer, subject] = [properties.issuer, properties.subject].map((one) => text(one) ?? "");
  const audiences = texts(properties.audiences);
  const isFlexible = properties.claimsMatchingExpression !== undefined;
  const fault = credentialFault({
    ...{ name: text(resource.argument("name")) ?? "", issuer, audiences },
    ...(isFlexible ? {} : { subject }),
  });
  return { issuer, subject, audience: audiences[0] ?? "", ...(fault === undefined ? {} : { fault }) };
}

/** The API's type without its version, in lower case; empty where it cannot be known. */
function kindOf(resource: Resource): string {
  try {
    return (text(resource.argument("type")) ?? "").split("@")[0].toLowerCase();
  } catch (error) {
    if (error instanceof UnresolvedValue) return "";
    throw error;
  }
}

function bodyOf(resource: Resource): Block {
  const body = resource.argument("body");
  if (typeof body !== "string") return block(body);
  try {
    return block(JSON.parse(body));
  } catch {
    throw new UnresolvedValue(`${placeOf(resource)}.body`, "is no JSON", "Write it as an object, or with jsonencode");
  }
}
