import { credentialIn, projectedToken, runPlugin, Sandbox } from "../support";
import { useFakes } from "../support/use-fakes";

let box: Sandbox;
useFakes((fakes) => ({ box } = fakes));

it("hands the projected token on, until shortly before its end", async () => {
  const exp = Math.floor(Date.now() / 1000) + 1200;
  const token = projectedToken("https://kubernetes.example", { exp });
  const file = box.project("oidc", `${token}\n`);
  const { status } = credentialIn(await runPlugin(["oidc", "--token-file", file], box.env()));
  expect(status.token).toBe(token);
  expect(status.expirationTimestamp).toBe(new Date((exp - 60) * 1000).toISOString().replace(".000", ""));
});

it("never publishes an end in the past: a token with half a minute left keeps its own", async () => {
  const exp = Math.floor(Date.now() / 1000) + 30;
  const file = box.project("oidc", projectedToken("https://kubernetes.example", { exp }));
  const { status } = credentialIn(await runPlugin(["oidc", "--token-file", file], box.env()));
  expect(Date.parse(status.expirationTimestamp)).toBe(exp * 1000);
});

it("says so when the token is for another audience", async () => {
  const file = box.project("oidc");
  const result = await runPlugin(["oidc", "--token-file", file, "--audience", "https://other.example"], box.env());
  expect([result.code, result.stdout]).toEqual([3, ""]);
  expect(result.stderr).toContain(
    `the token of ${file} is for the audience "https://kubernetes.example"; the API server wants "https://other.example"`,
  );
});

it("tells that the token has no audience", async () => {
  const file = box.project("oidc", projectedToken("x", { aud: [] }));
  const { code, stderr } = await runPlugin(
    ["oidc", "--token-file", file, "--audience", "https://a.example"],
    box.env(),
  );
  expect([code, stderr]).toEqual([
    3,
    expect.stringContaining('is for the audience (none); the API server wants "https://a.example".'),
  ]);
});
