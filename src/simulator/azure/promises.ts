import { AccessRequest } from "../kubernetes/request";
import { AZURE_ROLES, dataActionOf, roleHas } from "./roles";

/** Whether Azure's built-in role for a level permits a request. */
export function promises(level: string, request: AccessRequest): boolean | undefined {
  return roleHas(AZURE_ROLES[level] ?? "", dataActionOf(request)) === true;
}
