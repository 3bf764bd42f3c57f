import { copyFileSync, readFileSync } from "node:fs";
import {
  credentialIn,
  EKS_AUDIENCE,
  FakeCloud,
  GKE_AUDIENCE,
  projectedToken,
  PROVIDER,
  runPlugin,
  Sandbox,
} from "../support";
import { POD_TOKEN } from "../support/fake-metadata";
import { useFakes } from "../support/use-fakes";

let cloud: FakeCloud;
let box: Sandbox;
useFakes((fakes) => ({ cloud, box } = fakes));

const MINE = "system:serviceaccount:argocd:mine";
const token = (name: string) => projectedToken(GKE_AUDIENCE, { sub: `system:serviceaccount:argocd:${name}` });
const gke = (...more: string[]) => ["gke", "--google-sts-endpoint", cloud.url, "--cache-dir", box.cacheDir, ...more];
/** A credential file whose source is a file with the token of this service account. */
const account = (name: string) =>
  box.write(
    "account.json",
    JSON.stringify({
      type: "external_account",
      audience: PROVIDER,
      subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
      token_url: "https://sts.googleapis.com/v1/token",
      credential_source: { file: box.write(name, token(name)) },
    }),
  );
/** The subject whose token reached Google's STS. */
const sent = () => {
  const payload = cloud.requests.at(-1)?.form.get("subject_token")?.split(".")[1] ?? "";
  return (JSON.parse(Buffer.from(payload, "base64url").toString()) as { sub: string }).sub;
};

describe("what the stanza names is not overruled by the pod's environment", () => {
  beforeEach(() => (cloud.trust.subject = MINE));

  it("a credential file by TRUST_MESH_TOKEN_FILE", async () => {
    const env = box.env({ TRUST_MESH_TOKEN_FILE: box.write("other", token("other")) });
    const result = await runPlugin(gke("--credential-file", account("mine")), env);
    expect([result.code, result.stderr, sent()]).toEqual([0, "", MINE]);
  });

  it("a token file by a credential file, another token file or a cloud's own variables", async () => {
    const env = box.env({
      TRUST_MESH_TOKEN_FILE: box.write("third", token("third")),
      GOOGLE_APPLICATION_CREDENTIALS: account("other"),
      GCE_METADATA_HOST: cloud.metadataUrl.replace("http://", ""),
      AZURE_FEDERATED_TOKEN_FILE: box.write("fourth", token("fourth")),
    });
    const args = gke("--audience", PROVIDER, "--token-file", box.write("mine", token("mine")));
    const result = await runPlugin(args, env);
    expect([result.code, result.stderr, sent()]).toEqual([0, "", MINE]);
  });

  it("a variable by TRUST_MESH_TOKEN_FILE", async () => {
    const env = box.env({ MINE: token("mine"), TRUST_MESH_TOKEN_FILE: box.write("other", token("other")) });
    const result = await runPlugin(gke("--audience", PROVIDER, "--token-variable", "MINE"), env);
    expect([result.code, result.stderr, sent()]).toEqual([0, "", MINE]);
  });
});

describe("two tokens that the stanza names", () => {
  it.each([
    [["--token-file", "/a", "--token-variable", "A"], "--token-file does not go with the source token-variable."],
    [["--token-file", "/a", "--source", "irsa"], "--token-file does not go with the source irsa."],
    [["--token-variable", "A", "--source", "token-file"], "--token-variable does not go with the source token-file."],
    [
      ["--token-variable", "A", "--source", "github-actions"],
      "--token-variable does not go with the source github-actions.",
    ],
  ])("are refused, and none is passed over: %j", async (flags, words) => {
    const { code, stdout, stderr } = await runPlugin(gke("--audience", PROVIDER, ...flags), box.env());
    expect([code, stdout, cloud.requests]).toEqual([2, "", []]);
    expect(stderr).toBe(`trust-mesh-auth: usage: ${words} Leave out one of the two.\n`);
  });
});

