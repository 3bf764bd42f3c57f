import { declaredWords, List, ListedHolder } from "../../../rights";
import { count } from "../../words";

/** Who the destination sees: the user and its groups, or the principal. */
export function whoActs({ user, principal = "" }: ListedHolder): string {
  if (!user) return principal;
  return user.groups.length ? `${user.name} in ${user.groups.join(", ")}` : user.name;
}

/** Why a subject may do nothing, or less than was declared. */
export function trouble({ state, refusal, unknown, missing, rights }: ListedHolder): readonly string[] {
  if (state === "unknown") return [`not known: ${unknown ?? "not simulated"}`];
  if (state === "refused") return [`refused at ${refusal?.hop}: ${refusal?.code}: ${refusal?.line}`];
  if (missing.length) return missing.map((access) => `not given: ${declaredWords(access)}`);
  return rights.length ? [] : ["authenticate"];
}

/** The list in one sentence. */
export function summaryOfList({ holders, gaps }: List): string {
  const destinations = new Set(holders.map(({ to }) => to.name)).size;
  const undeclared = holders.filter((one) => !one.declared || one.rights.some(({ declared }) => !declared)).length;
  const refused = holders.filter(({ state }) => state === "refused").length;
  const parts = [
    `${count(new Set(holders.map(({ from }) => from.name)).size, "subject")} at ${count(destinations, "destination")}`,
    undeclared ? `${undeclared} with what no document declares (!)` : "all as declared",
    ...(refused ? [`${refused} refused`] : []),
    ...(gaps.length ? [`${count(gaps.length, "gap")}`] : []),
  ];
  return `${parts.join(", ")}.`;
}
