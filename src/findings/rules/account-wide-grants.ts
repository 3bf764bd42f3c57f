import { Edge, placeOf, text, unlessUnresolved, World } from "../../simulator";
import { ACCOUNT_WIDE_GRANTS } from "../../vendor/account-wide-grants";
import { Finding, Rule } from "../finding";

/**
 * Rights that people, or another tenant, are given over a whole account of an edge: whether they may let themselves in as its identity
 * cannot be told, since what they are given is not read.
 */
export const accountWideGrants: Rule = (world) =>
  ACCOUNT_WIDE_GRANTS.flatMap(({ type, argument, words }) =>
    world.configuration.resources(type).flatMap((resource): readonly Finding[] => {
      const account = unlessUnresolved(() => text(resource.argument(argument)) ?? "", "").toLowerCase();
      const edge = account === "" ? undefined : world.everyEdge.find((one) => isIn(world, one, account));
      if (!edge) return [];
      const reason = `gives ${words} in the account of an edge, and what they may do there is not read`;
      const at = { place: placeOf(resource), resource, argument, edge, what: account };
      return [{ code: "unseen-grant", severity: "gap", ...at, reason }];
    }),
  );

/** Whether an edge's identity, or what it leads to, is in an account, or below a scope of Azure. */
function isIn({ clouds }: World, edge: Edge, account: string): boolean {
  const { principal, target } = edge.declaration;
  const ids = [
    principal,
    target.name,
    edge.service?.account.id ?? "",
    ...clouds.flatMap((one) => one.namesOf(edge).ids),
  ];
  return ids.some((id) => {
    const named = id.toLowerCase();
    return named === account || named.includes(`:${account}:`) || named.startsWith(`${account.replace(/\/+$/, "")}/`);
  });
}