it("a kept credential is not handed out for a token that is made for another audience", async () => {
  const env = box.env({
    AWS_ROLE_ARN: "arn:aws:iam::111122223333:role/irsa-role",
    AWS_WEB_IDENTITY_TOKEN_FILE: box.write("irsa", projectedToken(EKS_AUDIENCE)),
    AWS_REGION: "eu-west-1",
  });
  const source = ["--audience", PROVIDER, "--source", "aws-web-identity", "--aws-sts-endpoint", cloud.url];
  for (const audience of ["one", "two"]) {
    const body = JSON.stringify({ access_token: `ya29.for-${audience}`, expires_in: 3600 });
    // AWS STS is asked for the role's credentials and for the token, then Google's STS.
    cloud.next({ slow: 0 }, { slow: 0 }, { status: 200, body });
    const result = await runPlugin(gke(...source, "--token-audience", audience), env);
    expect([result.code, result.stderr]).toEqual([0, ""]);
    expect(credentialIn(result).status.token).toBe(`ya29.for-${audience}`);
  }
});

it.each<[string, object]>([
  ["AWS_ROLE_ARN, which is not set", { AWS_WEB_IDENTITY_TOKEN_FILE: "/var/run/secrets/token" }],
  ["an ECS task's role is not read", { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: "/v2/credentials/1" }],
])("the machine's role does not stand in for that of the pod or task: %s", async (words, env) => {
  const source = ["--source", "aws-web-identity", "--metadata-endpoint", cloud.metadataUrl];
  const { code, stdout, stderr } = await runPlugin(gke("--audience", PROVIDER, ...source), box.env({ ...env }));
  expect([code, stdout, cloud.requests]).toEqual([3, "", []]);
  expect(stderr).toContain(words);
});

it.each(["http://metadata/v1/credentials", "http://metadata.google.internal/v1/credentials"])(
  "the pod's token is not sent to %s, which may be a service of the cluster",
  async (address) => {
    const env = box.env({
      AWS_CONTAINER_CREDENTIALS_FULL_URI: address,
      AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: box.write("pod", POD_TOKEN),
    });
    const result = await runPlugin(["eks", "--cluster-name", "west", "--region", "eu-west-1"], env);
    expect([result.code, result.stdout]).toEqual([3, ""]);
    expect(result.stderr).toContain("AWS_CONTAINER_CREDENTIALS_FULL_URI is not of this node");
  },
);

it("an executable of a credential file has the pod's environment, not what is left of it for Node.js", async () => {
  const copy = `${box.folder}/extra.pem`;
  copyFileSync(cloud.caFile, copy);
  const script = box.write("tool.sh", `env > ${box.folder}/seen; cat ${box.write("answer", answer())}`);
  const file = box.write(
    "account.json",
    JSON.stringify({
      type: "external_account",
      audience: PROVIDER,
      subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
      token_url: "https://sts.googleapis.com/v1/token",
      credential_source: { executable: { command: `/bin/sh ${script}` } },
    }),
  );
  const more = { GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES: "1", NODE_EXTRA_CA_CERTS: copy, SSL_CERT_DIR: "/nowhere" };
  const result = await runPlugin(gke("--credential-file", file), box.env(more));
  expect([result.code, result.stderr]).toEqual([0, ""]);
  const seen = readFileSync(`${box.folder}/seen`, "utf8").split("\n");
  expect(seen).toEqual(
    expect.arrayContaining([`SSL_CERT_FILE=${cloud.caFile}`, `NODE_EXTRA_CA_CERTS=${copy}`, "SSL_CERT_DIR=/nowhere"]),
  );
  expect(seen.filter((line) => line.startsWith("TRUST_MESH_"))).toEqual([]);
});

function answer(): string {
  const token_type = "urn:ietf:params:oauth:token-type:jwt";
  return JSON.stringify({ version: 1, success: true, token_type, id_token: projectedToken(GKE_AUDIENCE) });
}
