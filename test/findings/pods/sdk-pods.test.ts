import { build } from "../../../examples/nine-cells/main";
import { documentsOf, inJson, only, ProviderPod, ProviderToken, Stacks, told } from "./pod-app";

/** Pods of vendors' SDKs: what the kubelet gives them, compared with what their cloud trusts. */
const stacks = documentsOf((app) => build(app, "states"));
const PLACE = "aws: kubernetes_deployment_v1.loader";
const FILE = "aws: kubernetes_config_map_v1.sdk_config-map_6F02D6D9";
const OF_THE_FILE = /^(a file of another type|a token_url elsewhere)$/;

type Change = (pod: ProviderPod, stacks: Stacks) => unknown;
/** A credential file of Google's clients. */
interface CredentialFile {
  type: string;
  audience: string;
  token_url: string;
  service_account_impersonation_url?: string;
  credential_source: { file: string };
}
const deployment = (of: Stacks) => only(of.aws.resource.kubernetes_deployment_v1);
const configMap = (of: Stacks) => only(of.aws.resource.kubernetes_config_map_v1);
const after = (change: Change) =>
  told(stacks, (copy) => change(deployment(copy).spec.template.spec, copy)).filter(
    (one) => !/ (azure|google): /.test(one),
  );
const variable = ({ container: [{ env = [] }] }: ProviderPod, name: string) => {
  const found = env.find((one) => one.name === name);
  if (!found) throw new Error(`no variable ${name}`);
  return found;
};
const set = (name: string, value: string) => (pod: ProviderPod) => (variable(pod, name).value = value);
const drop = (name: string) => (pod: ProviderPod) =>
  (pod.container[0].env = pod.container[0].env?.filter((one) => one.name !== name));
const token = (pod: ProviderPod, path: string): ProviderToken => {
  const found = sources(pod).find((one) => one.service_account_token.path === path);
  if (!found) throw new Error(`no token ${path}`);
  return found.service_account_token;
};
const sources = ({ volume: [{ projected = [] }] }: ProviderPod) => projected[0].sources;
const mounts = ({ container: [{ volume_mount = [] }] }: ProviderPod) => volume_mount;
const inFile = (change: (file: CredentialFile) => unknown) => (_pod: ProviderPod, of: Stacks) => {
  const { data } = configMap(of);
  data["google-data.json"] = inJson(data["google-data.json"], change);
};

it("the example's pods are as declared", () => {
  expect(told(stacks)).toEqual([]);
});

