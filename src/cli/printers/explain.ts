import { Explanation } from "../../rights";
import { plain } from "../escape";
import { indented } from "./columns";

const [LEAST_WIDTH, USUAL_WIDTH, MOST_WIDTH] = [60, 80, 160];

/** The hops with what decides at each, then the rights or what would let it through, then where its acts are logged. */
export function explanationText(one: Explanation, columns: number = USUAL_WIDTH): string {
  const width = Math.min(Math.max(columns, LEAST_WIDTH), MOST_WIDTH);
  const lines = (items: readonly (string | undefined)[], indent: string) =>
    items.flatMap((item) => (item === undefined ? [] : [indented(plain(item), width, indent)]));
  const { from, to, by, hops, user, principal, rights, change, audit } = one;
  const way = by && by !== from ? [`by the document of ${by}`] : [];
  return [
    lines([`${from} → ${to}`, ...way], "").join("\n"),
    ...hops.map(({ hop, granted, code, message, address, where, line }) =>
      [
        ...lines([`${granted ? "✓" : "✗"} ${hop}${granted ? "" : `: ${code}: ${message}`}`], "  "),
        ...lines([address, where, line], "      "),
      ].join("\n"),
    ),
    ...(user ? [lines([`reaches the cluster as ${user.name}, in ${user.groups.join(", ")}`], "  ").join("\n")] : []),
    ...(principal === undefined ? [] : [lines([`uses the account as ${principal}`], "  ").join("\n")]),
    ...(user || principal !== undefined
      ? [
          ["  may", ...(rights.length ? [] : ["      authenticate"])]
            .concat(
              rights.flatMap(({ words, address }) => [...lines([words], "      "), ...lines([address], "          ")]),
            )
            .join("\n"),
        ]
      : []),
    ...(change === undefined ? [] : [lines([`To let it through: ${change}.`], "").join("\n")]),
    ...(audit.length
      ? [
          [
            "Where its acts are logged:",
            // A query is copied: no line of it is broken.
            ...audit.flatMap(({ log, query, needs }) => [
              ...lines([log], "  "),
              `      ${plain(query)}`,
              ...lines([`needs ${needs}`], "      "),
            ]),
          ].join("\n"),
        ]
      : []),
    "",
  ].join("\n\n");
}
