import { DeclaredGrant } from "../../trust-declaration";
import { ServiceEdge } from "../services/service-edge";
import { ServiceRequest } from "../services/service-request";
import { isWithin } from "../services/window";
import { permissionsOn, projectOf } from "./service-decision";
import { GoogleWorld } from "./read";

/**
 * Whether what was declared of an edge permits a request; undefined where it names a role that is not known.
 *
 * @param now seconds since 1970
 */
export function promisesService(
  google: GoogleWorld,
  { service }: ServiceEdge,
  request: ServiceRequest,
  now: number,
): boolean | undefined {
  let isUnknown = false;
  for (const grant of service.grants) {
    if (!isWithin(grant, now) || !reaches(google, grant, request, service.account.id)) continue;
    const permissions = permissionsOn(google, grant.role ?? "", request.resource);
    if (permissions?.includes(request.action)) return true;
    if (!permissions) isUnknown = true;
  }
  return isUnknown ? undefined : false;
}

function reaches(
  google: GoogleWorld,
  { resources, prefix }: DeclaredGrant,
  { resource }: ServiceRequest,
  home: string,
): boolean {
  return resources.some((granted) => {
    const project = /^\/\/cloudresourcemanager\.[^/]+\/projects\/(.+)$/.exec(granted)?.[1];
    if (project !== undefined) return projectOf(google, resource, home) === project;
    if (prefix !== undefined) return resource.startsWith(`${granted}/objects/${prefix}`);
    return resource === granted || resource.startsWith(`${granted}/`);
  });
}
