import { AccessRequest, ResourceRequest } from "../../simulator";
import { decoded, LabRequest } from "../network/http";

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

/**
 * What a request asks, as an API server tells its authorizers. A namespace's own requests are in that namespace.
 *
 * Kubernetes source: `staging/src/k8s.io/apiserver/pkg/endpoints/request/requestinfo.go`.
 */
export function accessIn({ method, path, query }: LabRequest): AccessRequest {
  const parts = path.split("/").filter(Boolean);
  const [prefix] = parts;
  const isObject = (prefix === "api" && parts.length >= 3) || (prefix === "apis" && parts.length >= 4);
  if (!isObject) return { verb: method.toLowerCase(), path };
  const group = prefix === "api" ? "" : parts[1];
  const below = parts.slice(prefix === "api" ? 2 : 3);
  const verbInPath = VERBS_IN_PATHS.includes(below[0]) && below.length > 1 ? below[0] : undefined;
  const rest = verbInPath === undefined ? below : below.slice(1);
  const inNamespace = rest[0] === "namespaces" && rest.length > 1;
  const namespace = inNamespace ? decoded(rest[1]) : "";
  const isNamespaceItself = inNamespace && (rest.length === 2 || ["status", "finalize"].includes(rest[2]));
  const [resource, segment, subresource] = inNamespace && !isNamespaceItself ? rest.slice(2) : rest;
  const verb = verbInPath ?? VERBS[method] ?? method.toLowerCase();
  const request: ResourceRequest = {
    ...{ verb, group, resource, namespace },
    ...(segment ? { name: decoded(segment) } : {}),
    ...(subresource ? { subresource } : {}),
  };
  if (request.name !== undefined) return request;
  if (verb === "delete") return { ...request, verb: "deletecollection" };
  return verb === "get" || verb === "watch" ? { ...request, ...listed(query, verb) } : request;
}

/** A list or a watch; of one name, where a selector asks for it, so that a right on that name is enough. */
function listed(query: URLSearchParams, verb: string): { readonly verb: string; readonly name?: string } {
  const watch = query.get("watch");
  const isWatch = verb === "watch" || (watch !== null && !["false", "0"].includes(watch.toLowerCase()));
  const name = areParametersSound(query) ? nameIn(query.get("fieldSelector") ?? "") : undefined;
  return { verb: isWatch ? "watch" : "list", ...(name === undefined ? {} : { name }) };
}

/** Where one parameter cannot be read, none of them counts. */
function areParametersSound(query: URLSearchParams): boolean {
  return ["limit", "timeoutSeconds"].every((name) => /^-?\d*$/.test(query.get(name) ?? ""));
}

/** The name that a selector asks for; undefined where it asks for none, or is malformed. */
function nameIn(selector: string): string | undefined {
  const terms = selector.split(/(?<!\\),/).filter(Boolean);
  const parts = terms.map((term) => /^([^=!]+)(!=|==|=)(.*)$/s.exec(term));
  if (parts.some((one) => one === null)) return undefined;
  const named = parts.find((one) => one?.[1] === "metadata.name" && one[2] !== "!=");
  const name = named?.[3].replace(/\\([\\,=])/g, "$1");
  // What could be no segment of a path is no name.
  return name && name !== "." && name !== ".." && !/[/%]/.test(name) ? name : undefined;
}
