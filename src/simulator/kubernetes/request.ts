/** What an API server asks its authorizers about a request for objects. */
export interface ResourceRequest {
  readonly verb: string;
  /** Empty for the core group. */
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  /** Empty for the whole cluster and for objects without a namespace. */
  readonly namespace: string;
  /** Empty for lists and for creation. */
  readonly name?: string;
}

/** What it asks about any other path: discovery, health, version. */
export interface PathRequest {
  readonly verb: string;
  readonly path: string;
}

export type AccessRequest = ResourceRequest | PathRequest;

/** The resource as rules write it: with the subresource behind a slash. */
export function combined({ resource, subresource }: ResourceRequest): string {
  return subresource ? `${resource}/${subresource}` : resource;
}

/** The resource as people write it: `deployments.apps/scale`. */
export function writtenResource({ group, resource, subresource }: ResourceRequest): string {
  return `${resource}${group ? `.${group}` : ""}${subresource === undefined ? "" : `/${subresource}`}`;
}

/** A request in a few words. */
export function describeRequest(request: AccessRequest): string {
  if ("path" in request) return `${request.verb} ${request.path}`;
  return `${request.verb} ${writtenResource(request)} ${request.namespace ? `in ${request.namespace}` : "in the whole cluster"}`;
}

/**
 * A request from what kubectl's words are: `pods`, `deployments.apps`, `pods/exec`, `/healthz`.
 *
 * @returns undefined for a resource that is not of that form
 */
export function requestFor(verb: string, resource: string, namespace = "", name?: string): AccessRequest | undefined {
  if (resource.startsWith("/")) return { verb, path: resource };
  const [, kind, group = "", subresource] = /^([^./]+)(?:\.([^/]+))?(?:\/(.+))?$/.exec(resource) ?? [];
  if (kind === undefined) return undefined;
  const rest = { ...(subresource === undefined ? {} : { subresource }), ...(name === undefined ? {} : { name }) };
  return { verb, group, resource: kind, namespace, ...rest };
}
