import { mkdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { credentialIn, PLUGIN, run, runPlugin, Sandbox } from "../support";
import { describeWith, findTool } from "../support/tools";
import { useFakes } from "../support/use-fakes";

let box: Sandbox;
useFakes((fakes) => ({ box } = fakes));

/** Everything that a shell may have as a program. Each notes its arguments, which other users of a machine can read. */
const PROGRAMS = ["echo", "printf", "test", "[", "date", "cat", "node", "env", "true", "expr"];

// Some of them have neither echo nor printf in themselves, or no -nt in their test: whatever they do, it is not this.
for (const [shell, ...options] of [
  ["dash"],
  ["bash", "--posix"],
  ["busybox", "ash"],
  ["mksh"],
  ["yash"],
  ["zsh", "--emulate", "sh"],
  ["posh"],
  ["ksh"],
]) {
  describeWith(findTool(shell), `run by ${shell}, an answer from the cache`, () => {
    it("is never an argument of a process", async () => {
      // GIVEN an answer in the cache, and programs that note what they are called with
      const args = box.eks();
      const old = Date.now() / 1000 - 60;
      utimesSync(args[args.indexOf("--token-file") + 1], old, old);
      const answer = credentialIn(await runPlugin(args, box.env())).status.token;
      const tools = join(box.folder, "tools");
      const notes = join(box.folder, "notes");
      mkdirSync(tools);
      writeFileSync(notes, "");
      for (const name of PROGRAMS) {
        const real = findTool(name) ?? "/bin/false";
        const script = `#!/bin/bash\nbuiltin printf '%s ' ${name} "$@" >>'${notes}'\nexec '${real}' "$@"\n`;
        writeFileSync(join(tools, name), script, { mode: 0o755 });
      }

      // WHEN
      const program = findTool(shell) as string;
      const { code, stdout } = await run(program, [...options, PLUGIN, ...args], { ...box.env(), PATH: tools });

      // THEN
      expect(code).toBe(0);
      expect(stdout).toContain(answer);
      const told = readFileSync(notes, "utf8");
      expect(told).toMatch(/cat |node /);
      expect(told).not.toContain(answer.slice(0, 40));
      expect(told).not.toContain("ExecCredential");
    });
  });
}
