import { readFileSync, writeFileSync } from "node:fs";
import { credentialIn, FakeCloud, runPlugin, Sandbox } from "./support";
import { useFakes } from "./support/use-fakes";

let cloud: FakeCloud;
let box: Sandbox;
useFakes((fakes) => ({ cloud, box } = fakes));

describe("JSON that is nested deeper than JavaScript can write it again", () => {
  const deep = (levels: number) => "[".repeat(levels) + "]".repeat(levels);
  const part = (text: string) => Buffer.from(text).toString("base64url");

  it("is a token like any other, and bound as a whole", async () => {
    const claims = `"iss":"i","sub":"s","aud":"a","exp":${Math.floor(Date.now() / 1000) + 3600}`;
    const token = `${part("{}")}.${part(`{${claims},"x":${deep(10_000)}}`)}.sig`;
    const args = ["oidc", "--token-file", box.write("deep", token), "--cache-dir", box.cacheDir];
    for (const time of [1, 2]) {
      const result = await runPlugin(args, box.env());
      expect([time, result.code, result.stderr]).toEqual([time, 0, ""]);
      expect(credentialIn(result).status.token).toBe(token);
    }
  });

  it.each([
    ["type", `{"type":${deep(30_000)}}`],
    ["universe", `{"type":"external_account","audience":"a","universe_domain":${deep(30_000)}}`],
    ["token type", `{"type":"external_account","audience":"a","subject_token_type":${deep(30_000)}}`],
  ])("is no %s of a credential file", async (_what, text) => {
    const { code, stdout, stderr } = await runPlugin(
      ["gke", "--credential-file", box.write("deep.json", text)],
      box.env(),
    );
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("(no text)");
  });

  it("is no version of KUBERNETES_EXEC_INFO", async () => {
    const env = box.env({ KUBERNETES_EXEC_INFO: `{"apiVersion":${deep(50_000)}}` });
    const { code, stdout, stderr } = await runPlugin(["oidc", "--token-file", "/nowhere"], env);
    expect([code, stdout, stderr]).toEqual([2, "", expect.stringContaining("asks for apiVersion (no text).")]);
  });
});

describe("texts of any length", () => {
  const LONG = "x".repeat(60_000);

  it.each<[string, () => [readonly string[], object?]]>([
    ["a subcommand", () => [[LONG]]],
    ["an argument", () => [["oidc", LONG]]],
    ["a choice", () => [["oidc", "--source", LONG]]],
    ["a region", () => [["eks", "--cluster-name", "west", "--region", LONG]]],
    ["a provider", () => [["gke", "--audience", LONG, "--token-file", "/nowhere"]]],
    ["a number", () => [["oidc", "--timeout", LONG]]],
    ["a type", () => [["gke", "--credential-file", box.write("long.json", JSON.stringify({ type: LONG }))]]],
    ["a version", () => [["oidc"], { KUBERNETES_EXEC_INFO: JSON.stringify({ apiVersion: LONG }) }]],
  ])("are told by their beginning: %s", async (_what, run) => {
    const [args, env] = run();
    const { code, stdout, stderr } = await runPlugin(args, box.env({ ...env }));
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(`${"x".repeat(100)}`);
    expect(stderr.length).toBeLessThan(1000);
  });
});

it("UTF-16, as Windows PowerShell writes what it is redirected, is read as the text that it is", async () => {
  const utf16 = (text: string) => Buffer.from(`\ufeff${text}\r\n`, "utf16le");
  const args = box.gke("--no-cache");
  const file = args[args.indexOf("--token-file") + 1];
  writeFileSync(file, utf16(readFileSync(file, "utf8")));
  expect((await runPlugin(args, box.env())).stderr).toBe("");
  const path = box.externalAccount({ file });
  writeFileSync(path, utf16(readFileSync(path, "utf8")));
  const result = await runPlugin(
    ["gke", "--no-cache", "--credential-file", path, "--google-sts-endpoint", cloud.url],
    box.env(),
  );
  expect([result.code, result.stderr]).toEqual([0, ""]);
});
