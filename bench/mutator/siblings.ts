import { at, changed, foreign, inWords, Json, Mutant } from "./mutate";
import { Args, Objects, without } from "./with-objects";

/** What Terraform alone reads of a resource, and what says nothing of it. */
const OF_TERRAFORM = ["//", "provider", "depends_on", "lifecycle"];

/** Names by which nothing means an object, by types. */
const FREE_NAMES: Readonly<Record<string, readonly string[]>> = {
  azurerm_federated_identity_credential: ["name"],
  azuread_application_federated_identity_credential: ["display_name"],
  aws_iam_role_policy: ["name"],
};

/** Changes by what stands beside an object: values of two that change places, another provider, a copy with one text of its own. */
export function mutantsOfSiblings(document: Json): readonly Mutant[] {
  const { resource = {}, provider = {} } = document as { resource?: Objects; provider?: Record<string, Args[]> };
  return Object.entries(resource).flatMap(([type, named]) => {
    const names = Object.keys(named);
    return [
      ...names.slice(1).flatMap((name, index) => swapped(document, type, names[index], name)),
      ...names.flatMap((name) => moved(document, provider, type, name)),
      ...names.flatMap((name) => copied(document, type, name)),
    ];
  });
}

function argumentsOf(body: Args): readonly string[] {
  return Object.keys(body).filter((name) => !OF_TERRAFORM.includes(name));
}

function swapped(document: Json, type: string, one: string, other: string): readonly Mutant[] {
  const [own, others] = [one, other].map((name) => at(document, ["resource", type, name]) as Args);
  const names = argumentsOf(own).filter((name) => JSON.stringify(own[name]) !== JSON.stringify(others[name]));
  // Of RBAC bindings in one namespace of one cluster the metadata tell no more than a name.
  const isBinding = /^kubernetes_\w*binding/.test(type) && placeOf(own) === placeOf(others);
  const free = isBinding ? ["metadata"] : (FREE_NAMES[type] ?? []);
  const meant = names.filter((name) => !free.includes(name));
  // Objects of two providers change places with what they say.
  const isOfOne = own.provider === others.provider;
  return names
    .filter((name) => others[name] !== undefined)
    .map((name) => ({
      ...{ operator: "swap values", address: `${type}.${one}`, alsoAt: `${type}.${other}`, path: name },
      to: JSON.stringify(others[name]).slice(0, 80),
      ...(isOfOne &&
      (meant.length <= 1 || !meant.includes(name)) &&
      !isReferredTo(document, type, one, false) &&
      !isReferredTo(document, type, other, false)
        ? { changesNothing: "two objects that differ in nothing else, or in their names alone, change their ids alone" }
        : {}),
      make: () => {
        const first = changed(document, ["resource", type, one, name], others[name]);
        return changed(first, ["resource", type, other, name], own[name]);
      },
    }));
}

/** The cluster and the namespace of an object of Kubernetes. */
function placeOf({ metadata, provider }: Args): string {
  return JSON.stringify([provider, (metadata as Args | undefined)?.namespace]);
}

/**
 * Whether something of a document refers to a resource.
 *
 * @param inOrder whether the order of Terraform's work counts
 */
export function isReferredTo(document: Json, type: string, name: string, inOrder = true): boolean {
  const others = JSON.stringify(without(document as Args, "//"));
  const text = inOrder ? others : others.replace(/"depends_on":\[[^\]]*\]/g, "");
  return new RegExp(`${type}\\.${name}(?![\\w-])`).test(text);
}

/** A resource that another provider of the kind makes. */
function moved(
  document: Json,
  providers: Readonly<Record<string, readonly Args[]>>,
  type: string,
  name: string,
): readonly Mutant[] {
  const [kind] = type.split("_");
  const own = (at(document, ["resource", type, name]) as Args).provider ?? kind;
  const keys = (providers[kind] ?? []).map(({ alias }) => (typeof alias === "string" ? `${kind}.${alias}` : kind));
  return keys
    .filter((key) => key !== own)
    .slice(0, 1)
    .map((key) => ({
      ...{ operator: "other provider", address: `${type}.${name}`, path: "provider", to: key },
      make: () => changed(document, ["resource", type, name, "provider"], key),
    }));
}

/** A copy of a resource beside it, in which one text is another one. */
function copied(document: Json, type: string, name: string): readonly Mutant[] {
  const own = at(document, ["resource", type, name]) as Args;
  return argumentsOf(own).flatMap((argument): Mutant[] => {
    const value = own[argument];
    const steps = typeof value === "string" ? [argument] : firstText(value, [argument]);
    if (steps === undefined) return [];
    const text = foreign(at(own, steps) as string);
    return [
      {
        ...{ operator: "copy with another text", address: `${type}.added`, alsoAt: `${type}.${name}` },
        ...{ path: inWords(steps), to: text.slice(0, 80) },
        make: () => changed(document, ["resource", type, "added"], changed(own, steps, text)),
      },
    ];
  });
}

/** Where the first text of a value is. */
function firstText(value: Json, steps: readonly (string | number)[]): readonly (string | number)[] | undefined {
  if (typeof value === "string") return steps;
  if (typeof value !== "object" || value === null) return undefined;
  for (const [key, one] of Object.entries(value)) {
    const found = firstText(one, [...steps, Array.isArray(value) ? Number(key) : key]);
    if (found) return found;
  }
  return undefined;
}
