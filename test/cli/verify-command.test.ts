import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { VerifyArguments, verifyCommand } from "../../src/cli/commands/verify";
import { Terminal } from "../../src/cli/terminal";
import { exactly, GITHUB, GKE, trusting } from "../findings/checks/support/aws";
import { Stack } from "../simulator/support/stack";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "trust-mesh-verify-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function stackAt(stack: object): string {
  const path = join(folder, "mesh");
  mkdirSync(path);
  writeFileSync(join(path, "cdk.tf.json"), JSON.stringify({ terraform: {}, ...stack }, null, 2));
  return path;
}

async function verified(path: string, others: Partial<VerifyArguments> = {}) {
  let printed = "";
  const terminal = { out: (text: string) => void (printed += text), columns: 100 } as unknown as Terminal;
  const args: VerifyArguments = { paths: [path], format: "json", output: [], failOn: "medium", ...others };
  const code = await verifyCommand(args, terminal, "1.2.3");
  return { code, printed };
}

/** A role that everybody who has a repository may assume. */
const OPEN = trusting(GITHUB, { StringEquals: { [`${GITHUB}:aud`]: "sts.amazonaws.com" } });
const EXACT = trusting(GITHUB, exactly(GITHUB, "repo:acme/shop:ref:refs/heads/main"));
const CODE = "aws-shared-issuer-without-subject";
const ADDRESS = "mesh: aws_iam_role.it";

describe("trust-mesh verify", () => {
  it("tells code, severity, object, file and line, and fails", async () => {
    const path = stackAt(OPEN);
    const { code, printed } = await verified(path);
    const text = readFileSync(join(path, "cdk.tf.json"), "utf8").split("\n");

    expect(code).toBe(1);
    const report = JSON.parse(printed) as { findings: { line: number }[] };
    expect(report).toMatchObject({
      ...{ version: 1, tool: "1.2.3", outcome: "failed" },
      findings: [{ code: CODE, severity: "critical", address: ADDRESS, file: join(path, "cdk.tf.json") }],
    });
    expect(text[report.findings[0].line - 1]).toContain('"assume_role_policy"');
  });

  it("passes where there is nothing to find", async () => {
    expect(await verified(stackAt(EXACT))).toMatchObject({ code: 0 });
  });

  it("counts notes beside findings", async () => {
    const provider = { url: `https://${GKE}`, client_id_list: ["sts.amazonaws.com"] };
    const path = stackAt({ resource: { aws_iam_openid_connect_provider: { euro: provider } } });

    const { printed } = await verified(path, { format: "table" });

    expect(printed).toMatch(/checks: no finding, 1 note\. Passed\.\n/);
  });

  it.each([
    ["critical", 1],
    ["never", 0],
  ] as const)("fails from the severity of --fail-on: %s", async (failOn, code) => {
    expect(await verified(stackAt(OPEN), { failOn })).toMatchObject({ code });
  });

  it("does not fail by what is less grave than --fail-on", async () => {
    const medium: Stack = trusting(GITHUB, { StringEquals: { [`${GITHUB}:sub`]: "repo:acme/shop:ref:refs/heads/x" } });

    expect(await verified(stackAt(medium), { failOn: "high" })).toMatchObject({ code: 0 });
  });

  it("counts what is acknowledged in the stack, by code and address", async () => {
    const one = { code: CODE, address: "aws_iam_role.it", reason: "moved in May", expires: "2999-12-31" };
    const path = stackAt({ ...OPEN, "//": { "cdktf-trust-mesh": { acknowledgements: [one] } } });
    const { code, printed } = await verified(path);

    expect(code).toBe(0);
    expect(JSON.parse(printed)).toMatchObject({ findings: [{ acknowledgement: { reason: "moved in May" } }] });
  });

  it("counts what is acknowledged in a file until its day", async () => {
    const path = stackAt(OPEN);
    const acknowledgements = join(folder, "acks.yaml");
    const entry = (expires: string) =>
      `version: 1\nacknowledgements:\n  - { code: ${CODE}, address: "${ADDRESS}", reason: r, expires: ${expires} }\n`;
    writeFileSync(acknowledgements, entry("2999-12-31"));
    expect(await verified(path, { acknowledgements })).toMatchObject({ code: 0 });

    writeFileSync(acknowledgements, entry("2020-12-31"));
    expect(await verified(path, { acknowledgements })).toMatchObject({ code: 1 });
  });

  it("ends with 3 where a trust policy is not known, and lists it", async () => {
    const role = { name: "it", assume_role_policy: "${var.policy}" };
    const { code, printed } = await verified(
      stackAt({ variable: { policy: {} }, resource: { aws_iam_role: { it: role } } }),
    );

    expect(code).toBe(3);
    expect(JSON.parse(printed)).toMatchObject({ unknown: [{ code: "unknown-policy", address: ADDRESS }] });
  });

  it("writes further reports to files", async () => {
    const file = join(folder, "out.sarif");
    await verified(stackAt(OPEN), { format: "table", output: [`sarif=${file}`] });

    expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ version: "2.1.0" });
  });

  it("refuses an --output that is none", async () => {
    await expect(async () => verified(stackAt(OPEN), { output: ["pdf=x"] })).rejects.toThrow(
      "--output pdf=x is not FORMAT=FILE with a format of table, json, sarif, junit, markdown. Correct it",
    );
  });

  it("prints the rule, the gain and the fix for people", async () => {
    const { printed } = await verified(stackAt(OPEN), { format: "table" });

    expect(printed).toContain(`CRITICAL ${CODE}: A role trusts every subject of a shared issuer`);
    expect(printed).toContain("Impact: Every user of the issuer");
    expect(printed).toContain("1 finding. Failed (--fail-on medium).");
  });
});
