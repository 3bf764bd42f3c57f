import { GraphData } from "./data";
import { Line } from "./picture";

/** What marks mean, beside colors and dashes. */
export const MARKS: Readonly<Record<string, string>> = {
  "+": "as declared",
  "!": "not declared",
  x: "refused",
  "?": "not known",
};

/** All that is known of a line, a line of text each. */
export function detailsOf({ subjects, places, rows, texts }: GraphData, line: Line): readonly string[] {
  return line.rows.flatMap((number) => {
    const { s, p, mark, may, as, by } = rows[number];
    return [
      `${subjects[s].name} → ${places[p].name}: ${may.map((one) => texts[one]).join("; ")} (${MARKS[mark]})`,
      ...(texts[as] ? [`as ${texts[as]}`] : []),
      ...by.map((one) => `by ${texts[one]}`),
    ];
  });
}

/** Text that is cut where a picture has no room for more. */
export function short(text: string, most: number): string {
  const all = [...text];
  return all.length > most ? `${all.slice(0, most - 1).join("")}…` : text;
}
