import { UnknownName } from "./answered";

/** What each argument of a question may be, for messages. */
const FORMS = {
  subject: 'a service account, or its name as trust-mesh list prints it: "west:argocd/controller"',
  destination: "a cluster or an account, or its construct id",
  access:
    'a ClusterAccess, AwsAccess, GcpAccess or AzureAccess, a role ("edit in payments") or a request ("get nodes"), or leave it out to ask whether the subject gets in at all',
};

/**
 * Refuses arguments that ask nothing, as callers give them without types.
 *
 * @throws UnknownName with the argument, the reason and the way out
 */
export function checkArguments(subject: unknown, destination: unknown, access: unknown): void {
  check("subject", subject, isObject(subject) && typeof subject.subject === "string");
  check("destination", destination, isObject(destination) && isObject(destination.node));
  if (access !== undefined) check("access", access, isAccess(access));
}

function check(name: keyof typeof FORMS, value: unknown, isKnown: boolean): void {
  if (isKnown || (typeof value === "string" && value.trim() !== "")) return;
  throw new UnknownName(`${name} is ${words(value)}, which asks nothing. Give ${FORMS[name]}`);
}

function isAccess(value: unknown): boolean {
  if (!isObject(value)) return false;
  return Array.isArray(value.namespaces) || typeof value.describe === "function";
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function words(value: unknown): string {
  if (typeof value === "string") return "an empty text";
  if (Array.isArray(value)) return value.length ? "a list" : "an empty list";
  if (isObject(value)) return "an object of another kind";
  return typeof value === "function" ? "a function" : String(value);
}
