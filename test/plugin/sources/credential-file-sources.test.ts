import { projectedToken, PROVIDER, GKE_AUDIENCE, runPlugin, Sandbox, FakeCloud } from "../support";
import { GITHUB_REQUEST_TOKEN } from "../support/fake-metadata";
import { useFakes } from "../support/use-fakes";

let cloud: FakeCloud;
let box: Sandbox;
useFakes((fakes) => ({ cloud, box } = fakes));

describe("a credential file's executable", () => {
  const JWT = "urn:ietf:params:oauth:token-type:jwt";
  const ALLOWED = { GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES: "1" };
  const fromExecutable = (executable: object) => {
    const path = box.write(
      "credential.json",
      JSON.stringify({
        type: "external_account",
        audience: PROVIDER,
        subject_token_type: JWT,
        token_url: "https://sts.googleapis.com/v1/token",
        credential_source: { executable },
      }),
    );
    return ["gke", "--credential-file", path, "--google-sts-endpoint", cloud.url, "--google-iam-endpoint", cloud.url];
  };
  /** A command that prints this answer. */
  const printing = (answer: object) =>
    fromExecutable({ command: `/bin/cat "${box.write("an answer.json", JSON.stringify(answer))}"` });
  const inAnHour = () => Math.floor(Date.now() / 1000) + 3600;

  it("gives the token that it prints, and may have a space in a quoted argument", async () => {
    const answer = { version: 1, success: true, token_type: JWT, id_token: projectedToken(GKE_AUDIENCE) };
    const result = await runPlugin(printing({ ...answer, expiration_time: inAnHour() }), box.env(ALLOWED));
    expect([result.code, result.stderr]).toEqual([0, ""]);
    expect(cloud.asked).toEqual(["Google STS"]);
  });

  it.each([
    [{ version: 2, success: true }, "answers in another version than 1"],
    [{ version: 1, success: false, code: "401", message: "Caller not authorized." }, "401: Caller not authorized."],
    [{ version: 1, success: true, token_type: "urn:ietf:params:oauth:token-type:saml2" }, "than a JSON Web Token"],
    [{ version: 1, success: true, token_type: JWT, expiration_time: 1 }, "gives a token that has expired"],
    [{ version: 1, success: true, token_type: JWT }, "gives no id_token"],
  ])("is told to be at fault when it prints %p", async (answer, message) => {
    const result = await runPlugin(printing(answer), box.env(ALLOWED));
    expect([result.code, result.stdout, cloud.requests]).toEqual([3, "", []]);
    expect(result.stderr).toContain("source: the credential_source's executable ");
    expect(result.stderr).toContain(message);
  });

  it.each([
    ["leaves a process behind that holds its stdout", "sleep 30 & cat ANSWER"],
    ["reads its input, which has an end", "cat; cat ANSWER"],
    ["writes on stderr without measure", "head -c 300000 /dev/zero >&2; cat ANSWER"],
  ])("gives its token although it %s", async (_what, script) => {
    const answer = { version: 1, success: true, token_type: JWT, id_token: projectedToken(GKE_AUDIENCE) };
    const lines = script.replace("ANSWER", box.write("answer.json", JSON.stringify(answer)));
    const result = await runPlugin(
      [...fromExecutable({ command: `/bin/sh ${box.write("give", lines)}` }), "--timeout", "20"],
      box.env(ALLOWED),
    );
    expect([result.code, result.stderr]).toEqual([0, ""]);
  });

  it.each([
    ["/bin/false", "ends with 1"],
    ["/nowhere/executable", "ends with ENOENT"],
    ["/usr/bin/yes", "prints too much"],
    ["/bin/sleep 60", "does not end in time"],
  ])("is told to be at fault: %s %s", async (command, words) => {
    const result = await runPlugin([...fromExecutable({ command }), "--timeout", "3"], box.env(ALLOWED));
    expect([result.code, result.stdout]).toEqual([3, ""]);
    expect(result.stderr).toContain(`the credential_source's executable ${words}.`);
  });

  it.each([
    { command: "" },
    { command: "/bin/true", timeout_millis: 4999 },
    { command: "/bin/true", timeout_millis: 120_001 },
  ])("is refused as %p", async (executable) => {
    const result = await runPlugin(fromExecutable(executable), box.env(ALLOWED));
    expect([result.code, result.stdout, cloud.requests]).toEqual([2, "", []]);
    expect(result.stderr).toContain("Use 5000 to 120000.");
  });
});

describe("a credential file's URL", () => {
  const fromUrl = (url: string, others: object) => {
    const path = box.write(
      "credential.json",
      JSON.stringify({
        type: "external_account",
        audience: PROVIDER,
        subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
        token_url: "https://sts.googleapis.com/v1/token",
        credential_source: { url, ...others },
      }),
    );
    return ["gke", "--credential-file", path, "--google-sts-endpoint", cloud.url, "--google-iam-endpoint", cloud.url];
  };
  const address = () => `${cloud.metadataUrl}/github/token?audience=${encodeURIComponent(GKE_AUDIENCE)}`;
  const headers = { Authorization: `Bearer ${GITHUB_REQUEST_TOKEN}` };

  it("is asked with the file's headers for the token, a member of its JSON", async () => {
    const format = { type: "json", subject_token_field_name: "value" };
    const result = await runPlugin(fromUrl(address(), { headers, format }), box.env());
    expect([result.code, result.stderr]).toEqual([0, ""]);
  });

  it.each([
    [{ format: { type: "json", subject_token_field_name: "value" } }, "Check credential_source.url and its headers."],
    [{ headers, format: { type: "json", subject_token_field_name: "token" } }, 'has no member "token" with a token.'],
    [{ headers, format: { type: "json", subject_token_field_name: "toString" } }, 'has no member "toString"'],
  ])("is told to be at fault with %p", async (others, message) => {
    const result = await runPlugin(fromUrl(address(), others), box.env());
    expect([result.code, result.stdout, cloud.requests.length]).toEqual([3, "", 1]);
    expect(result.stderr).toContain("source: ");
    expect(result.stderr).toContain(message);
  });

  it("never tells what its headers hold, which the answer may repeat without the scheme", async () => {
    const secret = "Zx9kq7Pw3Lt8Rv";
    cloud.next({ status: 403, body: JSON.stringify({ message: `no such token: ${secret}` }) });
    const others = { headers: { Authorization: `Bearer ${secret}` } };
    const url = `${cloud.url}/anything`;
    const { code, stderr } = await runPlugin(fromUrl(url, others), box.env());
    expect([code, stderr]).toEqual([3, expect.stringContaining("answered 403: no such token: [redacted].")]);
  });
});
