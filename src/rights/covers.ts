import { missingRules } from "../simulator";
import { HeldRight } from "./holder";
import { coversService } from "./covers-service";
import { WantedRight } from "./wanted";

/** AKS' roles for objects, each of which permits all that the ones before it do: "Azure built-in roles for Containers". */
const AZURE_LEVELS = ["Reader", "Writer", "Admin", "Cluster Admin"].map(
  (level) => `Azure Kubernetes Service RBAC ${level}`,
);

/** Whether rights of one subject at one destination give all that another right does. Where it cannot be told, they do not. */
export function covers(held: readonly HeldRight[], wanted: WantedRight): boolean {
  if (wanted.service) {
    return coversService(
      held.flatMap(({ service }) => service ?? []),
      wanted.service,
    );
  }
  if (held.some((one) => isSame(one, wanted))) return true;
  const places = wanted.namespaces ?? [undefined];
  return places.every((namespace) => {
    const here = held.filter((one) => isIn(one, namespace));
    if (here.some((one) => isNamedSame(one, wanted) || isHigher(one, wanted))) return true;
    if (!wanted.rules) return false;
    const rules = here.flatMap((one) => one.rules ?? []);
    return missingRules(rules, wanted.rules).length === 0;
  });
}

/** Whether two rights are one grant, of whatever object. */
function isSame(one: HeldRight, other: WantedRight): boolean {
  return isNamedSame(one, other) && isWrittenSame(one.namespaces, other.namespaces);
}

/** A role of the same name that permits something else is another one. */
function isNamedSame(one: HeldRight, other: WantedRight): boolean {
  return (
    one.kind === other.kind &&
    one.name === other.name &&
    one.detail === other.detail &&
    isWrittenSame(one.rules, other.rules)
  );
}

/** Rules of built-in roles are the same object; others are compared as they are written. */
function isWrittenSame(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

function isHigher(one: HeldRight, other: WantedRight): boolean {
  if (one.kind !== "Azure role" || other.kind !== "Azure role") return false;
  const [held, wanted] = [one, other].map(({ name }) => AZURE_LEVELS.indexOf(name));
  return (
    wanted >= 0 &&
    held >= wanted &&
    (one.detail === undefined ? other.detail === undefined : one.detail === other.detail)
  );
}

/** Whether a right counts in a namespace; undefined for the whole cluster. */
function isIn({ namespaces }: HeldRight, namespace: string | undefined): boolean {
  return namespaces === undefined || (namespace !== undefined && namespaces.includes(namespace));
}
