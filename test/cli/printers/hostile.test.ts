import { execFileSync } from "node:child_process";
import { Format, PRINTERS } from "../../../src/cli/printers";
import { Report } from "../../../src/cli/report";
import { describeWithTool } from "../../support/tool";
import { ACKNOWLEDGEMENT, EDGE, RED } from "../support";

/** Names of a configuration that would be markup, commands or further lines in one of the formats. */
const HOSTILE = [
  "<script>alert(1)</script>",
  "`whoami`",
  "a|b|c",
  "\u001b[2J\u001b]0;title\u0007",
  "\u009b31m",
  "line\nbreak\r\n::error::forged",
  "]]>&amp;<!--",
  "[link](javascript:alert(1))",
  "https://evil.example @someone #1",
  "right\u202eleft\u200b",
  "\u0000\uffff\ud800",
  "*bold* _under_ ~~gone~~ \\",
];

/** A report in which every text is hostile. */
function reportOf(name: string): Report {
  const [trial] = EDGE.trials;
  const edge = {
    ...EDGE,
    ...{ from: name, to: name, declaredUser: name, adapted: [name], assumed: [name] },
    access: [{ kind: "Role", role: name, namespaces: [name], cloudPolicy: false }],
    trials: [
      {
        ...trial,
        ...{ from: name, to: name, variant: name },
        observed: { kind: "refused", code: name, message: name } as const,
        decidedBy: { address: name, where: name, line: name },
      },
    ],
  };
  const acknowledgement = { ...ACKNOWLEDGEMENT, code: name, address: name, reason: name, source: name };
  const gaps = [
    { code: name, address: name, reason: name },
    { code: name, address: name, reason: name, acknowledgement },
  ];
  return { ...RED, client: name, edges: [edge], gaps, expired: [acknowledgement], unused: [acknowledgement] };
}

const FORMATS = Object.keys(PRINTERS) as Format[];

describe.each(FORMATS)("%s", (format) => {
  it.each(HOSTILE)("prints %j without a character that a terminal obeys or hides", (name) => {
    const printed = PRINTERS[format](reportOf(name));

    expect(printed).not.toMatch(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2028\u2029\ud800\uffff]/,
    );
  });

  it("prints no line that a hostile name begins", () => {
    const lines = PRINTERS[format](reportOf("x\n::error::forged")).split("\n");
    expect(lines.filter((line) => line.startsWith("::error"))).toEqual([]);
  });
});

describe("json", () => {
  it.each(HOSTILE)("gives back %j as it was", (name) => {
    const read = JSON.parse(PRINTERS.json(reportOf(name))) as Report;
    expect(read.edges[0].from).toBe(name);
    expect(read.gaps[0].reason).toBe(name);
  });
});

describe("junit", () => {
  it.each(HOSTILE)("holds no markup of %j", (name) => {
    const printed = PRINTERS.junit(reportOf(name));
    const tags = new Set([...printed.matchAll(/<\/?([^\s>/?]+)/g)].map(([, tag]) => tag));
    for (const tag of ["xml", "testsuites", "testsuite", "testcase", "failure", "skipped"]) tags.delete(tag);
    expect([...tags]).toEqual([]);
    expect(printed.replace(/<[^>]*>/g, "")).not.toMatch(/&(?!amp;|lt;|gt;|quot;|apos;)/);
  });

  describeWithTool("python3", "as another parser reads it", () => {
    it.each(HOSTILE)("is well-formed with %j", (name) => {
      const program =
        "import sys,xml.etree.ElementTree as t;r=t.fromstring(sys.stdin.buffer.read());print(r.tag,len(list(r.iter('testcase'))))";
      const told = execFileSync("python3", ["-c", program], {
        input: PRINTERS.junit(reportOf(name)),
        encoding: "utf8",
      });
      expect(told.trim()).toBe("testsuites 3");
    });
  });
});

describe("markdown", () => {
  it.each(HOSTILE)("has the table's six cells a row, and nothing of %j is markup", (name) => {
    const printed = PRINTERS.markdown(reportOf(name));
    const rows = printed.split("\n").filter((line) => line.startsWith("|"));
    expect(rows.map((row) => row.split("|").length)).toEqual([8, 8, 8]);
    expect(printed).not.toMatch(/[<>`*_[\]()@~\\]/);
    expect(printed).not.toMatch(/https?:|www\./);
  });
});
