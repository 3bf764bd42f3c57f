import { writeFileSync } from "node:fs";
import { UsageFault } from "./usage-fault";

/** A further report, in a file. */
export interface OutputFile<Format extends string> {
  readonly format: Format;
  readonly file: string;
}

/** What `--output FORMAT=FILE` asks for. @throws UsageFault */
export function outputOf<Format extends string>(text: string, formats: readonly Format[]): OutputFile<Format> {
  const [, name, file] = /^([^=]*)=(.+)$/s.exec(text) ?? [];
  const format = formats.find((one) => one === name);
  if (format !== undefined && file !== undefined) return { format, file };
  throw new UsageFault(`--output ${text} is not FORMAT=FILE with a format of ${formats.join(", ")}. Correct it`);
}

/** Writes a report into its file. @throws UsageFault */
export function writeOutput(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageFault(`--output: ${file} cannot be written (${code}). Give another file`);
  }
}
