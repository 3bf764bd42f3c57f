import { AccessRequest } from "../kubernetes/request";
import { allows } from "../kubernetes/rule";
import { EKS_ACCESS_POLICIES, EKS_POLICIES } from "./access-policies";

/** Whether EKS's access policy for a level permits a request. The policies say nothing of paths, except the one for everything. */
export function promises(level: string, request: AccessRequest): boolean | undefined {
  return EKS_ACCESS_POLICIES[EKS_POLICIES[level] ?? ""]?.some((rule) => allows(rule, request));
}
