import { plain } from "../../escape";
import { GraphData } from "./data";
import { Picture } from "./picture";

const ARROWS: Readonly<Record<string, string>> = { "+": "-->", "!": "==>", x: "-.->", "?": "-.->" };
const SIGNS: Readonly<Record<string, string>> = { "+": "", "!": "! ", x: "✗ ", "?": "? " };

/** A picture as Mermaid, which GitHub and others draw in Markdown. */
export function mermaidOf(_data: GraphData, { boxes, groups, lines }: Picture): string {
  const ids = new Map(boxes.map(({ id }, i) => [id, `n${i}`]));
  const subgraphs = groups.flatMap(({ title, side }, i) => [
    `  subgraph g${i}["${mermaid(title)}"]`,
    ...boxes
      .filter(({ group, id }) => group === title && id.startsWith(`${side} `))
      .map((box) => `    ${ids.get(box.id)}["${mermaid(box.title)}"]`),
    "  end",
  ]);
  const arrows = lines.map(
    ({ from, to, mark, label }) =>
      `  ${ids.get(from)} ${ARROWS[mark]}|"${mermaid(`${SIGNS[mark]}${label}`)}"| ${ids.get(to)}`,
  );
  return ["flowchart LR", ...subgraphs, ...arrows, ""].join("\n");
}

/** Text within quotes: Mermaid reads HTML and Markdown there, and writes characters as `#code;`. */
function mermaid(text: string): string {
  return plain(text).replace(/[^\p{L}\p{N} ,/→✗?…]/gu, (one, at: number) =>
    at > 0 && ["-", "."].includes(one) ? one : `#${one.codePointAt(0)};`,
  );
}
