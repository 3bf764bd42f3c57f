import { print, redact } from "../borrowed";

/** Tells a line of the report: what it is of, and what there is to say. */
export function tell(label: string, text: string): void {
  print(`${label.padEnd(11)} ${redact(text)}\n`);
}

/** Tells how far this machine's clock is off, where a server has told the time. */
export function tellClock(behind: number | undefined): void {
  if (behind === undefined) return;
  const direction = behind > 0 ? "behind" : "ahead of";
  tell("clock", behind === 0 ? "as the server's" : `${Math.abs(behind)} s ${direction} the server's`);
}
