import { json } from "../../escape";
import { VerifyReport } from "../../verify/report";
import { verifyJunit } from "./junit";
import { verifyMarkdown } from "./markdown";
import { verifySarif } from "./sarif";
import { verifyTable } from "./table";

/** A form in which findings can be printed. */
export type VerifyFormat = "table" | "json" | "sarif" | "junit" | "markdown";

/** Every printer; each escapes text of the configuration for its own form. */
export const VERIFY_PRINTERS = {
  table: verifyTable,
  json: (report) => `${json(report)}\n`,
  sarif: verifySarif,
  junit: verifyJunit,
  markdown: verifyMarkdown,
} as const satisfies Record<VerifyFormat, (report: VerifyReport, columns?: number) => string>;
