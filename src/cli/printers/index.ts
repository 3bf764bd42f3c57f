import { json } from "../escape";
import { Report } from "../report";
import { junitOf } from "./junit";
import { markdownOf } from "./markdown";
import { tableOf } from "./table";

/** A form in which a report can be printed. */
export type Format = "table" | "json" | "junit" | "markdown";

/** Every printer; each escapes text of the configuration for its own form. */
export const PRINTERS = {
  table: tableOf,
  json: (report) => `${json(report)}\n`,
  junit: junitOf,
  markdown: markdownOf,
} as const satisfies Record<Format, (report: Report, columns?: number) => string>;
