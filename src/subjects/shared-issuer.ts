import { RootConstruct } from "constructs";

/** Issuers of vendors' own, which need no declaration: each once for all apps of a process. */
const ROOT = new RootConstruct("vendors");

/** The issuer of a URL, made at first use. */
export function sharedIssuer<T>(known: Map<string, T>, key: string, make: (scope: RootConstruct, id: string) => T): T {
  const found = known.get(key) ?? make(ROOT, key);
  known.set(key, found);
  return found;
}
