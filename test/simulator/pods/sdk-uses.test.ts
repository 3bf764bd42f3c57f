import { sdkUses, SdkUse, wholePods } from "../../../src/simulator";
import { read } from "../support/stack";

/** AWS SDKs and Tools Reference Guide: "Shared config and credentials files"; Google Cloud: "Workload Identity Federation", credential files. */
const CONFIG = `# two accounts
[default]
region = us-west-2
[profile prod]
role_arn = arn:aws:iam::111122223333:role/prod
web_identity_token_file = /tokens/prod
role_session_name = loader
region = us-west-2
[profile lab]
role_arn=arn:aws:iam::444455556666:role/lab
web_identity_token_file=/tokens/lab
region=nowhere
[profile keys]
source_profile = prod
`;
const CREDENTIALS = {
  ...{ type: "external_account", audience: "//iam.googleapis.com/p", token_url: "https://sts.googleapis.com/v1/token" },
  subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
  credential_source: { file: "/tokens/google" },
};

function usesOf(env: Readonly<Record<string, string>>, data: Readonly<Record<string, string>> = {}): readonly SdkUse[] {
  const container = {
    name: "app",
    image: "app:1",
    env: Object.entries(env).map(([name, value]) => ({ name, value })),
    volume_mount: [{ name: "files", mount_path: "/etc/files" }],
  };
  const spec = { volume: [{ name: "files", config_map: [{ name: "files" }] }], container: [container] };
  const { configuration } = read({
    resource: {
      kubernetes_pod_v1: { app: { metadata: { name: "app", namespace: "ns" }, spec } },
      kubernetes_config_map_v1: { files: { metadata: { name: "files", namespace: "ns" }, data } },
    },
  });
  const [pod] = wholePods(configuration);
  return sdkUses(configuration, pod, pod.containers[0]);
}

describe("AWS's SDKs", () => {
  const env = { AWS_CONFIG_FILE: "/etc/files/aws", AWS_PROFILE: "prod" };

  it("act by the profiles of a configuration file that name a role and a token's file", () => {
    const uses = usesOf(env, { aws: CONFIG });

    expect(uses.map(({ client, tokenFile, faults }) => ({ client, tokenFile, faults }))).toEqual([
      {
        client: { "role-arn": "arn:aws:iam::111122223333:role/prod", "session-name": "loader" },
        ...{ tokenFile: "/tokens/prod", faults: [] },
      },
      {
        client: { "role-arn": "arn:aws:iam::444455556666:role/lab" },
        ...{ tokenFile: "/tokens/lab", faults: [`the profile's region "nowhere" is none of AWS`] },
      },
    ]);
  });

  it.each([
    ["a profile that the file does not have", { ...env, AWS_PROFILE: "x" }, CONFIG, /AWS_PROFILE is "x", which/],
    ["a file without a role", env, "[default]\nregion = us-west-2\n", /no profile of .* assumes a role/],
  ])("do not with %s", (_what, variables, aws, reason) => {
    const faults = usesOf(variables, { aws }).flatMap((use) => use.faults);

    expect(faults.join("\n")).toMatch(reason);
  });

  it("do not with a file that is not there", () => {
    expect(usesOf(env).flatMap((use) => use.faults)).toEqual([
      '/etc/files/aws is not there: the ConfigMap "files" has no file aws',
    ]);
  });
});

describe("Google's clients", () => {
  const env = { GOOGLE_APPLICATION_CREDENTIALS: "/etc/files/google" };
  const faultsOf = (file: object) => usesOf(env, { google: JSON.stringify(file) }).flatMap(({ faults }) => faults);

  it("act by a file of an external account", () => {
    const email = "a@p.iam.gserviceaccount.com";
    const url = `https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/${email}:generateAccessToken`;
    const file = { ...CREDENTIALS, service_account_impersonation_url: url };
    const [use] = usesOf(env, { google: JSON.stringify(file) });

    expect(use).toMatchObject({ faults: [], tokenFile: "/tokens/google" });
    expect(use.client).toEqual({ audience: "//iam.googleapis.com/p", "service-account": email });
  });

  it.each<[string, object]>([
    ["has the token_url", { token_url: "http://sts.googleapis.com/v1/token" }],
    ["has the token_url", { token_url: "https://sts.googleapis.com.evil.example/v1/token" }],
    ["has the token_info_url", { token_info_url: "https://evil.example/v1/introspect" }],
    ["has the subject_token_type", { subject_token_type: "urn:ietf:params:oauth:token-type:saml2" }],
    ["takes the token's file for JSON", { credential_source: { file: "/t", format: { type: "json" } } }],
    ["names no file of a token", { credential_source: { file: "" } }],
    ["names no file of a token", { credential_source: { url: "http://169.254.169.254" } }],
    ["names the audience", { universe_domain: "other.example", token_url: "https://sts.other.example/v1/token" }],
  ])("do not by a file that %s otherwise", (words, change) => {
    expect(faultsOf({ ...CREDENTIALS, ...change })).toEqual([expect.stringContaining(words)]);
  });

  it("may ask a regional or private endpoint", () => {
    for (const host of ["sts.europe-west4.rep.googleapis.com", "sts-x.p.googleapis.com"]) {
      expect(faultsOf({ ...CREDENTIALS, token_url: `https://${host}/v1/token` })).toEqual([]);
    }
  });
});
