import { bindingFault, ResourceRequest, roleFault, Rule } from "../../simulator";
import { DNS_SUBDOMAIN, MAX_DNS_SUBDOMAIN, pathSegmentFault } from "../../vendor/kubernetes/names";
import { LabRequest, LabResponse, MalformedRequest, objectOf } from "../network/http";
import { Kind, RBAC_GROUP } from "./discovery";
import { enveloped } from "./protobuf";
import { badRequest, invalidObject, notPlayed, unsupportedMediaType } from "./status";

/** An object as JSON has it. */
export type ObjectBody = Readonly<Record<string, unknown>>;

/** An object that was read, or the answer to one that is none of its kind. */
export type Created = { readonly object: ObjectBody } | { readonly refusal: LabResponse };

/** Forms in which an API server reads objects, and the lab does not. */
const OTHER_FORMS = ["application/yaml", "application/vnd.kubernetes.protobuf"];

/** Reads the object that a request creates. */
export function createdObject(request: LabRequest, asked: ResourceRequest, kind: Kind): Created {
  const type = String(request.headers["content-type"] ?? "")
    .split(";")[0]
    .trim()
    .toLowerCase();
  if (OTHER_FORMS.includes(type) || enveloped(request.body)) {
    return { refusal: notPlayed(`create from ${type || "protobuf"}, but from JSON`) };
  }
  if (type !== "" && type !== "application/json") return { refusal: unsupportedMediaType() };
  const read = objectOfKind(request, kind);
  if ("refusal" in read) return read;
  const { namespace = "" } = metadataOf(read.object);
  if (namespace === "" || namespace === asked.namespace) return read;
  const message = "the namespace of the provided object does not match the namespace sent on the request";
  return { refusal: badRequest(message) };
}

/** The JSON object of a kind in a request. */
export function objectOfKind(request: LabRequest, kind: Kind): Created {
  try {
    if (request.body.length === 0) throw new MalformedRequest("the body is empty");
    const object = objectOf(request);
    const fault = formFault(object, kind);
    return fault === undefined ? { object } : { refusal: badRequest(fault) };
  } catch (error) {
    if (!(error instanceof MalformedRequest)) throw error;
    const message = `the object provided is unrecognized (must be of type ${kind.kind}): ${error.message}`;
    return { refusal: badRequest(message) };
  }
}

/** What keeps an object of another form, kind or version from being read; its kind and version may be left out. */
function formFault(object: ObjectBody, { kind, group, version }: Kind): string | undefined {
  const own = group ? `${group}/${version}` : version;
  const { kind: written = kind, apiVersion = own } = object;
  if (written !== kind) return `${String(written)} in version "${version}" cannot be handled as a ${kind}`;
  if (apiVersion !== own) {
    return `the API version in the data (${String(apiVersion)}) does not match the expected API version (${own})`;
  }
  const odd = group === RBAC_GROUP ? oddField(object) : undefined;
  return odd === undefined ? undefined : `${kind} in version "${version}" cannot be handled as a ${kind}: ${odd}`;
}

const isObject = (value: unknown): value is ObjectBody =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isAbsent = (value: unknown) => value === undefined || value === null;
const isList = (value: unknown, of: (one: unknown) => boolean) =>
  isAbsent(value) || (Array.isArray(value) && value.every(of));
const areTexts = (value: unknown) =>
  isObject(value) && Object.values(value).every((one) => isAbsent(one) || typeof one === "string");
const areListsOfTexts = (value: unknown) =>
  isObject(value) && Object.values(value).every((one) => isList(one, (text) => typeof text === "string"));

/** A field of an RBAC object that is of another type than its API's. */
function oddField({ rules, subjects, roleRef, aggregationRule }: ObjectBody): string | undefined {
  if (!isList(rules, areListsOfTexts)) return "rules are no list of rules";
  if (!isList(subjects, areTexts)) return "subjects are no list of subjects";
  if (!isAbsent(roleRef) && !areTexts(roleRef)) return "roleRef is no reference";
  const selectors = isObject(aggregationRule) ? aggregationRule.clusterRoleSelectors : aggregationRule;
  const isSound = isAbsent(aggregationRule) || (isObject(aggregationRule) && isList(selectors, isObject));
  return isSound ? undefined : "aggregationRule has no list of selectors";
}

/** What an API server refuses an object for that it could read; undefined where the lab finds nothing. */
export function validationProblem(object: ObjectBody, kind: Kind): LabResponse | undefined {
  const { name, generateName } = metadataOf(object);
  const fault =
    name || generateName
      ? (nameFault(name ?? `${generateName}x`, kind) ?? contentFault(object, kind))
      : "metadata.name: Required value: name or generateName is required";
  return fault === undefined ? undefined : invalidObject(kind, name ?? "", fault);
}

function nameFault(name: string, { group }: Kind): string | undefined {
  const isRbac = group === RBAC_GROUP;
  const isSound = isRbac
    ? pathSegmentFault(name) === undefined
    : name.length <= MAX_DNS_SUBDOMAIN && DNS_SUBDOMAIN.test(name);
  return isSound ? undefined : `metadata.name: Invalid value: ${JSON.stringify(name)}`;
}

function contentFault(object: ObjectBody, { resource, group, namespaced }: Kind): string | undefined {
  if (group !== RBAC_GROUP) {
    return resource === "pods" && !hasContainers(object) ? "spec.containers: Required value" : undefined;
  }
  const { name = "one" } = metadataOf(object);
  if (resource.endsWith("bindings")) {
    const { apiGroup, kind, name: roleName } = (object.roleRef ?? {}) as ObjectBody;
    const subjects = ((object.subjects ?? []) as ObjectBody[]).map((one) => ({ ...one, group: one.apiGroup }));
    return bindingFault({ name, roleGroup: apiGroup, roleKind: kind, roleName, subjects, isClusterWide: !namespaced });
  }
  const rules = ((object.rules ?? []) as Partial<Rule>[]).map((rule) => ({ ...rule, verbs: rule.verbs ?? [] }));
  return roleFault(name, rules, !namespaced) ?? (namespaced ? undefined : aggregationFault(object));
}

const OPERATORS = ["In", "NotIn", "Exists", "DoesNotExist"];

function aggregationFault({ aggregationRule }: ObjectBody): string | undefined {
  if (isAbsent(aggregationRule)) return undefined;
  const selectors = ((aggregationRule as ObjectBody).clusterRoleSelectors ?? []) as ObjectBody[];
  if (selectors.length === 0) return "aggregationRule.clusterRoleSelectors: at least one clusterRoleSelector required";
  const expressions = selectors.flatMap(({ matchExpressions }) => (matchExpressions ?? []) as ObjectBody[]);
  const odd = expressions.find(({ operator }) => !OPERATORS.includes(String(operator)));
  return odd && `aggregationRule.clusterRoleSelectors: ${JSON.stringify(odd.operator)} is no operator`;
}

function hasContainers({ spec }: ObjectBody): boolean {
  const { containers } = (isObject(spec) ? spec : {}) as { readonly containers?: unknown };
  return Array.isArray(containers) && containers.length > 0;
}

/** The metadata that are looked at; what is no text counts as left out. */
export function metadataOf({ metadata }: ObjectBody): Readonly<Partial<Record<string, string>>> {
  const texts = Object.entries(isObject(metadata) ? metadata : {}).filter(([, value]) => typeof value === "string");
  return Object.fromEntries(texts) as Readonly<Partial<Record<string, string>>>;
}
