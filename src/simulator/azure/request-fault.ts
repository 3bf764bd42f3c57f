import { didYouMean } from "../nearest";
import { ServiceRequest } from "../services/service-request";
import { DOCUMENTED_OPERATIONS, documentedType } from "./documented-operations";
import { isOfCosmosData } from "./cosmos-roles";
import { EVERY_OPERATION } from "./service-roles";

const KNOWN = [...new Set([...EVERY_OPERATION, ...DOCUMENTED_OPERATIONS])];

/** Operations that differ by more are two operations. */
const SLIP = 2;

/**
 * Why no role can permit a request: it is no operation by its form, none of a type whose operations are all known, or written almost
 * like one that is known, or the resource is no id. Not all operations of Azure are known here. Azure ignores their case.
 *
 * Azure documentation: "Understand Azure role definitions", section "Actions format".
 *
 * @param read operations that custom roles which were read name
 */
export function requestFault({ action, resource }: ServiceRequest, read: readonly string[] = []): string | undefined {
  if (!isOfCosmosData(action) && !/^[a-z][\w-]*\.[\w.-]+(\/[\w-]+)*\/(read|write|delete|action)$/i.test(action)) {
    const form = "PROVIDER/TYPE/… that ends with /read, /write, /delete or /action";
    return `"${action}" is no operation of Azure, ${form}${didYouMean(action, KNOWN)}`;
  }
  const isKnown = [...KNOWN, ...read].some((one) => one.toLowerCase() === action.toLowerCase());
  const meant = isKnown ? "" : didYouMean(action, KNOWN, SLIP);
  if (meant) return `"${action}" is no operation that is known of Azure${meant}`;
  const { type, operations } = (isKnown ? undefined : documentedType(action)) ?? {};
  if (type) return `"${action}" is no operation of Azure. ${type} has ${operations?.join(", ")}`;
  if (resource === "*" || /^\/(subscriptions|providers)\/./i.test(resource)) return undefined;
  return `the resource "${resource}" is no resource id, as /subscriptions/…, and not *`;
}
