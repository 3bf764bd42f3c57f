import { gzipSync } from "node:zlib";
import { programOf, replacementsOf, scanKubeconfig, scanObjects } from "../../src/scan";

/** Made-up values in the vendors' forms; none opens anything. */
const AKIA = "AKIA" + "IOSFODNN7EXAMPLE";
const AWS_SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const AZURE_SECRET = "abc8Q~" + "x".repeat(34);
const ACCOUNT_KEY = "QUJD".repeat(21) + "QQ==";
const STORAGE = `DefaultEndpointsProtocol=https;AccountName=acmeexports;AccountKey=${ACCOUNT_KEY};EndpointSuffix=core.windows.net`;
const SIGNATURE = "c".repeat(43) + "%3D";
const SAS = `https://acmeexports.blob.core.windows.net/x?sv=2024-11-04&se=2030-01-01&sr=c&sp=r&sig=${SIGNATURE}`;
const PEM = "-----BEGIN PRIVATE KEY-----\nMIIEvgIBADANBgkqhkiG9w0BAQEFAASC\n-----END PRIVATE KEY-----\n";
const JWT = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJyb2JvdCJ9.c2lnbmF0dXJlc2lnbmF0dXJl";
const GOOGLE = {
  ...{ type: "service_account", project_id: "acme-data", private_key_id: "0123456789abcdef0123456789abcdef01234567" },
  ...{ private_key: PEM, client_email: "loader@acme-data.iam.gserviceaccount.com" },
};
const HMAC_ID = "GOOG1E" + "A".repeat(55);
const HMAC_SECRET = "bGoa+V7g/yqDXvKRqq+JTFn4uQZbPiQJo4pf9RzJ";
const SECRETS = [
  ...[HMAC_ID, HMAC_SECRET],
  AKIA,
  AWS_SECRET,
  AZURE_SECRET,
  ACCOUNT_KEY,
  SIGNATURE,
  "MIIEvgIBADANBgkqhkiG9w0BAQEFAASC",
  JWT,
  "c2lnbmF0dXJl",
];

const base64 = (text: string | Buffer) => Buffer.from(text).toString("base64");
const metadata = { name: "static", namespace: "etl" };
const secret = (data: Record<string, string>, more: object = {}) => ({
  ...{
    kind: "Secret",
    metadata,
    data: Object.fromEntries(Object.entries(data).map(([key, one]) => [key, base64(one)])),
  },
  ...more,
});
const configMap = (data: Record<string, string>) => ({ kind: "ConfigMap", metadata, data });
const pod = (container: object, more: object = {}) => ({
  ...{ kind: "Pod", metadata: { name: "it", namespace: "etl", ...more }, spec: { containers: [container] } },
});
const lastApplied = (object: object) => ({
  "kubectl.kubernetes.io/last-applied-configuration": JSON.stringify(object),
});

/** Everything that is kept of an input, and all that is printed of it. */
function kept(...items: object[]) {
  const result = scanObjects(items);
  const replacements = replacementsOf(result.credentials);
  const text = JSON.stringify([result, replacements]) + programOf(replacements);
  return { kinds: [...new Set(result.credentials.map(({ kind }) => kind))], text, result };
}

