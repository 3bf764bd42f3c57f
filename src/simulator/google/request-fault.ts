import { didYouMean } from "../nearest";
import { ServiceRequest } from "../services/service-request";
import { EVERY_PERMISSION } from "./service-roles";

/** Permissions that differ by more are two permissions. */
const SLIP = 2;

/**
 * Why no role can permit a request: it is no permission by its form, or written almost like one that is known, or the resource is no full
 * name. Not all permissions of Google Cloud are known here.
 *
 * @param read permissions that custom roles name
 */
export function requestFault({ action, resource }: ServiceRequest, read: readonly string[]): string | undefined {
  if (!/^[a-z][\w-]*(\.[a-zA-Z]\w*){2,}$/.test(action)) {
    return `"${action}" is no permission of Google Cloud, SERVICE.RESOURCE.VERB, as storage.objects.get`;
  }
  const known = [...EVERY_PERMISSION, ...read];
  const meant = known.includes(action) ? "" : didYouMean(action, known, SLIP);
  if (meant) return `"${action}" is no permission that is known of Google Cloud${meant}`;
  if (resource === "*" || /^\/\/[^/]+\/./.test(resource)) return undefined;
  return `the resource "${resource}" is no full name, as //storage.googleapis.com/projects/_/buckets/acme, and not *`;
}
