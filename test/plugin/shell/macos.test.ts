import { chmodSync, mkdirSync, renameSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { FakeCloud, PLUGIN, run, runPlugin, Sandbox } from "../support";
import { describeWith, findTool } from "../support/tools";

/**
 * What differs on macOS, as far as it can be tried elsewhere. Its `date` and `cat` come from BSD: they take other options than
 * GNU's, so these stand-ins refuse every option. `date +%n%s` is POSIX but for `%s`, which BSD's strftime(3) has. Its `sh` is
 * bash 3.2 in POSIX mode or dash.
 */
const BSD = {
  date: (real: string) =>
    `[ $# = 1 ] && [ "$1" = +%n%s ] || { echo "date: illegal option" >&2; exit 1; }\nexec ${real} "$1"`,
  cat: (real: string) => `case "$*" in -* | *' -'*) echo "cat: illegal option" >&2; exit 1 ;; esac\nexec ${real} "$@"`,
};
const SHELLS = [
  ["dash", "dash"],
  ["bash", "bash", "--posix"],
];

let cloud: FakeCloud;
beforeAll(async () => {
  cloud = await FakeCloud.start();
});
afterAll(async () => cloud.close());

for (const [name, command, ...options] of SHELLS) {
  describeWith(findTool(name), `the shell part as on macOS, run by ${[command, ...options].join(" ")}`, () => {
    let box: Sandbox;
    let tools: string;
    beforeEach(() => {
      box = new Sandbox(cloud);
      tools = join(box.folder, "tools");
      mkdirSync(tools);
      for (const tool of ["date", "cat"] as const) {
        const file = join(tools, tool);
        writeFileSync(file, `#!/bin/sh\n${BSD[tool](findTool(tool) as string)}\n`);
        chmodSync(file, 0o755);
      }
    });
    afterEach(() => box.remove());

    it("answers from ~/Library/Caches with nothing but BSD's date and cat", async () => {
      // GIVEN an answer that Node.js stored, where macOS has its caches
      const args = box.eks().filter((arg, i, all) => arg !== "--cache-dir" && all[i - 1] !== "--cache-dir");
      const past = new Date(Date.now() - 60_000);
      utimesSync(args[args.indexOf("--token-file") + 1], past, past);
      const stored = await runPlugin(args, box.env());
      const caches = join(box.folder, "Library/Caches/trust-mesh-auth");
      mkdirSync(dirname(caches), { recursive: true });
      renameSync(join(box.folder, ".cache/trust-mesh-auth"), caches);

      // WHEN there is no Node.js
      const words = [...options, PLUGIN, ...args];
      const answer = await run(findTool(command) as string, words, { ...box.env(), PATH: tools });

      // THEN
      expect(answer).toEqual({ code: 0, stdout: stored.stdout, stderr: "" });
    });
  });
}