describe("a fault is told of", () => {
  it.each<[what: string, change: Change, hop: string, reason: RegExp]>([
    [
      "a token for another audience",
      (pod) => (token(pod, "prod/token").audience = "evil"),
      "exchange",
      /"evil" is refused/,
    ],
    ["a token for the API server", (pod) => delete token(pod, "core/token").audience, "exchange", /is refused: AADSTS/],
    [
      "a token at another path",
      (pod) => (token(pod, "data/token").path = "other/token"),
      "source",
      /data\/token is not there/,
    ],
    ["no volume", (pod) => (pod.volume = pod.volume.slice(1)), "source", /mounts the volume "trust-mesh-tokens"/],
    ["a volume that is not mounted", (pod) => mounts(pod).shift(), "source", /no volume is mounted above/],
    ["another mount", (pod) => (mounts(pod)[0].mount_path = "/tokens"), "source", /no volume is mounted/],
    [
      "a mount by subPath, which the kubelet never renews",
      (pod) =>
        (mounts(pod)[0] = {
          ...{ name: "trust-mesh-tokens", sub_path: "prod/token" },
          mount_path: "/var/run/secrets/trust-mesh/prod/token",
        }),
      "source",
      /mounted by a subPath, so that it is never renewed/,
    ],
    [
      "an empty folder in the volume's place",
      (pod) => delete pod.volume[0].projected,
      "source",
      /is empty, and has no file/,
    ],
    ["a token of nine minutes", (pod) => (token(pod, "prod/token").expiration_seconds = 540), "source", /540 seconds/],
    [
      "files that nobody may read",
      (pod) => (pod.volume[0].projected![0].default_mode = "0200"),
      "source",
      /no process may read/,
    ],
    [
      "another service account",
      (pod) => (pod.service_account_name = "evil"),
      "exchange",
      /etl\/evil: AWS_ROLE_ARN leads to/,
    ],
    [
      "the namespace's default account",
      (pod) => delete pod.service_account_name,
      "exchange",
      /etl\/default: AWS_ROLE_ARN/,
    ],
    [
      "another namespace",
      (_pod, of) => (deployment(of).metadata.namespace = "evil"),
      "exchange",
      /evil\/loader: AWS_ROLE_ARN/,
    ],
    [
      "another role",
      set("AWS_ROLE_ARN", "arn:aws:iam::111122223333:role/evil"),
      "exchange",
      /role\/evil, and what is declared/,
    ],
    ["the role of a loader in another cluster", theOthers, "exchange", /and what is declared for/],
    [
      "a role without a token",
      drop("AWS_WEB_IDENTITY_TOKEN_FILE"),
      "source",
      /is set without AWS_WEB_IDENTITY_TOKEN_FILE/,
    ],
    ["a token without a role", drop("AWS_ROLE_ARN"), "source", /is set without AWS_ROLE_ARN/],
    [
      "a token of another cloud",
      set("AWS_WEB_IDENTITY_TOKEN_FILE", TOKENS("core")),
      "exchange",
      /AzureADTokenExchange/,
    ],
    ["a region that is none", set("AWS_REGION", "us-west"), "source", /AWS_REGION is "us-west"/],
    ["an unknown choice of endpoints", set("AWS_STS_REGIONAL_ENDPOINTS", "global"), "source", /legacy or regional/],
    ["a session's name with a space", set("AWS_ROLE_SESSION_NAME", "a b"), "source", /session's name is "a b"/],
    [
      "another client id",
      set("AZURE_CLIENT_ID", "99999999-8888-4777-8666-555555555555"),
      "exchange",
      /and what is declared/,
    ],
    [
      "another tenant",
      set("AZURE_TENANT_ID", "99999999-8888-4777-8666-555555555555"),
      "exchange",
      /is refused: AADSTS/,
    ],
    [
      "another authority",
      set("AZURE_AUTHORITY_HOST", "https://login.evil.example/"),
      "source",
      /no authority of Azure/,
    ],
    [
      "the authority of another cloud",
      set("AZURE_AUTHORITY_HOST", "https://login.microsoftonline.us/"),
      "exchange",
      /of the cloud usgovernment, and public is declared/,
    ],
    ["another credential", set("AZURE_TOKEN_CREDENTIALS", "AzureCliCredential"), "source", /no token's file is read/],
    [
      "another file of credentials",
      set("GOOGLE_APPLICATION_CREDENTIALS", "/etc/trust-mesh/x.json"),
      "source",
      /has no file x.json/,
    ],
    ["another audience in the file", inFile((file) => (file.audience += "x")), "exchange", /and what is declared/],
    [
      "another token in the file",
      inFile((file) => (file.credential_source.file += "x")),
      "source",
      /tokenx is not there/,
    ],
    [
      "a file of another type",
      inFile((file) => (file.type = "service_account")),
      "source",
      /of the type "service_account"/,
    ],
    [
      "a token_url elsewhere",
      inFile((file) => (file.token_url = "https://evil.example/v1/token")),
      "source",
      /has the token_url/,
    ],
    ["impersonation of another", inFile(impersonate), "exchange", /and what is declared/],
    [
      "a file in another namespace",
      (_pod, of) => (configMap(of).metadata.namespace = "evil"),
      "source",
      /in the namespace "evil"/,
    ],
    [
      "a file under another key",
      (_pod, of) => (configMap(of).data = { "x.json": "{}" }),
      "source",
      /has no file google-data.json/,
    ],
  ])("%s", (what, change, hop, reason) => {
    const found = after(change);

    // What a file says is told at what has the file; else it is named.
    const place = OF_THE_FILE.test(what) ? FILE : PLACE;
    expect(found.join("\n")).toMatch(reason);
    expect(found[0]).toMatch(new RegExp(`^fault ${place} ${hop}: the pod of `));
    if (/in the file$/.test(what)) expect(found[0]).toContain(`; the file is in ${FILE}`);
  });
});

function TOKENS(account: string): string {
  return `/var/run/secrets/trust-mesh/${account}/token`;
}

function theOthers(pod: ProviderPod, of: Stacks): void {
  const other = of.google.resource.kubernetes_deployment_v1.loader.spec.template.spec;
  variable(pod, "AWS_ROLE_ARN").value = variable(other, "AWS_ROLE_ARN").value;
}

function impersonate(file: CredentialFile): void {
  const account = "evil@acme-data.iam.gserviceaccount.com";
  file.service_account_impersonation_url = `https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/${account}:generateAccessToken`;
}

describe("a gap is told where what decides was not read", () => {
  it.each<[what: string, change: Change, reason: RegExp]>([
    [
      "the file's ConfigMap",
      (pod) => (pod.volume[1].config_map!.name = "elsewhere"),
      /the ConfigMap "elsewhere" was not read/,
    ],
    ["which identity code asks for", drop("AZURE_CLIENT_ID"), /without AZURE_CLIENT_ID: whose token/],
    [
      "what other clients than gcloud read",
      drop("GOOGLE_APPLICATION_CREDENTIALS"),
      /is set without GOOGLE_APPLICATION/,
    ],
    [
      "what reads a token",
      (pod) => (pod.container[0].env = []),
      /token for sts.amazonaws.com at .*, and no variable or file/,
    ],
  ])("%s", (_what, change, reason) => {
    const found = after(change);

    expect(found.join("\n")).toMatch(reason);
    expect(found.every((one) => one.startsWith(`gap ${PLACE} source: the pod of etl/loader: `))).toBe(true);
  });
});

describe("nothing is told of", () => {
  it.each<[what: string, change: Change]>([
    ["a file that a sidecar may write", (pod) => sidecar(pod)],
    ["another life of a token", (pod) => (token(pod, "prod/token").expiration_seconds = 7200)],
    ["another region", set("AWS_REGION", "eu-central-1")],
    ["another session's name", set("AWS_ROLE_SESSION_NAME", "nightly")],
    ["upper case where Azure ignores it", set("AZURE_TENANT_ID", "7D3A1C52-9F0B-4C1E-8A55-0C6C1D2E3F40")],
    ["a second container without any of it", (pod) => pod.container.push({ name: "proxy", image: "proxy:1" })],
    ["a pod of another service account and role", (_pod, of) => stranger(of)],
  ])("%s", (_what, change) => {
    expect(after(change)).toEqual([]);
  });
});

/** Another container fills the folder with tokens, which no manifest tells. */
function sidecar(pod: ProviderPod): void {
  delete pod.volume[0].projected;
  pod.container.push({ name: "agent", image: "agent:1", volume_mount: [mounts(pod)[0]] });
}

function stranger(of: Stacks): void {
  const env = [
    { name: "AWS_ROLE_ARN", value: "arn:aws:iam::999999999999:role/own" },
    { name: "AWS_WEB_IDENTITY_TOKEN_FILE", value: "/tokens/aws" },
  ];
  const spec = { service_account_name: "other", volume: [], container: [{ name: "other", image: "other:1", env }] };
  of.aws.resource.kubernetes_deployment_v1.other = {
    provider: deployment(of).provider,
    metadata: { name: "other", namespace: "etl" },
    spec: { template: { spec } },
  };
}
