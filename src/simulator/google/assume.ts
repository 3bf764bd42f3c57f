import { assumed, Assumption } from "../assumption";
import { Edge, sourceName } from "../edges/edge";
import { toldBy } from "./pools";
import { GoogleWorld } from "./read";

const ACCOUNT = /^[^/:@]+@[^/:@]+$/;

/** Assumes the pools, providers and service accounts of Google Cloud that an edge uses and that were not read. */
export function assume(google: GoogleWorld, edge: Edge): readonly Assumption[] {
  return edge.declaration.adopted.flatMap((name) => {
    if (name.startsWith("projects/")) return assumePool(edge, name, google);
    if (!ACCOUNT.test(name) || google.isAccount(name)) return [];
    google.assumeAccount(name);
    return assumed(`the service account ${name} exists`);
  });
}

function assumePool({ declaration }: Edge, name: string, google: GoogleWorld): Assumption[] {
  if (!name.includes("/providers/")) {
    if (toldBy(google.poolOf(name))) return [];
    google.assumePool(name);
    return assumed(`the pool ${name} exists`);
  }
  if (toldBy(google.providerOf(name))) return [];
  const { source, audience } = declaration;
  google.assumeProvider({
    name,
    pool: name.replace(/\/providers\/.*$/, ""),
    disabled: false,
    issuer: source.issuer,
    allowedAudiences: [audience],
    mapping: { "google.subject": "assertion.sub" },
    condition: `assertion.sub == ${JSON.stringify(source.subject)}`,
  });
  return assumed(`the pool provider ${name} accepts ${sourceName(declaration)} alone`, true);
}
