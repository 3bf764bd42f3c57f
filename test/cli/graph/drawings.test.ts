import { execFileSync } from "node:child_process";
import { graphDataOf } from "../../../src/cli/printers/graph/data";
import { dotOf } from "../../../src/cli/printers/graph/dot";
import { htmlOf } from "../../../src/cli/printers/graph/html";
import { mermaidOf } from "../../../src/cli/printers/graph/mermaid";
import { pictureOf } from "../../../src/cli/printers/graph/picture";
import { svgOf } from "../../../src/cli/printers/graph/svg";
import { diffMarkdown } from "../../../src/cli/printers/diff/markdown";
import { diffTable } from "../../../src/cli/printers/diff/table";
import { DiffReport } from "../../../src/cli/diff-report";
import { listMarkdown } from "../../../src/cli/printers/list/markdown";
import { listTable } from "../../../src/cli/printers/list/table";
import { List, ListedHolder } from "../../../src/rights";
import { describeWithTool } from "../../support/tool";
import { fleet, holder, HOSTILE } from "./support";

function drawn(holders: readonly ListedHolder[]) {
  const data = graphDataOf(holders);
  const picture = pictureOf(data, [...data.rows.keys()]);
  return { data, picture, mermaid: mermaidOf(data, picture), dot: dotOf(data, picture), svg: svgOf(data, picture) };
}

const CONTROLS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2028\u2029]/;

describe.each(HOSTILE)("the name %j", (name) => {
  it("is text in Mermaid: every line is one of the grammar's", () => {
    const { mermaid } = drawn([holder(name)]);
    const text = '"[^"<>`|\\[\\](){}&\\\\%:;]*(?:#\\d+;[^"<>`|\\[\\](){}&\\\\%:;]*)*"';
    const known = [
      "flowchart LR",
      `  subgraph g\\d+\\[${text}\\]`,
      `    n\\d+\\[${text}\\]`,
      "  end",
      `  n\\d+ (-->|==>|-\\.->)\\|${text}\\| n\\d+`,
      "",
    ].join("|");
    for (const line of mermaid.split("\n")) expect(line).toMatch(new RegExp(`^(${known})$`, "u"));
    expect(mermaid).not.toMatch(CONTROLS);
  });

  it("is a quoted string in DOT", () => {
    const { dot } = drawn([holder(name)]);
    expect(dot).not.toMatch(CONTROLS);
    for (const line of dot.split("\n")) expect(line.replace(/"(?:[^"\\]|\\.)*"/g, "")).toMatch(/^[\w\s{}[\];,=>.-]*$/);
  });

  it("makes no element in SVG", () => {
    const { svg } = drawn([holder(name)]);
    const tags = new Set([...svg.matchAll(/<\/?([^\s>/]+)/g)].map(([, tag]) => tag));
    const known = ["svg", "title", "style", "rect", "defs", "marker", "path", "text", "g"];
    expect([...tags].filter((tag) => !known.includes(tag))).toEqual([]);
    expect(svg).not.toMatch(CONTROLS);
  });

  it("makes no element in HTML, and is escaped in the page's data", () => {
    const html = htmlOf(graphDataOf([holder(name)]), [name]);
    expect(html.match(/<script/g)).toHaveLength(2);
    expect(html).not.toMatch(/<img|<!--|javascript:alert\(1\)">/);
    expect(html).not.toMatch(CONTROLS);
  });

  it("is text in the list and in the comment of a pull request", () => {
    const list: List = {
      version: 1,
      tool: "0",
      holders: [holder(name)],
      gaps: [{ code: name, address: name, reason: name }],
    };
    const [one] = list.holders;
    const change = {
      from: one.from,
      to: one.to,
      entry: false,
      rights: [{ ...one.rights[0], words: name, rules: [name] }],
    };
    const report: DiffReport = {
      ...{
        version: 1,
        tool: "0",
        outcome: "wider",
        added: [change],
        removed: [change],
        gaps: list.gaps,
        acknowledged: [],
      },
    };
    for (const text of [listTable(list), diffTable(report)]) {
      expect(text).not.toMatch(CONTROLS);
      expect(text.split("\n").filter((line) => line.startsWith("::error"))).toEqual([]);
    }
    for (const text of [listMarkdown(list), diffMarkdown(report)]) {
      const own = text.replace(/<br>|<!-- trust-mesh diff -->|\*\*not declared:?\*\*/g, "");
      expect(own).not.toMatch(/[<>`*_[\]()@~\\]|https?:/);
    }
  });
});

describeWithTool("python3", "as another parser reads it", () => {
  it.each(HOSTILE)("SVG is well-formed with %j", (name) => {
    const program = "import sys,xml.etree.ElementTree as t;print(t.fromstring(sys.stdin.buffer.read()).tag)";
    const told = execFileSync("python3", ["-c", program], { input: drawn([holder(name)]).svg, encoding: "utf8" });
    expect(told.trim()).toBe("{http://www.w3.org/2000/svg}svg");
  });
});

describe("a mesh of 100 clusters", () => {
  const { picture, mermaid, svg } = drawn(fleet(100));

  it("is drawn by cloud, so that its lines can be told apart", () => {
    expect(picture.level).toBe("cloud");
    expect(picture.lines).toHaveLength(9);
    expect(picture.lines.reduce((sum, { rows }) => sum + rows.length, 0)).toBe(9900);
    expect(mermaid.length).toBeLessThan(2000);
    expect(svg.length).toBeLessThan(100_000);
  });

  it("is a page of at most 2 MB", () => {
    expect(Buffer.byteLength(htmlOf(graphDataOf(fleet(100)), []))).toBeLessThanOrEqual(2_000_000);
  });
});

it("draws by cluster what is too much for service accounts, and lets no two boxes of a column overlap", () => {
  const { picture } = drawn([
    ...fleet(5),
    ...fleet(5).map((one) => ({ ...one, from: { ...one.from, name: `${one.from.name}-2` } })),
    ...fleet(5).map((one) => ({ ...one, from: { ...one.from, name: `${one.from.name}-3` } })),
    ...fleet(5).map((one) => ({ ...one, from: { ...one.from, name: `${one.from.name}-4` } })),
  ]);
  expect(picture.level).toBe("cluster");
  for (const side of ["who ", "where "]) {
    const boxes = picture.boxes.filter(({ id }) => id.startsWith(side));
    for (const [i, box] of boxes.slice(1).entries()) expect(box.y).toBeGreaterThan(boxes[i].y + boxes[i].height);
  }
});
