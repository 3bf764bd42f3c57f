import { List, ListedHolder, rightsWords } from "../../../rights";
import { plain } from "../../escape";
import { indented, Row, table } from "../columns";
import { summaryOfList, trouble, whoActs } from "./words";

/** Narrower than this a table cannot be read; wider it need not be. */
const [LEAST_WIDTH, USUAL_WIDTH, MOST_WIDTH] = [60, 80, 160];

/** Who may do what, as a table: what is not declared is marked, and what is not known stands below it. */
export function listTable(list: List, columns: number = USUAL_WIDTH): string {
  const width = Math.min(Math.max(columns, LEAST_WIDTH), MOST_WIDTH);
  const { holders, gaps } = list;
  const told = gaps.map(({ code, address, reason }) => indented(plain(`${code} ${address}: ${reason}`), width));
  return [
    ...(holders.length ? [table(["", "from", "to", "may"], holders.map(rowOf), width)] : []),
    ...(gaps.length ? [["Not known:", ...told].join("\n")] : []),
    summaryOfList(list),
    "",
  ].join("\n\n");
}

function rowOf(holder: ListedHolder): Row {
  const { from, to, rights, by } = holder;
  const marked = (declared: boolean) => rightsWords(rights.filter((one) => one.declared === declared)).map(plain);
  const may = [...marked(true), ...marked(false).map((one) => `! ${one}`), ...trouble(holder).map(plain)];
  const objects = [...new Set([...by, ...rights].flatMap(({ address }) => address ?? []))];
  const below = [
    ...(holder.user || holder.principal ? [`as ${plain(whoActs(holder))}`] : []),
    ...objects.map((address) => `by ${plain(address)}`),
  ];
  return {
    cells: [holder.declared ? "" : "!", plain(from.name), plain(to.label), may.join("\n")],
    ...(below.length ? { below: below.join("\n") } : {}),
  };
}
