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
  World,
} from "../../simulator";
import { Finding, Rule } from "../finding";

/** The edges that come in by a provider of a pool. */
interface Use {
  readonly provider: PoolProvider;
  readonly edges: Edge[];
}

/**
 * Pool providers whose condition lets in subjects of the issuer that no edge declares: tokens are made of the texts of condition and
 * mapping, whatever the form of the expressions.
 */
export const craftedTokens: Rule = (world, now) =>
  usesOf(world).flatMap(({ provider, edges }): readonly Finding[] => {
    const { resource, issuer, condition, mapping } = provider;
    // A condition that compares the whole subject lets in those that it names; they are told as trusts.
    if (!resource || exactSubjects(provider)) return [];
    const own = edges.filter(({ declaration }) => declaration.source.issuer === issuer);
    const texts = literalsOf([condition ?? "", ...Object.values(mapping)]);
    for (const edge of own) {
      const { source, audience, adopted } = edge.declaration;
      const through = flagOf(edge.request, "audience") ?? "";
      for (const subject of craftedSubjects(source, texts)) {
        if (own.some((one) => isDeclared(one, subject))) continue;
        const claims = claimsOf(issuer, subject, audience, now, "lab-intruder");
        const answer = exchangeToken(world.google, through, { claims, signature: "good" }, now);
        if (!answer.granted) continue;
        const isAdopted = adopted.some((one) => one === provider.name || one === provider.pool);
        const reason = `lets in ${subject} of ${issuer} as ${answer.value.kind === "federated" ? answer.value.name : "another"}, and no edge declares it`;
        const at = { place: placeOf(resource), resource, argument: "attribute_condition", edge, what: subject };
        return [{ code: "further-trust", severity: isAdopted ? "note" : "fault", ...at, hop: "exchange", reason }];
      }
    }
    return [];
  });

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
