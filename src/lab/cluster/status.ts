import { AccessRequest, combined, ResourceRequest } from "../../simulator";
import { json, LabResponse } from "../network/http";

/** An API server's answers that are no objects: a Status each. */
function status(code: number, reason: string | undefined, message: string, details?: object): LabResponse {
  const why = reason === undefined ? {} : { reason };
  const body = { kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", message, ...why };
  return json(code, { ...body, ...(details ? { details } : {}), code }, { "cache-control": "no-cache, private" });
}

export function unauthorized(): LabResponse {
  return status(401, "Unauthorized", "Unauthorized");
}

/** The words are those of Kubernetes' `NewForbidden`, the reason is the authorizers'. */
export function forbidden(user: string, request: AccessRequest, reason: string): LabResponse {
  const because = reason ? `: ${reason}` : "";
  if ("path" in request) {
    const message = `forbidden: User "${user}" cannot ${request.verb} path "${request.path}"${because}`;
    return status(403, "Forbidden", message, {});
  }
  const { verb, group, resource, name } = request;
  const place = request.namespace ? `in the namespace "${request.namespace}"` : "at the cluster scope";
  const object = `${groupResource(request)}${name ? ` "${name}"` : ""}`;
  const what = `User "${user}" cannot ${verb} resource "${combined(request)}" in API group "${group}" ${place}`;
  const details = { ...(name ? { name } : {}), ...(group ? { group } : {}), kind: resource };
  return status(403, "Forbidden", `${object} is forbidden: ${what}${because}`, details);
}

export function notFound(request?: ResourceRequest): LabResponse {
  if (!request) return status(404, "NotFound", "the server could not find the requested resource", {});
  const details = { name: request.name, ...(request.group ? { group: request.group } : {}), kind: request.resource };
  return status(404, "NotFound", `${groupResource(request)} "${request.name}" not found`, details);
}

export function unsupportedMediaType(): LabResponse {
  const message =
    "the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf";
  return status(415, "UnsupportedMediaType", message, {});
}

/** What an API server itself stumbles over, which has no reason. */
export function internalError(message: string): LabResponse {
  return status(500, undefined, message);
}

export function methodNotAllowed(): LabResponse {
  const message = "the server does not allow this method on the requested resource";
  return status(405, "MethodNotAllowed", message, {});
}

/** What a cluster could do and the lab does not. */
export function notPlayed(what: string): LabResponse {
  return status(501, "NotImplemented", `the lab's API server does not ${what}`);
}

/** A write that RBAC allows and the registry of roles refuses. */
export function notAllowed(request: ResourceRequest, name: string, reason: string): LabResponse {
  const { group, resource } = request;
  const details = { name, ...(group ? { group } : {}), kind: resource };
  return status(403, "Forbidden", `${groupResource(request)} "${name}" is forbidden: ${reason}`, details);
}

/** An object that can be read and is not stored. */
export function invalidObject(
  { kind, group }: { kind: string; group: string },
  name: string,
  fault: string,
): LabResponse {
  const details = { ...(name ? { name } : {}), ...(group ? { group } : {}), kind };
  const what = `${kind}${group ? `.${group}` : ""}`;
  return status(422, "Invalid", `${what} ${JSON.stringify(name)} is invalid: ${fault}`, details);
}

/** An option of a request that has none of its values. */
export function invalidOption(kind: string, field: string, value: string, supported: readonly string[]): LabResponse {
  const message = `Unsupported value: ${value}: supported values: ${supported.map((one) => JSON.stringify(one)).join(", ")}`;
  const causes = [{ reason: "FieldValueNotSupported", message, field }];
  const details = { group: "meta.k8s.io", kind, causes };
  return status(422, "Invalid", `${kind}.meta.k8s.io "" is invalid: ${field}: ${message}`, details);
}

/** A field of a review that is not as it must be. The kind of such a refusal is empty. */
export function invalidField(group: string, field: string, value: unknown, reason: string): LabResponse {
  const message = `Invalid value: ${JSON.stringify(value)}: ${reason}`;
  const causes = [{ reason: "FieldValueInvalid", message, field }];
  return status(422, "Invalid", `.${group} "" is invalid: ${field}: ${message}`, { group, causes });
}

/** What a deletion is answered with. */
export function deleted({ name, group, resource }: ResourceRequest): LabResponse {
  const details = { name, ...(group ? { group } : {}), kind: resource };
  return json(200, { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", details });
}

export function badRequest(message: string): LabResponse {
  return status(400, "BadRequest", message);
}

function groupResource({ resource, group }: ResourceRequest): string {
  return group ? `${resource}.${group}` : resource;
}
