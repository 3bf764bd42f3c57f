import {
  claimsOf,
  craftedSubjects,
  Edge,
  exactSubjects,
  exchangeToken,
  flagOf,
  isPattern,
  literalsOf,
  placeOf,
  PoolProvider,
  providerOf,
  Resource,
  World,
} from "../../simulator";
import { Finding, Rule } from "../finding";

/** The edges that come in by a provider of a pool. */
interface Use {
  readonly provider: PoolProvider;
  readonly edges: Edge[];
}

/** A subject of the issuer that no edge declares, and that a provider lets in. */
export interface CraftedTrust {
  readonly provider: PoolProvider & { readonly resource: Resource };
  readonly edge: Edge;
  readonly subject: string;
  /** The principal that it becomes. */
  readonly principal: string;
  /** Whether that is the edge's own, so that the subject has all rights of the edge. */
  readonly isOwn: boolean;
}

/**
 * Subjects of the issuer that conditions of pool providers let in and no edge declares: tokens are made of the texts of condition
 * and mapping, whatever the form of the expressions.
 */
export function craftedTrusts(world: World, now: number): readonly CraftedTrust[] {
  return usesOf(world).flatMap(({ provider, edges }) => {
    const { resource, issuer, condition, mapping } = provider;
    // A condition that compares the whole subject lets in those that it names; they are told as trusts.
    if (!resource || exactSubjects(provider)) return [];
    const own = edges.filter(({ declaration }) => declaration.source.issuer === issuer);
    const texts = literalsOf([condition ?? "", ...Object.values(mapping)]);
    return own.flatMap((edge) => {
      const declared = principalOf(world, edge, edge.declaration.source.subject, now);
      return craftedSubjects(edge.declaration.source, texts).flatMap((subject): readonly CraftedTrust[] => {
        if (own.some((one) => isDeclared(one, subject))) return [];
        const principal = principalOf(world, edge, subject, now);
        if (principal === undefined) return [];
        return [{ provider: { ...provider, resource }, edge, subject, principal, isOwn: principal === declared }];
      });
    });
  });
}

/** Pool providers whose condition lets in subjects of the issuer that no edge declares, each with one of them. */
export const craftedTokens: Rule = (world, now) => {
  const told = new Set<string>();
  return craftedTrusts(world, now).flatMap(({ provider, edge, subject, principal }): readonly Finding[] => {
    const { resource, name, pool, issuer } = provider;
    if (told.has(name)) return [];
    told.add(name);
    const isAdopted = edge.declaration.adopted.some((one) => one === name || one === pool);
    const reason = `lets in ${subject} of ${issuer} as ${principal}, and no edge declares it`;
    const at = { place: placeOf(resource), resource, argument: "attribute_condition", edge, what: subject };
    return [{ code: "further-trust", severity: isAdopted ? "note" : "fault", ...at, hop: "exchange", reason }];
  });
};

/** What a subject becomes by the document of an edge; undefined where it is refused. */
function principalOf(world: World, edge: Edge, subject: string, now: number): string | undefined {
  const { source, audience } = edge.declaration;
  const claims = claimsOf(source.issuer, subject, audience, now, "lab-intruder");
  const through = flagOf(edge.request, "audience") ?? "";
  const answer = exchangeToken(world.google, through, { claims, signature: "good" }, now);
  if (!answer.granted) return undefined;
  return answer.value.kind === "federated" ? answer.value.name : "another";
}

function usesOf({ google, everyEdge }: World): readonly Use[] {
  const uses = new Map<string, Use>();
  for (const edge of everyEdge) {
    const provider = providerOf(google, edge.request);
    if (!provider) continue;
    const use = uses.get(provider.name) ?? { provider, edges: [] };
    use.edges.push(edge);
    uses.set(provider.name, use);
  }
  return [...uses.values()];
}

function isDeclared({ declaration }: Edge, subject: string): boolean {
  const { subject: own } = declaration.source;
  return isPattern(declaration) ? subject.startsWith(own.slice(0, -1)) : subject === own;
}
