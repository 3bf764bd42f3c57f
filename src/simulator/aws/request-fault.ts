import { SERVICE_ACTIONS } from "../../vendor/aws/service-actions";
import { SERVICE_PREFIXES } from "../../vendor/aws/service-prefixes";
import { didYouMean } from "../nearest";
import { ServiceRequest } from "../services/service-request";

/**
 * Why no policy can match a request: AWS has no such action or service, or the resource is no ARN. The actions of the services that
 * accesses are about are known, and the prefixes of all services. AWS ignores the case of actions.
 */
export function requestFault({ action, resource }: ServiceRequest): string | undefined {
  const [, service, name] = /^([a-z0-9-]+):([a-z0-9]+)$/i.exec(action) ?? [];
  if (service === undefined) return `"${action}" is no action of AWS, SERVICE:ACTION, as s3:GetObject`;
  if (!SERVICE_PREFIXES.includes(service.toLowerCase())) {
    return `"${service}" is no prefix of a service of AWS${didYouMean(service, SERVICE_PREFIXES)}`;
  }
  const actions = SERVICE_ACTIONS.get(service.toLowerCase());
  if (actions && !actions.some((one) => one.toLowerCase() === name.toLowerCase())) {
    return `"${action}" is no action of AWS${didYouMean(
      action,
      actions.map((one) => `${service}:${one}`),
    )}`;
  }
  if (resource === "*" || /^arn:[^:]+:[^:]+:[^:]*:[^:]*:./.test(resource)) return undefined;
  return `the resource "${resource}" is no ARN, as arn:aws:s3:::acme/key, and not *`;
}
