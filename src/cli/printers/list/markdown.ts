import { List, ListedHolder, rightsWords } from "../../../rights";
import { markdown } from "../../escape";
import { summaryOfList, trouble, whoActs } from "./words";

/** Who may do what, as GitHub-flavored Markdown. */
export function listMarkdown(list: List): string {
  const { holders, gaps } = list;
  const told = gaps.map(({ code, address, reason }) => `- ${markdown(`${code} ${address}: ${reason}`)}`);
  const parts = [
    "# Who may do what",
    markdown(summaryOfList(list)),
    ...(holders.length
      ? [["| | from | to | may | as | by |", "| --- | --- | --- | --- | --- | --- |", ...holders.map(rowOf)].join("\n")]
      : []),
    ...(told.length ? ["## Not known", told.join("\n")] : []),
  ];
  return `${parts.join("\n\n")}\n`;
}

function rowOf(holder: ListedHolder): string {
  const { from, to, rights, by, declared } = holder;
  const of = (isDeclared: boolean) => rightsWords(rights.filter((one) => one.declared === isDeclared)).map(markdown);
  const may = [...of(true), ...of(false).map((one) => `**not declared:** ${one}`), ...trouble(holder).map(markdown)];
  const objects = [...new Set([...by, ...rights].flatMap(({ address }) => address ?? []))].map(markdown);
  const cells = [markdown(from.name), markdown(to.label), may.join("<br>"), markdown(whoActs(holder))];
  return `| ${[declared ? "" : "**not declared**", ...cells, objects.join("<br>")].join(" | ")} |`;
}