describe("a static credential that hides", () => {
  it.each<[string, object, string]>([
    ["in stringData", { kind: "Secret", metadata, stringData: { key: AKIA } }, "aws-access-key"],
    [
      "in what kubectl applied last, as base64",
      { kind: "Secret", metadata: { ...metadata, annotations: lastApplied(secret({ key: AKIA })) }, data: {} },
      "aws-access-key",
    ],
    [
      "in what kubectl applied last, as stringData",
      {
        kind: "Secret",
        metadata: { ...metadata, annotations: lastApplied({ kind: "Secret", metadata, stringData: { k: SAS } }) },
      },
      "azure-shared-access-signature",
    ],
    [
      "in what kubectl applied last of a workload",
      {
        kind: "Deployment",
        metadata: {
          ...metadata,
          annotations: lastApplied({
            kind: "Deployment",
            spec: {
              template: { spec: { containers: [{ env: [{ name: "AWS_SECRET_ACCESS_KEY", value: AWS_SECRET }] }] } },
            },
          }),
        },
        spec: {},
      },
      "aws-access-key",
    ],
    [
      "in another annotation",
      { kind: "ServiceAccount", metadata: { ...metadata, annotations: { note: STORAGE } } },
      "azure-connection-string",
    ],
    // Google Cloud documentation: "HMAC keys"; gsutil's configuration file.
    [
      "in gsutil's configuration",
      secret({ ".boto": `[Credentials]\ngs_access_key_id = ${HMAC_ID}\ngs_secret_access_key = ${HMAC_SECRET}\n` }),
      "google-hmac-key",
    ],
    ["as an HMAC key under the names of S3", secret({ AWS_ACCESS_KEY_ID: HMAC_ID }), "google-hmac-key"],
    ["as the secret of an HMAC key", secret({ gcs_secret_access_key: HMAC_SECRET }), "google-hmac-key"],
    [
      "in a registry's password",
      secret(
        {
          ".dockerconfigjson": JSON.stringify({
            auths: { "eu.gcr.io": { auth: base64(`_json_key:${JSON.stringify(GOOGLE)}`) } },
          }),
        },
        { type: "kubernetes.io/dockerconfigjson" },
      ),
      "google-service-account-key",
    ],
    [
      "for the CSI driver of Azure Files",
      secret({ azurestorageaccountname: "acmeexports", azurestorageaccountkey: ACCOUNT_KEY }),
      "azure-storage-account-key",
    ],
    ["as the key of a storage account", secret({ AZURE_STORAGE_KEY: ACCOUNT_KEY }), "azure-storage-account-key"],
    [
      "in a remote of rclone",
      secret({ "rclone.conf": `[az]\ntype = azureblob\naccount = acmeexports\nkey = ${ACCOUNT_KEY}\n` }),
      "azure-storage-account-key",
    ],
    [
      "in a release of Helm",
      secret(
        { release: base64(gzipSync(JSON.stringify({ config: { gcs: { accessKey: HMAC_ID } } }))) },
        { type: "helm.sh/release.v1" },
      ),
      "google-hmac-key",
    ],
    [
      "in the values of a chart in a custom resource",
      {
        ...{ apiVersion: "argoproj.io/v1alpha1", kind: "Application", metadata },
        spec: { source: { helm: { values: `s3:\n  accessKey: ${AKIA}\n` } } },
      },
      "aws-access-key",
    ],
    [
      "in the parameters of a storage class",
      { kind: "StorageClass", metadata, parameters: { storageaccountkey: ACCOUNT_KEY } },
      "azure-storage-account-key",
    ],
    [
      "in an annotation of a deployment's pods",
      {
        ...{ kind: "Deployment", metadata },
        spec: { template: { metadata: { annotations: { note: `AWS_ACCESS_KEY_ID=${AKIA}` } }, spec: {} } },
      },
      "aws-access-key",
    ],
    [
      "in a command of a probe",
      pod({ livenessProbe: { exec: { command: ["sh", "-c", `AWS_SECRET_ACCESS_KEY=${AWS_SECRET} aws s3 ls`] } } }),
      "aws-access-key",
    ],
    [
      "in the credentials that gcloud keeps of a person",
      secret({
        "application_default_credentials.json": JSON.stringify({
          ...{ type: "authorized_user", client_id: "1.apps.googleusercontent.com", client_secret: "x" },
          refresh_token: "1//0aaaaaaaaaaaaaaa",
        }),
      }),
      "google-user-credentials",
    ],
    ["in an argument", pod({ args: [`--key=${AKIA}`] }), "aws-access-key"],
    ["in an argument's value", pod({ args: ["--aws-secret-access-key", AWS_SECRET] }), "aws-access-key"],
    [
      "in a shell script",
      pod({ command: ["sh", "-c", `export AWS_SECRET_ACCESS_KEY='${AWS_SECRET}' && run`] }),
      "aws-access-key",
    ],
    ["in a connection string of an argument", pod({ args: [`--storage=${STORAGE}`] }), "azure-connection-string"],
    [
      "in a pod whose controller is of another kind",
      pod(
        { env: [{ name: "AWS_ACCESS_KEY_ID", value: AKIA }] },
        {
          ownerReferences: [{ kind: "Rollout", name: "it", controller: true }],
        },
      ),
      "aws-access-key",
    ],
    [
      "in a file of variables",
      secret({ ".env": `REGION=eu\nAWS_ACCESS_KEY_ID=${AKIA}\nAWS_SECRET_ACCESS_KEY=${AWS_SECRET}\n` }),
      "aws-access-key",
    ],
    ["in YAML", configMap({ "values.yaml": `storage:\n  secretAccessKey: "${AWS_SECRET}"\n` }), "aws-access-key"],
    [
      "in properties",
      configMap({ "application.properties": `cloud.aws.secret-access-key=${AWS_SECRET}\n` }),
      "aws-access-key",
    ],
    ["in binaryData", { kind: "ConfigMap", metadata, binaryData: { key: base64(AKIA) } }, "aws-access-key"],
    ["in base64 twice", secret({ key: base64(base64(JSON.stringify(GOOGLE))) }), "google-service-account-key"],
    [
      "in a release of Helm",
      secret({ release: base64(gzipSync(JSON.stringify({ chart: { values: { key: AKIA } } }))) }),
      "aws-access-key",
    ],
    [
      "in UTF-16",
      { kind: "Secret", metadata, data: { key: base64(Buffer.from(STORAGE, "utf16le")) } },
      "azure-connection-string",
    ],
    [
      "of Google in another file of JSON",
      secret({ "config.json": JSON.stringify({ gcp: { credentials: GOOGLE } }) }),
      "google-service-account-key",
    ],
    [
      "of Google as text in JSON",
      secret({ "config.json": JSON.stringify({ a: [JSON.stringify(GOOGLE)] }) }),
      "google-service-account-key",
    ],
    [
      "of Google in YAML",
      configMap({ "values.yaml": `gcp:\n  key: |\n    ${JSON.stringify(GOOGLE, null, 2).replace(/\n/g, "\n    ")}\n` }),
      "google-service-account-key",
    ],
    [
      "of Google as a password of a registry",
      secret({
        ".dockerconfigjson": JSON.stringify({
          auths: { "gcr.io": { username: "_json_key", password: JSON.stringify(GOOGLE) } },
        }),
      }),
      "google-service-account-key",
    ],
    [
      "of Azure in a credentials file",
      secret({
        creds: JSON.stringify({
          clientId: "a",
          clientSecret: "s".repeat(34),
          tenantId: "00000000-0000-4000-8000-000000000000",
        }),
      }),
      "azure-client-secret",
    ],
    ["of Azure in text", configMap({ note: `use ${AZURE_SECRET} until June` }), "azure-client-secret"],
    [
      "in a kubeconfig within JSON",
      secret({ all: JSON.stringify({ kubeconfig: `kind: Config\nusers:\n- name: u\n  user: {token: ${JWT}}\n` }) }),
      "kubernetes-token",
    ],
    [
      "in a kubeconfig's auth provider",
      secret({
        config: `kind: Config\nusers:\n- name: u\n  user: {auth-provider: {name: oidc, config: {refresh-token: ${JWT}}}}\n`,
      }),
      "kubernetes-token",
    ],
    [
      "in the environment of an exec stanza",
      secret({
        config: `kind: Config\nusers:\n- name: u\n  user: {exec: {command: aws, env: [{name: AWS_SECRET_ACCESS_KEY, value: ${AWS_SECRET}}]}}\n`,
      }),
      "aws-access-key",
    ],
    [
      "in the environment of Argo CD's exec provider",
      secret(
        {
          server: "https://x",
          config: JSON.stringify({ execProviderConfig: { env: { AWS_SECRET_ACCESS_KEY: AWS_SECRET } } }),
        },
        { metadata: { ...metadata, labels: { "argocd.argoproj.io/secret-type": "cluster" } } },
      ),
      "aws-access-key",
    ],
    ["under a name that is the key itself", secret({ [AKIA]: AKIA }), "aws-access-key"],
    ["under a name that is a token", secret({ [JWT]: STORAGE }), "azure-connection-string"],
  ])("is found %s, and no value is kept", (_where, item, kind) => {
    const { kinds, text } = kept(item);

    expect(kinds).toEqual([kind]);
    for (const value of SECRETS) expect(text).not.toContain(value);
  });

  it.each<[string, object]>([
    [
      "the URL of a kubeconfig's server",
      secret({
        config: `kind: Config\nclusters:\n- name: c\n  cluster: {server: "https://me:${AZURE_SECRET}@h/${JWT}"}\ncontexts:\n- context: {cluster: c, user: u}\nusers:\n- name: u\n  user: {token: t}\n`,
      }),
    ],
    ["a user's name", secret({ config: `kind: Config\nusers:\n- name: ${JWT}\n  user: {token: t}\n` })],
    ["a variable's name", pod({ env: [{ name: AKIA, value: AKIA }] })],
    ["an account's address", secret({ k: JSON.stringify({ ...GOOGLE, client_email: AWS_SECRET }) })],
    ["an object's name", { ...secret({ k: AKIA }), metadata: { name: AKIA, namespace: JWT } }],
    [
      "the URL of Argo CD's cluster",
      secret(
        { server: `https://u:${AZURE_SECRET}@x/?t=${JWT}`, config: '{"bearerToken":"t"}' },
        { metadata: { ...metadata, labels: { "argocd.argoproj.io/secret-type": "cluster" } } },
      ),
    ],
  ])("is not told by %s", (_where, item) => {
    const { result, text } = kept(item);

    expect(result.credentials).not.toEqual([]);
    for (const value of SECRETS) expect(text).not.toContain(value);
  });

  it("is not told by a kubeconfig file", () => {
    const { credentials } = scanKubeconfig("config", `kind: Config\nusers:\n- name: ${JWT}\n  user: {token: ${JWT}}\n`);

    expect(credentials).toHaveLength(1);
    expect(JSON.stringify(credentials)).not.toContain("c2lnbmF0dXJl");
  });
});

