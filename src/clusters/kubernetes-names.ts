import { isLiteral, problem } from "../common";
import { DNS_LABEL, DNS_SUBDOMAIN, MAX_DNS_LABEL, MAX_DNS_SUBDOMAIN } from "../vendor/kubernetes/names";

/** What is wrong with a namespace's name: a DNS label (RFC 1123). */
export function namespaceProblem(property: string, namespace: string): string | undefined {
  const way = "Give a DNS label of 1 to 63 characters: lower-case letters, digits and dashes";
  return kubernetesNameProblem(property, namespace, MAX_DNS_LABEL, DNS_LABEL, way);
}

/** What is wrong with a service account's name: a DNS subdomain (RFC 1123). */
export function serviceAccountNameProblem(property: string, name: string): string | undefined {
  const way = "Give a DNS subdomain of 1 to 253 characters: lower-case letters, digits, dashes and dots";
  return kubernetesNameProblem(property, name, MAX_DNS_SUBDOMAIN, DNS_SUBDOMAIN, way);
}

function kubernetesNameProblem(property: string, value: string, max: number, pattern: RegExp, way: string) {
  if (!isLiteral(value)) return problem(property, "is not known at synth, and names are made of it", "Give a literal");
  if (value.length > max) return problem(property, `has ${value.length} characters`, way);
  if (!pattern.test(value)) return problem(property, `"${value}" is not a Kubernetes name`, way);
  return undefined;
}
