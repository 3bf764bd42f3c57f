import { AccessRequest, ResourceRequest } from "../../simulator";
import { pathSegmentFault } from "../../vendor/kubernetes/names";
import { LabRequest } from "../network/http";
import { fieldTerms, MalformedSelector } from "./field-selector";
import { isInteger } from "./list-options";

/** Other methods have no verb. */
const VERBS: Readonly<Record<string, string>> = {
  POST: "create",
  GET: "get",
  HEAD: "get",
  PUT: "update",
  PATCH: "patch",
  DELETE: "delete",
};
/** Verbs that stood in the path before parameters took their place, and still do. */
const VERBS_IN_PATHS = ["watch", "proxy"];
/** A path that is proxied has what it likes behind the name. */
const WITHOUT_SUBRESOURCES = "proxy";

/**
 * What a request asks, as an API server tells its authorizers. A namespace's own requests are in that namespace.
 *
 * Kubernetes source: `staging/src/k8s.io/apiserver/pkg/endpoints/request/requestinfo.go`.
 */
export function accessIn({ method, path, query }: LabRequest): AccessRequest {
  const parts = path.replace(/^\/+|\/+$/g, "").split("/");
  const [prefix] = parts;
  const isObject = (prefix === "api" && parts.length >= 3) || (prefix === "apis" && parts.length >= 4);
  if (!isObject) return { verb: method.toLowerCase(), path };
  const group = prefix === "api" ? "" : parts[1];
  const below = parts.slice(prefix === "api" ? 2 : 3);
  const verbInPath = VERBS_IN_PATHS.includes(below[0]) && below.length > 1 ? below[0] : undefined;
  const rest = verbInPath === undefined ? below : below.slice(1);
  const inNamespace = rest[0] === "namespaces" && rest.length > 1;
  const namespace = inNamespace ? rest[1] : "";
  const isNamespaceItself = inNamespace && (rest.length === 2 || ["status", "finalize"].includes(rest[2]));
  const [resource, name, subresource] = inNamespace && !isNamespaceItself ? rest.slice(2) : rest;
  const verb = verbInPath ?? VERBS[method] ?? "";
  const request: ResourceRequest = {
    ...{ verb, group, resource, namespace },
    ...(name ? { name } : {}),
    ...(subresource && verb !== WITHOUT_SUBRESOURCES ? { subresource } : {}),
  };
  if (request.name !== undefined) return request;
  if (verb === "delete") return { ...request, verb: "deletecollection" };
  return verb === "get" ? { ...request, ...listed(query) } : request;
}

/** A list or a watch; of one name, where a selector asks for it, so that a right on that name is enough. */
function listed(query: URLSearchParams): { readonly verb: string; readonly name?: string } {
  const watch = query.get("watch");
  const isWatch = watch !== null && !["false", "0"].includes(watch.toLowerCase());
  const name = areParametersSound(query) ? nameIn(query.get("fieldSelector") ?? "") : undefined;
  return { verb: isWatch ? "watch" : "list", ...(name === undefined ? {} : { name }) };
}

/** Where one parameter cannot be read, none of them counts. */
function areParametersSound(query: URLSearchParams): boolean {
  return ["limit", "timeoutSeconds"].every((name) => isInteger(query.get(name) ?? ""));
}

/** The name that a selector asks for; undefined where it asks for none, or is malformed. */
function nameIn(selector: string): string | undefined {
  try {
    const named = fieldTerms(selector).find(({ field, isNot }) => field === "metadata.name" && !isNot);
    // What could be no segment of a path is no name.
    return named && pathSegmentFault(named.value) === undefined ? named.value : undefined;
  } catch (error) {
    if (error instanceof MalformedSelector) return undefined;
    throw error;
  }
}
