import { IDENTITY_ARGUMENT, META_ARGUMENTS, SILENT_ARGUMENTS } from "../vendor/granting-types";

/** The JSON text of what can grant, without what says nothing of rights: tags, labels, descriptions, order. */
export function ofRights(json: string): string {
  return JSON.stringify(withoutMeta(JSON.parse(json)), withoutSilent);
}

/** What the arguments say by which a resource is given an identity, or gives something to one, whatever its type. */
export function ofIdentities(json: string): string {
  const found: unknown[] = [];
  JSON.stringify(withoutMeta(JSON.parse(json)), (key: string, value: unknown) => {
    if (IDENTITY_ARGUMENT.test(key)) found.push(value);
    return withoutSilent(key, value);
  });
  return JSON.stringify(found);
}

/** A block, or a list of some, without the arguments of Terraform itself. */
function withoutMeta(body: unknown): unknown {
  if (Array.isArray(body)) return body.map(withoutMeta);
  if (typeof body !== "object" || body === null) return body;
  return Object.fromEntries(Object.entries(body).filter(([name]) => !META_ARGUMENTS.includes(name)));
}

function withoutSilent(key: string, value: unknown): unknown {
  return SILENT_ARGUMENTS.includes(key) ? undefined : value;
}
