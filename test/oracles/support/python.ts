import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { whereIs } from "../../support/tool";
import { JsonLines } from "./json-lines";
import { oneAtATime } from "./one-at-a-time";

const FOLDER = join(__dirname, "..", "python");
const VENV = join(FOLDER, ".venv");
const PYTHON = join(VENV, "bin/python");
const UNREACHABLE = /Could not find a version|Connection|Temporary failure|Max retries/;

/** A suite on one of the Python programs beside this folder, in a virtual environment with the packages of `requirements.txt`. */
export function describeWithPython(program: string, name: string, suite: (ask: () => JsonLines) => void): void {
  const reason = whyNoPython();
  if (reason) return describe.skip(`${name} (skipped: ${reason})`, () => suite(notStarted));
  describe(name, () => {
    let lines: JsonLines | undefined;
    beforeAll(() => {
      lines = new JsonLines(PYTHON, [join(FOLDER, `${program}.py`)]);
    });
    afterAll(() => lines?.close());
    suite(() => lines ?? notStarted());
  });
}

/** The interpreter of the virtual environment. */
export const PYTHON_PROGRAM = PYTHON;

/** Why there is no such interpreter; undefined where there is. The packages are installed where they are not yet. */
export function whyNoPython(): string | undefined {
  if (!whereIs("python3")) return "python3 is not on PATH";
  return oneAtATime(`${VENV}.lock`, install);
}

function install(): string | undefined {
  const requirements = join(FOLDER, "requirements.txt");
  const stamp = join(VENV, "requirements.sha256");
  const wanted = createHash("sha256").update(readFileSync(requirements)).digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return undefined;
  const made = spawnSync("python3", ["-m", "venv", VENV], { encoding: "utf8" });
  if (made.status !== 0) return "python3 makes no virtual environments";
  const { status, stderr } = spawnSync(PYTHON, ["-m", "pip", "install", "-q", "-r", requirements], {
    encoding: "utf8",
  });
  if (status !== 0 && UNREACHABLE.test(stderr)) return "Python's packages are neither installed nor reachable";
  if (status !== 0) throw new Error(`pip install -r ${requirements}: ${stderr}`);
  writeFileSync(stamp, wanted);
  return undefined;
}

function notStarted(): never {
  throw new Error("The program runs only while the suite's tests do.");
}
