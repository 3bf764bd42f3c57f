import { plain } from "../../escape";
import { GraphData } from "./data";
import { Picture } from "./picture";
import { detailsOf } from "./words";

const STYLES: Readonly<Record<string, string>> = {
  "+": "solid",
  "!": 'bold", color="#b3261e", fontcolor="#b3261e',
  x: "dotted",
  "?": "dashed",
};

/** A picture as DOT, for Graphviz. */
export function dotOf(data: GraphData, { boxes, groups, lines }: Picture): string {
  const ids = new Map(boxes.map(({ id }, i) => [id, `n${i}`]));
  const clusters = groups.flatMap(({ title, side }, i) => [
    `  subgraph cluster_${i} {`,
    `    label=${quoted(title)};`,
    ...boxes
      .filter(({ group, id }) => group === title && id.startsWith(`${side} `))
      .map((box) => `    ${ids.get(box.id)} [label=${quoted(box.title)}];`),
    "  }",
  ]);
  const arrows = lines.map((line) => {
    const tooltip = quoted(detailsOf(data, line).slice(0, 12).join(" | "));
    return `  ${ids.get(line.from)} -> ${ids.get(line.to)} [label=${quoted(line.label)}, tooltip=${tooltip}, style="${STYLES[line.mark]}"];`;
  });
  const head = [
    "digraph trust_mesh {",
    "  rankdir=LR;",
    '  node [shape=box, fontname="sans-serif"];',
    '  edge [fontname="sans-serif"];',
  ];
  return [...head, ...clusters, ...arrows, "}", ""].join("\n");
}

/** A string of DOT: nothing in it is an escape sequence, a record or HTML. */
function quoted(text: string): string {
  return `"${plain(text).replace(/[\\"]/g, (one) => `\\${one}`)}"`;
}
