import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { JsonLines } from "./json-lines";
import { oneAtATime } from "./one-at-a-time";

const FOLDER = join(__dirname, "..", "iam");
/** What npm says where the registry cannot be reached. */
const UNREACHABLE = /ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN|network/;

/** A suite on the second evaluator of IAM policies, which is installed beside the project's own packages, from its own lock. */
export function describeWithIamEvaluator(name: string, suite: (ask: () => JsonLines) => void): void {
  if (!oneAtATime(join(FOLDER, ".installing.lock"), isInstalled)) {
    return describe.skip(`${name} (skipped: its npm package is not installed)`, () => suite(notStarted));
  }
  describe(name, () => {
    let lines: JsonLines | undefined;
    beforeAll(() => {
      lines = new JsonLines(process.execPath, [join(FOLDER, "judge.mjs")]);
    });
    afterAll(() => lines?.close());
    suite(() => lines ?? notStarted());
  });
}

/** Whether the evaluator is there; it is installed where it is not yet. */
function isInstalled(): boolean {
  if (existsSync(join(FOLDER, "node_modules/@cloud-copilot/iam-simulate"))) return true;
  const { status, stderr } = spawnSync("npm", ["ci", "--no-audit", "--no-fund"], { cwd: FOLDER, encoding: "utf8" });
  if (status !== 0 && !UNREACHABLE.test(stderr)) throw new Error(`npm ci in test/oracles/iam: ${stderr}`);
  return status === 0;
}

function notStarted(): never {
  throw new Error("The program runs only while the suite's tests do.");
}
