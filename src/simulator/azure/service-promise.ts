import { ServiceEdge } from "../services/service-edge";
import { ServiceRequest } from "../services/service-request";
import { AzureWorld } from "./read";
import { permissionsOfRole } from "./service-decision";
import { permits } from "./service-roles";

/** Whether what was declared of an edge permits a request; undefined where it names a role that is not known. */
export function promisesService(
  azure: AzureWorld,
  { service }: ServiceEdge,
  { action, resource }: ServiceRequest,
): boolean | undefined {
  let isUnknown = false;
  for (const { role = "", resources } of service.grants) {
    if (!resources.some((scope) => azure.reaches(scope, resource) === true)) continue;
    const permissions = permissionsOfRole(azure, role.split("/").at(-1) ?? "");
    const isPermitted = permissions && permits(permissions, action);
    if (isPermitted) return true;
    if (isPermitted === undefined) isUnknown = true;
  }
  return isUnknown ? undefined : false;
}
