import { PoolProvider } from "../../../simulator";

/** So many values of a claim are tried. */
const MOST = 3;

/** `assertion.ref == 'refs/heads/main'`, `assertion['ref'] in ['…'`, `assertion.sub.endsWith('…'`; of Kubernetes' claims the last name. */
const COMPARED =
  /\bassertion(?:\.(\w+)|\[["'](\w+)["']\])\s*(?:==|in\s*\[|\.(?:startsWith|endsWith|contains)\()\s*["']([^"']{1,200})["']/g;
const NAME_OF_ACCOUNT =
  /\bserviceaccount(?:["']\])?(?:\.|\[["'])name(?:["']\])?\s*(?:==|in\s*\[)\s*["']([^"']{1,200})["']/g;

/**
 * What strangers choose to pass a condition: for each claim a value that the condition compares it with. There is always one
 * choice, which may be of nothing.
 */
export function choicesIn(provider: PoolProvider): readonly ReadonlyMap<string, string>[] {
  const condition = withClaims(provider);
  const values = new Map<string, string[]>();
  const add = (claim: string, value: string) => values.set(claim, [...(values.get(claim) ?? []), value].slice(0, MOST));
  for (const [, plain, quoted, value] of condition.matchAll(COMPARED)) add(plain ?? quoted, value);
  for (const [, value] of condition.matchAll(NAME_OF_ACCOUNT)) add("name", value);
  const rounds = Math.max(1, ...[...values.values()].map(({ length }) => length));
  return Array.from(
    { length: rounds },
    (_none, round) => new Map([...values].map(([claim, all]) => [claim, all[Math.min(round, all.length - 1)]])),
  );
}

/** The condition, in which what is mapped from one claim stands as that claim. */
function withClaims({ condition = "", mapping }: PoolProvider): string {
  return condition.replace(/\b(attribute\.\w+|google\.subject)\b/g, (name) => {
    const mapped = Object.hasOwn(mapping, name) ? mapping[name].trim() : "";
    return /^assertion[\w.[\]"'-]*$/.test(mapped) ? mapped : name;
  });
}
