import { spawnSync } from "node:child_process";

/** So many empty scripts are the baseline. */
const STARTS = 40;
/** What an empty script takes where goals in seconds are meant: a slower or busier machine may take longer in proportion. */
const START_SECONDS = 0.04;

/** The time of the processor that an empty script of Node.js takes on this machine, in seconds. */
export function emptyScript(): number {
  return processorSeconds(`i=0; while [ $i -lt ${STARTS} ]; do "$1" -e 0; i=$((i+1)); done`) / STARTS;
}

/** How many empty scripts may run in these seconds of the processor, where goals are meant. */
export function inEmptyScripts(seconds: number): number {
  return seconds / START_SECONDS;
}

/**
 * The time of the processor that a shell's children and theirs took.
 *
 * @param script of the shell; its first argument is Node.js, and `args` follow
 */
export function processorSeconds(script: string, ...args: string[]): number {
  const { stdout, status } = spawnSync("sh", ["-c", `${script}\ntimes`, "sh", process.execPath, ...args], {
    encoding: "utf8",
  });
  const times = [...stdout.matchAll(/(\d+)m([\d.]+)s/g)].map(
    ([, minutes, seconds]) => Number(minutes) * 60 + Number(seconds),
  );
  if (status !== 0 || times.length !== 4) throw new Error("the command did not end as it should");
  return times[2] + times[3];
}
