import Ajv from "ajv";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { VERIFY_PRINTERS, VerifyFormat } from "../../../src/cli/printers/verify";
import { ReportedFinding, VerifyReport } from "../../../src/cli/verify/report";
import { describeWithTool } from "../../support/tool";
import { ACKNOWLEDGEMENT } from "../support";

const SCHEMA = readFileSync(require.resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"), "utf8");
const DRAFT_4 = readFileSync(require.resolve("ajv/lib/refs/json-schema-draft-04.json"), "utf8");

function reportOf(name: string): VerifyReport {
  const finding: ReportedFinding = {
    ...{ code: "aws-if-exists", severity: "high", address: name, reason: name, file: `folder/${name}`, line: 3 },
    ...{ title: "T", gain: "G.", fix: "F.", page: "https://docs.aws.amazon.com/x" },
  };
  const acknowledgement = { ...ACKNOWLEDGEMENT, code: "aws-if-exists", address: name, reason: name, source: name };
  return {
    ...{ version: 1, tool: "1.2.3", outcome: "failed", failOn: "medium", resources: 2, checks: 3 },
    findings: [finding, { ...finding, severity: "low", acknowledgement }, { ...finding, severity: "note" }],
    unknown: [{ code: "unknown-policy", address: name, reason: name }],
    expired: [acknowledgement],
    unused: [acknowledgement],
  };
}

const HOSTILE = [
  "<script>alert(1)</script>",
  "`whoami` a|b|c *bold*",
  "\u001b[2J\u001b]0;title\u0007\u009b31m",
  "line\nbreak\r\n::error::forged",
  "]]>&amp;<!-- \"quoted' ",
  "[link](javascript:alert(1)) https://evil.example @someone #1",
  "right\u202eleft\u200b \u0000\uffff\ud800",
  "%2e%2e/..\\..//x?y#z",
];
const FORMATS = Object.keys(VERIFY_PRINTERS) as VerifyFormat[];

describe.each(FORMATS)("findings as %s", (format) => {
  it.each(HOSTILE)("hold nothing of %j that a terminal obeys or that begins a line", (name) => {
    const printed = VERIFY_PRINTERS[format](reportOf(name));

    expect(printed).not.toMatch(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2028\u2029\ud800\uffff]/,
    );
    expect(printed.split("\n").filter((line) => line.startsWith("::error"))).toEqual([]);
  });
});

describe("findings as SARIF", () => {
  it.each(HOSTILE)("are valid by the published schema: %j", (name) => {
    const ajv = new Ajv({ schemaId: "auto", unknownFormats: "ignore" });
    ajv.addMetaSchema(JSON.parse(DRAFT_4) as object);
    const validate = ajv.compile(JSON.parse(SCHEMA) as object);
    const valid = validate(JSON.parse(VERIFY_PRINTERS.sarif(reportOf(name))));

    expect([valid, validate.errors]).toEqual([true, null]);
  });

  it("tell the rule, the line, the object and what is acknowledged", () => {
    const { runs } = JSON.parse(VERIFY_PRINTERS.sarif(reportOf("a [x]"))) as { runs: Sarif[] };
    const [{ results, tool }] = runs;

    expect(tool.driver.rules[results[0].ruleIndex]).toMatchObject({ id: "aws-if-exists" });
    expect(results[0]).toMatchObject({
      level: "error",
      message: { text: "a \\[x\\]" },
      locations: [
        {
          physicalLocation: { artifactLocation: { uri: "folder/a%20%5Bx%5D" }, region: { startLine: 3 } },
          logicalLocations: [{ fullyQualifiedName: "a [x]", kind: "resource" }],
        },
      ],
    });
    expect(results[0]).not.toHaveProperty("suppressions");
    expect(results[1]).toMatchObject({ suppressions: [{ kind: "external" }] });
  });
});

interface Sarif {
  readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
  readonly results: readonly { readonly ruleIndex: number }[];
}

describe("findings as Markdown", () => {
  it("hold no markup of a name", () => {
    const printed = VERIFY_PRINTERS.markdown(reportOf("<b>|`x`"));

    expect(printed).toContain("&#60;b&#62;&#124;&#96;x&#96;");
  });
});

describeWithTool("python3", "findings as JUnit", () => {
  it.each(HOSTILE)("are XML that others read: %j", (name) => {
    const script =
      "import sys,xml.etree.ElementTree as e;r=e.fromstring(sys.stdin.buffer.read());print(r.get('failures'),len(r.findall('.//failure')),len(r.findall('.//testcase'))-int(r.get('tests')))";
    const input = VERIFY_PRINTERS.junit(reportOf(name));

    expect(execFileSync("python3", ["-c", script], { input }).toString().trim()).toBe("2 2 0");
  });
});
