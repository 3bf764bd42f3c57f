import { mkdirSync, readdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FakeCloud, Finished, PLUGIN, run, runPlugin, Sandbox, TestEnvironment } from "../support";
import { describeWith, findTool } from "../support/tools";

const NO_NODE = 127;
const SHELLS: readonly { readonly name: string; readonly command: readonly string[] }[] = [
  { name: "dash", command: ["dash"] },
  { name: "busybox", command: ["busybox", "ash"] },
  { name: "bash", command: ["bash", "--posix"] },
];

/** An answer that Node.js has stored, and a PATH on which date and cat are all there is. */
export class ShellScene {
  public readonly box: Sandbox;
  public readonly args: string[];
  /** The token file. */
  public readonly token: string;
  /** The folder that is all of PATH. */
  public readonly tools: string;
  public answer = "";

  public constructor(
    cloud: FakeCloud,
    private readonly command: readonly string[],
  ) {
    this.box = new Sandbox(cloud);
    this.args = this.box.eks();
    this.token = this.args[this.args.indexOf("--token-file") + 1];
    this.tools = join(this.box.folder, "tools");
    age(this.token, 60);
    mkdirSync(this.tools);
    for (const tool of ["date", "cat"]) this.addTool(tool);
  }

  public async store(): Promise<void> {
    this.answer = (await runPlugin(this.args, this.box.env())).stdout;
  }

  /** Without Node.js only the shell can answer; what it hands over ends with code 127. */
  public async shell(
    words: readonly string[] = this.args,
    env: TestEnvironment = {},
    options: { readonly cwd?: string } = {},
  ): Promise<Finished> {
    const [program, ...rest] = [...this.program, PLUGIN, ...words];
    return await run(program, rest, { ...this.box.env(), PATH: this.tools, ...env }, options);
  }

  /** The shell and its own arguments. */
  public get program(): string[] {
    return [findTool(this.command[0]) as string, ...this.command.slice(1)];
  }

  public addTool(tool: string): void {
    symlinkSync(findTool(tool) as string, join(this.tools, tool));
  }

  public hitFile(): string {
    const { cacheDir } = this.box;
    return join(cacheDir, readdirSync(cacheDir).find((file) => file.startsWith("hit-")) as string);
  }

  /** Changes one line of the stored answer. */
  public edit(line: number, change: (text: string) => string): void {
    const lines = readFileSync(this.hitFile(), "utf8").split("\n");
    lines[line] = change(lines[line]);
    writeFileSync(this.hitFile(), lines.join("\n"));
  }
}

/** Defines tests of the executable's shell part for each shell that is here. */
export function inEachShell(title: string, tests: (scene: () => ShellScene) => void): void {
  let cloud: FakeCloud;
  beforeAll(async () => {
    cloud = await FakeCloud.start();
  });
  afterAll(async () => cloud.close());

  for (const { name, command } of SHELLS) {
    describeWith(findTool(name), `the shell part of the executable, run by ${command.join(" ")}, ${title}`, () => {
      let scene: ShellScene;
      beforeEach(async () => {
        scene = new ShellScene(cloud, command);
        await scene.store();
      });
      afterEach(() => scene.box.remove());
      tests(() => scene);
    });
  }
}

export function expectHandedOver(result: Finished): void {
  expect(result.stdout).toBe("");
  expect(result.code).toBe(NO_NODE);
  expect(result.stderr).toContain("there is no Node.js on PATH");
}

/** Makes a file some seconds old; a shell may compare whole seconds only. */
export function age(file: string, seconds: number): void {
  const then = Date.now() / 1000 - seconds;
  utimesSync(file, then, then);
}
