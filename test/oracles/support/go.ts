import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { whereIs } from "../../support/tool";
import { JsonLines } from "./json-lines";

const FOLDER = join(__dirname, "..", "go");
/** What `go` says where a module is neither in its cache nor to be had. */
const NO_MODULES = /dial tcp|lookup |no such host|connection refused|i\/o timeout|module lookup disabled|proxyconnect/;

/** Why Go's oracles cannot run here; undefined where they can. */
export function whyNoGo(program: string): string | undefined {
  if (!whereIs("go")) return "go is not on PATH";
  const { status, stderr } = build(program);
  if (status === 0) return undefined;
  if (NO_MODULES.test(stderr)) return "Go's modules are neither cached nor reachable";
  throw new Error(`go build ./${program}: ${stderr}`);
}

/** A suite on one of the Go programs beside this folder: built here, and reported as skipped where that cannot be. */
export function describeWithGo(program: string, name: string, suite: (ask: () => JsonLines) => void): void {
  const reason = whyNoGo(program);
  if (reason) return describe.skip(`${name} (skipped: ${reason})`, () => suite(notStarted));
  describe(name, () => {
    let lines: JsonLines | undefined;
    beforeAll(() => {
      lines = new JsonLines(goProgram(program));
    });
    afterAll(() => lines?.close());
    suite(() => lines ?? notStarted());
  });
}

/** The path of a program that was built. */
export function goProgram(program: string): string {
  return join(FOLDER, "bin", program);
}

/** Without sources changed this takes a second; the first build, of Kubernetes, takes minutes. */
function build(program: string) {
  const args = ["build", "-o", goProgram(program), `./${program}`];
  return spawnSync("go", args, { cwd: FOLDER, encoding: "utf8", env: { ...process.env, GOFLAGS: "-mod=readonly" } });
}

function notStarted(): never {
  throw new Error("The program runs only while the suite's tests do.");
}
