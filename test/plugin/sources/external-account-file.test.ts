import { FakeCloud, GKE_AUDIENCE, GOOGLE_ACCOUNT, projectedToken, PROVIDER, runPlugin, Sandbox } from "../support";
import { useFakes } from "../support/use-fakes";

let cloud: FakeCloud;
let box: Sandbox;
useFakes((fakes) => ({ cloud, box } = fakes));

describe("an external_account file", () => {
  const file = (change: object = {}) =>
    box.write(
      "credential.json",
      JSON.stringify({
        type: "external_account",
        audience: PROVIDER,
        subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
        token_url: "https://sts.googleapis.com/v1/token",
        credential_source: { file: box.project("gke") },
        ...change,
      }),
    );
  const fromFile = (path: string, ...more: string[]) => [
    ...["gke", "--credential-file", path, "--google-sts-endpoint", cloud.url, "--google-iam-endpoint", cloud.url],
    ...more,
  ];

  it("tells the provider, the token file and the account", async () => {
    const url = `https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/${GOOGLE_ACCOUNT}:generateAccessToken`;
    const path = file({
      service_account_impersonation_url: url,
      service_account_impersonation: { token_lifetime_seconds: 1200 },
    });
    const result = await runPlugin(fromFile(path), box.env());
    expect([result.code, result.stderr]).toEqual([0, ""]);
    expect(cloud.asked).toEqual(["Google STS", "Google IAM"]);
    expect(JSON.parse(cloud.requests[1].body)).toMatchObject({ lifetime: "1200s" });
  });

  it("is found by Google's own variable", async () => {
    const args = fromFile("").filter((arg) => arg !== "" && arg !== "--credential-file");
    const result = await runPlugin(args, box.env({ GOOGLE_APPLICATION_CREDENTIALS: file() }));
    expect([result.code, result.stderr]).toEqual([0, ""]);
  });

  it("may name a JSON file and the token's member in it", async () => {
    const token = box.write("token.json", JSON.stringify({ id_token: projectedToken(GKE_AUDIENCE) }));
    const format = { type: "json", subject_token_field_name: "id_token" };
    const result = await runPlugin(fromFile(file({ credential_source: { file: token, format } })), box.env());
    expect([result.code, result.stderr]).toEqual([0, ""]);
  });

  it.each([
    [{ type: "service_account" }, 'is of type "service_account"'],
    [{ token_url: "https://sts.googleapis.com.evil.example/v1/token" }, "has a token_url outside googleapis.com"],
    [{ token_url: "http://sts.googleapis.com/v1/token" }, "has a token_url outside googleapis.com"],
    [{ token_url: "https://x@sts.googleapis.com/v1/token" }, "has a token_url outside googleapis.com"],
    [
      {
        service_account_impersonation_url: "https://evil.example/v1/projects/-/serviceAccounts/a@b:generateAccessToken",
      },
      "has a service_account_impersonation_url outside googleapis.com",
    ],
    [
      { subject_token_type: "urn:ietf:params:aws:token-type:aws4_request" },
      'of the type "urn:ietf:params:aws:token-type:aws4_request", not for JSON Web Tokens',
    ],
    [{ subject_token_type: "urn:ietf:params:oauth:token-type:saml2" }, 'token-type:saml2", not for JSON Web Tokens'],
    [{ subject_token_type: "urn:ietf:params:oauth:token-type:mtls" }, 'token-type:mtls", not for JSON Web Tokens'],
    [
      { universe_domain: "example-universe.com", token_url: "https://sts.example-universe.com/v1/token" },
      'is of the universe "example-universe.com", not googleapis.com. A file does not vouch for itself',
    ],
    [
      { token_url: "https://sts-acme.p.googleapis.com.evil.example/v1/token" },
      "has a token_url outside googleapis.com",
    ],
    [{ token_url: "https://sts.googleapis.com:444/v1/token" }, "has a token_url outside googleapis.com"],
    [
      { token_url: "https://sts.googleapis.com/v2/token" },
      "has a token_url outside googleapis.com, or none of its STS",
    ],
    [
      { audience: "//iam.googleapis.com/locations/global/workforcePools/p/providers/x" },
      "Workforce pools are for people",
    ],
    [
      {
        service_account_impersonation_url:
          "https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/a:generateAccessToken",
      },
      "or none of a service account there",
    ],
    [{ service_account_impersonation: { token_lifetime_seconds: "3600" } }, "token_lifetime_seconds that is no number"],
    [{ credential_source: undefined }, "has no credential_source"],
    [{ credential_source: { certificate: {} } }, "of a kind that is not taken: certificate"],
    [
      { credential_source: { environment_id: "aws1", url: "http://x" } },
      "of a kind that is not taken: url and environment_id",
    ],
    [{ credential_source: { file: "/a", url: "https://b" } }, "of a kind that is not taken: file and url"],
    [{ credential_source: { file: 7 } }, "of a kind that is not taken: file"],
    [{ credential_source: { url: "http://tokens.example/t" } }, "neither https nor of this node"],
    [{ credential_source: { url: "https://t.example", headers: { a: 1 } } }, "headers that are no texts"],
    [{ credential_source: { url: "https://t.example", headers: "a: b" } }, "headers that are no texts"],
    [{ credential_source: { url: "https://u:password@t.example" } }, "has a user in credential_source.url"],
    [{ credential_source: { executable: { command: "/bin/true" } } }, "names an executable, which is not run"],
    [{ audience: 7 }, "has no audience"],
  ])("is refused with %p", async (change, message) => {
    const result = await runPlugin(fromFile(file(change)), box.env());
    expect([result.code, result.stdout, cloud.requests]).toEqual([2, "", []]);
    expect(result.stderr).toContain(message);
  });

  it.each(["json", ["json"], 7])("is refused with the format %p, which is no object", async (format) => {
    const result = await runPlugin(
      fromFile(file({ credential_source: { file: box.project("gke"), format } })),
      box.env(),
    );
    expect([result.code, result.stdout, cloud.requests]).toEqual([2, "", []]);
    expect(result.stderr).toContain("has a credential_source.format that is neither text nor json");
  });

  it("is read anew at every run: no answer of an earlier one is handed out by the shell", async () => {
    const path = file();
    await runPlugin(fromFile(path, "--cache-dir", box.cacheDir), box.env());
    file({ audience: PROVIDER.replace("west-eks", "east-eks"), credential_source: { file: box.project("gke") } });
    const result = await runPlugin(fromFile(path, "--cache-dir", box.cacheDir), box.env());
    expect(result.code).toBe(3);
    expect(result.stderr).toContain("east-eks");
  });
});
