import { block, Edge, identitiesOf, Resource, texts, unlessUnresolved, World } from "../simulator";
import { GRANTEES } from "../vendor/grantees";

/** An edge to whose identity a resource gives something. */
export interface GivenTo {
  readonly edge: Edge;
  /** Whether the identity was given by others. */
  readonly isAdopted: boolean;
  /** What the resource makes of the identity. */
  readonly words: string;
}

/** The first edge whose identity a resource names as the one that it gives something to; undefined where it names no such one. */
export function givenTo(world: World, resource: Resource, now: number): GivenTo | undefined {
  const grantee = Object.hasOwn(GRANTEES, resource.type) ? GRANTEES[resource.type] : undefined;
  if (grantee === undefined) return undefined;
  const { argument, words, prefix } = grantee;
  const [outer, inner] = argument.split(".");
  const written = unlessUnresolved(() => {
    const value = resource.argument(outer);
    return texts(inner === undefined ? value : block(value)[inner]);
  }, []);
  const named = new Set(written.filter((one) => one !== "").map((one) => identityNamed(one, prefix).toLowerCase()));
  if (named.size === 0) return undefined;
  for (const edge of world.everyEdge) {
    const own = identitiesOf(world, edge, now).find(({ principal }) => named.has(principal.toLowerCase()));
    if (own) return { edge, isAdopted: own.isAdopted, words };
  }
  return undefined;
}

function identityNamed(written: string, prefix: string | undefined): string {
  return prefix !== undefined && written.startsWith(prefix) ? memberOf(written.slice(prefix.length)) : written;
}

function memberOf(email: string): string {
  return `serviceAccount:${email}`;
}
