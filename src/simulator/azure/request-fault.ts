import { didYouMean } from "../nearest";
import { ServiceRequest } from "../services/service-request";
import { EVERY_OPERATION } from "./service-roles";

/** Operations that differ by more are two operations. */
const SLIP = 2;

/**
 * Why no role can permit a request: it is no operation by its form, or written almost like one that is known, or the resource is no id.
 * Not all operations of Azure are known here. Azure ignores their case.
 *
 * Azure documentation: "Understand Azure role definitions", section "Actions format".
 */
export function requestFault({ action, resource }: ServiceRequest): string | undefined {
  if (!/^[a-z][\w-]*\.[\w.-]+(\/[\w-]+)*\/(read|write|delete|action)$/i.test(action)) {
    const form = "PROVIDER/TYPE/… that ends with /read, /write, /delete or /action";
    return `"${action}" is no operation of Azure, ${form}${didYouMean(action, EVERY_OPERATION)}`;
  }
  const known = EVERY_OPERATION.some((one) => one.toLowerCase() === action.toLowerCase());
  const meant = known ? "" : didYouMean(action, EVERY_OPERATION, SLIP);
  if (meant) return `"${action}" is no operation that is known of Azure${meant}`;
  if (resource === "*" || /^\/(subscriptions|providers)\/./i.test(resource)) return undefined;
  return `the resource "${resource}" is no resource id, as /subscriptions/…, and not *`;
}
