import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { oneAtATime } from "./one-at-a-time";

/** The package of the vendors' SDKs of JavaScript, and of the programs that use them. */
export const NODE_PROGRAMS = join(__dirname, "..", "node");
/** What npm says where the registry cannot be reached. */
const UNREACHABLE = /ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN|network/;

/** Why there are no such SDKs; undefined where there are. They are installed, without scripts, where they are not yet. */
export function whyNoNodeSdks(): string | undefined {
  return oneAtATime(join(NODE_PROGRAMS, ".installing.lock"), install);
}

function install(): string | undefined {
  if (existsSync(join(NODE_PROGRAMS, "node_modules/.package-lock.json"))) return undefined;
  const words = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
  const { status, stderr } = spawnSync("npm", words, { cwd: NODE_PROGRAMS, encoding: "utf8" });
  if (status === 0) return undefined;
  if (UNREACHABLE.test(stderr)) return "the npm packages of test/oracles/node are neither installed nor reachable";
  throw new Error(`npm ci in test/oracles/node: ${stderr}`);
}
