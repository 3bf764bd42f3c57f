import { AccessRequest } from "../kubernetes/request";

/** Google Cloud has no policy for a level of ClusterAccess: bindings realise it. */
export function promises(_level: string, _request: AccessRequest): boolean | undefined {
  return undefined;
}
