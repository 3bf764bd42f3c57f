import { readArguments } from "../../src/cli/arguments";
import { Terminal } from "../../src/cli/terminal";

async function printed(...args: string[]) {
  const texts = { out: "", err: "" };
  const terminal = {
    out: (text: string) => void (texts.out += text),
    err: (text: string) => void (texts.err += text),
  } as Terminal;
  return { code: await readArguments(args, "1.2.3")(terminal, "1.2.3"), ...texts };
}

describe("the command line", () => {
  it("prints the help and ends with 0 where it is asked for", async () => {
    const { code, out, err } = await printed("--help");
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(/^Usage: trust-mesh /);
  });

  it("prints the help as an error where no command is given, as terraform and git do", async () => {
    const { code, out, err } = await printed();
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(/^Usage: trust-mesh /);
  });
});
