import type { GraphData, GraphRow } from "./data";

/** How much a picture tells apart. */
export type Level = "subject" | "cluster" | "cloud";

/** A box of the left or the right column. */
export interface Box {
  readonly id: string;
  readonly title: string;
  readonly group: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A line from a box on the left to a box on the right; at its end stands what it gives. */
export interface Line {
  readonly from: string;
  readonly to: string;
  readonly mark: string;
  readonly label: string;
  /** The rows of the data that it stands for, by their numbers. */
  readonly rows: readonly number[];
  readonly path: string;
  readonly labelX: number;
  readonly labelY: number;
}

/** A picture with two columns: who, and where. */
export interface Picture {
  readonly level: Level;
  readonly width: number;
  readonly height: number;
  readonly groups: readonly {
    readonly title: string;
    readonly side: "who" | "where";
    readonly x: number;
    readonly y: number;
  }[];
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
}

/**
 * Lays rows out. Where no level is given it takes the finest one whose lines can still be told apart. The page holds this function's
 * text, so that it uses nothing from outside itself.
 */
export function pictureOf(data: GraphData, shown: readonly number[], wanted?: Level): Picture {
  const MOST_LINES = 60;
  const [WIDTH, MARGIN, LINE_HEIGHT, HEAD, GAP, GROUP_HEAD] = [1120, 16, 20, 28, 10, 30];
  const BOX_WIDTHS = { who: 300, where: 420 };
  const MOST_LABEL = 52;

  interface Merged {
    readonly from: string;
    readonly to: string;
    readonly rows: number[];
  }
  const ends = (row: GraphRow, level: Level) => {
    const { name, cluster, cloud } = data.subjects[row.s];
    const place = data.places[row.p];
    const where = [place.cloud, place.account].filter(Boolean).join(" ");
    if (level === "cloud") return { who: cloud, whoGroup: "who", where: place.cloud, whereGroup: "where" };
    const own = name.startsWith(`${cluster}:`) ? name.slice(cluster.length + 1) : name;
    if (level === "cluster") return { who: cluster, whoGroup: cloud, where: place.name, whereGroup: where };
    return { who: own, whoGroup: cluster, where: place.name, whereGroup: where };
  };
  const merge = (level: Level): ReadonlyMap<string, Merged> => {
    const lines = new Map<string, Merged>();
    for (const number of shown) {
      const { who, whoGroup, where, whereGroup } = ends(data.rows[number], level);
      const [from, to] = [JSON.stringify([whoGroup, who]), JSON.stringify([whereGroup, where])];
      const key = `${from} ${to} ${level === "subject" ? number : ""}`;
      const line = lines.get(key) ?? { from, to, rows: [] };
      line.rows.push(number);
      lines.set(key, line);
    }
    return lines;
  };
  const levels: readonly Level[] = ["subject", "cluster", "cloud"];
  const level = wanted ?? levels.find((one) => merge(one).size <= MOST_LINES) ?? "cloud";
  const merged = [...merge(level).values()];

  const column = (side: "who" | "where") => {
    const width = BOX_WIDTHS[side];
    const x = side === "who" ? MARGIN : WIDTH - MARGIN - width;
    const counts = new Map<string, number>();
    for (const line of merged) {
      const id = side === "who" ? line.from : line.to;
      counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
    const boxes: Box[] = [];
    const groups: Picture["groups"][number][] = [];
    let y = MARGIN;
    let last: string | undefined;
    for (const id of [...counts.keys()].sort(order)) {
      const [group, title] = JSON.parse(id) as [string, string];
      if (group !== last) {
        groups.push({ title: group, side, x, y: y + 18 });
        y += GROUP_HEAD;
        last = group;
      }
      const count = counts.get(id) ?? 0;
      const height = side === "who" ? Math.max(HEAD, count * 8 + 12) : HEAD + count * LINE_HEIGHT + 6;
      boxes.push({ id: `${side} ${id}`, title, group, x, y, width, height });
      y += height + GAP;
    }
    return { boxes, groups, bottom: y };
  };
  const [left, right] = [column("who"), column("where")];
  const byId = new Map([...left.boxes, ...right.boxes].map((box) => [box.id, box]));
  const used = new Map<string, number>();
  const port = (id: string) => {
    const at = used.get(id) ?? 0;
    used.set(id, at + 1);
    return at;
  };
  const labelOf = (rows: readonly number[], source: string) => {
    if (rows.length > 1) return `${rows.length} grants from ${source}`;
    const words = data.rows[rows[0]].may.map((one) => data.texts[one]).join("; ") || "authenticate";
    const text = [...words];
    return text.length > MOST_LABEL ? `${text.slice(0, MOST_LABEL - 1).join("")}…` : words;
  };
  const markOf = (rows: readonly number[]) => {
    const marks = rows.map((row) => data.rows[row].mark);
    return ["!", "?", "x"].find((one) => marks.includes(one)) ?? "+";
  };
  const heightOf = (id: string) => byId.get(`who ${id}`)?.y ?? 0;
  // Lines into a box end in the order in which they begin, so that they cross as little as they can.
  const lines = [...merged]
    .sort((a, b) => heightOf(a.from) - heightOf(b.from))
    .map((line): Line => {
      const from = byId.get(`who ${line.from}`) as Box;
      const to = byId.get(`where ${line.to}`) as Box;
      const count = merged.filter((one) => one.from === line.from).length;
      const startY = from.y + from.height / 2 + (port(from.id) - (count - 1) / 2) * 8;
      const endY = to.y + HEAD + port(to.id) * LINE_HEIGHT + LINE_HEIGHT / 2;
      const [startX, endX] = [from.x + from.width, to.x];
      const bend = (endX - startX) / 2;
      return {
        ...{
          from: from.id,
          to: to.id,
          rows: line.rows,
          mark: markOf(line.rows),
          label: labelOf(line.rows, from.title),
        },
        path: `M${startX},${startY} C${startX + bend},${startY} ${endX - bend},${endY} ${endX - 6},${endY}`,
        ...{ labelX: endX + 12, labelY: endY + 4 },
      };
    });
  return {
    ...{ level, width: WIDTH, height: Math.max(left.bottom, right.bottom) + MARGIN },
    groups: [...left.groups, ...right.groups],
    boxes: [...left.boxes, ...right.boxes],
    lines,
  };
}