describe("what only looks like a static credential", () => {
  it.each<[string, object]>([
    ["a name of a secret", pod({ args: ["--secret-name=aws-secret-access-key"] })],
    [
      "a variable that is filled in later",
      pod({ env: [{ name: "AZURE_CLIENT_SECRET", value: "$(FROM_THE_VAULT_OF_THE_TEAM)" }] }),
    ],
    ["a temporary key", configMap({ note: AKIA.replace("AKIA", "ASIA") })],
    ["the secret of another OpenID Connect client", secret({ "dex.yaml": `clientSecret: ${"s".repeat(34)}\n` })],
    [
      "a credential file of federation",
      secret({ k: JSON.stringify({ type: "external_account", audience: "//iam.googleapis.com/x" }) }),
    ],
    ["a key of a certificate", secret({ "tls.key": PEM })],
    ["a policy of AWS", configMap({ policy: '{"Action":"secretsmanager:GetSecretValue"}' })],
  ])("is none: %s", (_what, item) => {
    expect(kept(item).kinds).toEqual([]);
  });
});

describe("an entry that is made to be slow", () => {
  it.each([
    ["spaces", " ".repeat(1_000_000) + "x"],
    ["letters of base64", "AKIA".repeat(2_000_000)],
    ["lines of variables", "name: a\n".repeat(500_000)],
    ["names", "a".repeat(1_000_000)],
    ["assignments", "a=b ".repeat(250_000)],
    ["brackets", "[".repeat(500_000)],
    ["JSON in JSON", Array.from({ length: 12 }).reduce<string>((text) => JSON.stringify([text]), "x")],
    ["base64 in base64", Array.from({ length: 12 }).reduce<string>((text) => base64(text), "x".repeat(2_000))],
    ["a compressed bomb", base64(gzipSync(Buffer.alloc(64 * 1024 * 1024)))],
  ])("ends: %s", (_what, value) => {
    expect(kept(configMap({ value })).kinds).toEqual([]);
  });
});

it("tells each account of several connection strings in one entry", () => {
  const bus = `Endpoint=sb://acme.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=${base64("k".repeat(32))}`;
  const { credentials } = scanObjects([configMap({ "app.json": JSON.stringify({ storage: STORAGE, bus }) })]);
  expect(credentials.map(({ about }) => about).sort()).toEqual(["acme.servicebus.windows.net", "acmeexports"]);
});
