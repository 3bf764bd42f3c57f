import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import { PLUGIN, run, Sandbox } from "../support";
import { useFakes } from "../support/use-fakes";

let box: Sandbox;
useFakes((fakes) => ({ box } = fakes));

describe("a Node.js that is too old to read the file", () => {
  it.each(["14.21.3", "0.10.48", "19.9.0"])("%s says so before it reads it", (version) => {
    // What the executable has Node.js evaluate, in a syntax that each of them knows.
    const start = /exec "\$node" \$roots -e '([^']*)'/.exec(readFileSync(PLUGIN, "utf8"))?.[1] ?? "";
    expect(start).not.toMatch(/=>|\?\?|\?\.|`|\blet\b|\bconst\b/);
    const told: string[] = [];
    const ended = new Error("exit");
    const process = {
      versions: { node: version },
      exit: (code: number) => {
        expect(code).toBe(1);
        throw ended;
      },
    };
    const console = { error: (line: string) => told.push(line) };
    expect(() => void runInNewContext(start, { process, console })).toThrow(ended);
    expect(told).toEqual([`trust-mesh-auth: it needs Node.js 20.9 or newer, not ${version}.`]);
  });
});

describe("a fault of its own", () => {
  const agent = () =>
    box.write("agent.js", "process.hrtime = () => { throw new TypeError('secret eyJhbGciOiJSUzI1NiJ9.e30.c2ln'); };");

  it("is one line that says what to do, and its stack is told with --debug alone, without secrets", async () => {
    const start = [PLUGIN, ...box.aks()];
    const short = await run(process.execPath, ["--require", agent(), ...start], box.env());
    expect([short.code, short.stdout]).toEqual([1, ""]);
    expect(short.stderr).toBe(
      "trust-mesh-auth: a fault of the plugin itself (TypeError). Run it with --debug and report what that prints.\n",
    );
    const long = await run(process.execPath, ["--require", agent(), ...start, "--debug"], box.env());
    expect([long.code, long.stdout]).toEqual([1, ""]);
    expect(long.stderr).toMatch(/debug: TypeError: secret \[redacted\]/);
    expect(long.stderr).not.toContain("c2ln");
  });
});
