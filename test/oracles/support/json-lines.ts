import { ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createInterface } from "node:readline";

interface Answer<T> {
  readonly answer?: T;
  readonly error?: string;
}

interface Waiting {
  readonly resolve: (line: string) => void;
  readonly reject: (error: Error) => void;
}

/** A program that answers each line of JSON with one. An answer of `error` rejects. */
export class JsonLines {
  private readonly process: ChildProcessWithoutNullStreams;
  private readonly waiting: Waiting[] = [];
  private errors = "";
  private ended?: Error;

  public constructor(command: string, args: readonly string[] = [], environment: NodeJS.ProcessEnv = process.env) {
    this.process = spawn(command, args, { env: environment });
    createInterface(this.process.stdout).on("line", (line) => this.waiting.shift()?.resolve(line));
    this.process.stderr.on("data", (data: Buffer) => (this.errors += data.toString()));
    // What is written to a program that ended is told by its end.
    this.process.stdin.on("error", () => undefined);
    this.process.on("error", (error) => this.end(error));
    this.process.on("close", (code) => this.end(new Error(`${command} ended with ${code}: ${this.errors}`)));
  }

  /** Asks one question; questions that are asked at once are answered in their order. */
  public async ask<T>(op: string, question: object = {}): Promise<T> {
    const line = await new Promise<string>((resolve, reject) => {
      if (this.ended) return reject(this.ended);
      this.waiting.push({ resolve, reject });
      this.process.stdin.write(`${JSON.stringify({ op, ...question })}\n`);
    });
    const { answer, error } = JSON.parse(line) as Answer<T>;
    if (error !== undefined) throw new Error(error);
    return answer as T;
  }

  /** Ends the program. */
  public async close(): Promise<void> {
    this.process.removeAllListeners("close");
    if (this.ended) return;
    const ended = new Promise((resolve) => this.process.once("close", resolve));
    this.process.stdin.end();
    // A program that still works on a question that no test waits for any more.
    const late = setTimeout(() => this.process.kill("SIGKILL"), 5000);
    await ended;
    clearTimeout(late);
  }

  private end(error: Error): void {
    this.ended = error;
    for (const { reject } of this.waiting.splice(0)) reject(error);
  }
}
