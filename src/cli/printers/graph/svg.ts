import { xml } from "../../escape";
import { GraphData } from "./data";
import { Picture } from "./picture";
import { detailsOf, MARKS, short } from "./words";

/** What a title tells of a line that stands for many grants. */
const MOST_DETAILS = 30;
const STYLE = `
text { font: 13px system-ui, sans-serif; fill: #1b1f24; }
.group { font-weight: 600; fill: #57606a; }
.title { font-weight: 600; }
.box { fill: #f6f8fa; stroke: #8c959f; }
.line { fill: none; stroke: #0550ae; stroke-width: 1.5; }
.undeclared { stroke: #b3261e; stroke-width: 2.5; }
.refused { stroke: #57606a; stroke-dasharray: 2 4; }
.unknown { stroke: #7d4e00; stroke-dasharray: 7 4; }
text.undeclared { stroke: none; fill: #b3261e; }
`;
const CLASSES: Readonly<Record<string, string>> = { "+": "", "!": "undeclared", x: "refused", "?": "unknown" };
const SIGNS: Readonly<Record<string, string>> = { "+": "", "!": "! ", x: "✗ ", "?": "? " };

/** A picture as SVG. */
export function svgOf(data: GraphData, picture: Picture): string {
  const { width, height, groups, boxes, lines } = picture;
  const count = `${lines.length} line${lines.length === 1 ? "" : "s"}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title">`,
    `<title id="title">${xml(`Who may do what: ${count}`)}</title>`,
    `<style>${STYLE}</style>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="2" refY="4" markerWidth="8" markerHeight="8" orient="auto" markerUnits="userSpaceOnUse"><path d="M0,0 L8,4 L0,8 z" fill="#57606a"/></marker></defs>',
    ...groups.map(({ title, x, y }) => `<text class="group" x="${x}" y="${y}">${xml(short(title, 52))}</text>`),
    ...boxes.map(
      (box) =>
        `<rect class="box" x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}" rx="5"/>` +
        `<text class="title" x="${box.x + 12}" y="${box.y + (box.id.startsWith("who ") ? box.height / 2 + 4 : 19)}">${xml(short(box.title, box.id.startsWith("who ") ? 38 : 54))}</text>`,
    ),
    ...lines.map((line) => {
      const all = detailsOf(data, line);
      const details = all.length > MOST_DETAILS ? [...all.slice(0, MOST_DETAILS), "…"] : all;
      return (
        `<g><title>${xml(`${MARKS[line.mark]}: `)}${details.map(xml).join("\n")}</title>` +
        `<path class="line ${CLASSES[line.mark]}" d="${line.path}" marker-end="url(#arrow)"/>` +
        `<text class="${CLASSES[line.mark]}" x="${line.labelX}" y="${line.labelY}">${xml(`${SIGNS[line.mark]}${line.label}`)}</text></g>`
      );
    }),
    "</svg>",
    "",
  ].join("\n");
}
