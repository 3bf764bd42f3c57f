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

/** A request in a few words. */
export function describeRequest(request: AccessRequest): string {
  if ("path" in request) return `${request.verb} ${request.path}`;
  const what = `${combined(request)}${request.group ? `.${request.group}` : ""}`;
  return `${request.verb} ${what} ${request.namespace ? `in ${request.namespace}` : "in the whole cluster"}`;
}
