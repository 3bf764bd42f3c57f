import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { build } from "../../examples/webhooks/main";
import { claimsOf, ServiceEdge } from "../../src/simulator";
import { webhookOf } from "../../src/simulator/webhooks/webhook";
import { workloadsOf } from "../../src/simulator/webhooks/workloads";
import { tokenAt } from "../../src/vendor/webhooks/pod";
import { run } from "../plugin/support";
import { nameOf } from "./support/run-lab";
import { LabFixture } from "./support/use-lab";

/**
 * The vendors' SDKs for JavaScript in a pod that a webhook changed, and in the same pod while the webhook was down. Their environment is
 * what the webhook makes of the Deployment's container, and the lab's own variables.
 */
jest.setTimeout(120_000);

const ROOT = join(__dirname, "../..");
const fixture = new LabFixture(build);
const edgeNamed = (name: string) => fixture.lab.world.services.find((one) => nameOf(one) === name)!;

/** The variables of the Deployment's container, with the token where they say. */
async function environmentOf(edge: ServiceEdge, state: "up" | "down"): Promise<Record<string, string>> {
  const { lab } = fixture;
  const { configuration } = lab.world;
  const { resource, annotations } = edge.webhook!;
  const [workload] = workloadsOf(configuration, { namespace: "etl", name: "loader", resource: resource! });
  if (!("pod" in workload)) throw workload.error;
  const pod =
    state === "down" ? workload.pod : webhookOf(configuration, edge, edge.webhook!).mutate(workload.pod, annotations);
  if ("refused" in pod) throw new Error(pod.refused);
  const [container] = pod.containers;
  const folder = mkdtempSync(join(lab.folder, "webhook-"));
  const variables: Record<string, string> = {};
  for (const { name, value = "" } of container.env ?? []) {
    const token = tokenAt(pod, container, value);
    variables[name] = token ? join(folder, value) : value;
    if (!token) continue;
    mkdirSync(dirname(variables[name]), { recursive: true });
    const { source } = edge.declaration;
    const claims = claimsOf(source.issuer, source.subject, token.audience, lab.clock.now);
    writeFileSync(variables[name], await lab.issuerOf(edge).issue(claims));
  }
  return variables;
}

/** Runs a program that prints JSON in a pod. */
async function inPod(variables: Record<string, string>, program: string): Promise<unknown> {
  const { lab } = fixture;
  const { stdout, stderr } = await run(
    process.execPath,
    ["-e", program],
    {
      ...variables,
      ...{ HTTPS_PROXY: lab.proxyUrl, NODE_EXTRA_CA_CERTS: lab.caFile, HOME: mkdtempSync(join(lab.folder, "home-")) },
      // No program asks the metadata server of the machine that the lab runs on.
      ...{ AWS_EC2_METADATA_DISABLED: "true", AZURE_POD_IDENTITY_AUTHORITY_HOST: `http://${lab.metadata.address}` },
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    },
    { cwd: ROOT },
  );
  try {
    return JSON.parse(stdout) as unknown;
  } catch {
    throw new Error(`The program printed no JSON: ${stdout}${stderr}`);
  }
}

const AWS = `
  const { GetCallerIdentityCommand, STSClient } = require("@aws-sdk/client-sts");
  const { HttpsProxyAgent } = require("https-proxy-agent");
  new STSClient({ requestHandler: { httpsAgent: new HttpsProxyAgent(process.env.HTTPS_PROXY) }, maxAttempts: 1 })
    .send(new GetCallerIdentityCommand({}))
    .then(({ Arn }) => console.log(JSON.stringify(Arn)), ({ name }) => console.log(JSON.stringify(name)));`;
const AZURE = `
  const { DefaultAzureCredential } = require("@azure/identity");
  new DefaultAzureCredential().getToken("https://vault.azure.net/.default").then(
    ({ token }) => console.log(JSON.stringify(JSON.parse(Buffer.from(token.split(".")[1], "base64url")).oid)),
    ({ name }) => console.log(JSON.stringify(name)));`;

describe.each(["corp", "euro"])("a pod of %s with AWS's SDK", (cluster) => {
  const edge = () => edgeNamed(`${cluster}:etl/loader → prod`);

  it("acts as the role that the webhook told it", async () => {
    const role = edge().declaration.principal.replace(/^.*:role\//, "");

    expect(await inPod(await environmentOf(edge(), "up"), AWS)).toMatch(
      new RegExp(`^arn:aws:sts::111122223333:assumed-role/${role}/`),
    );
  });

  it("finds no credentials while the webhook is down, and falls back to nothing", async () => {
    const variables = { ...(await environmentOf(edge(), "down")), AWS_REGION: "us-west-2" };

    expect(await inPod(variables, AWS)).toBe("CredentialsProviderError");
  });
});

describe.each(["west", "euro"])("a pod of %s with Azure's SDK", (cluster) => {
  const edge = () => edgeNamed(`${cluster}:etl/loader → core`);

  it("acts as the identity that the webhook told it", async () => {
    expect(await inPod(await environmentOf(edge(), "up"), AZURE)).toBe(edge().declaration.principal);
  });

  it("finds no credentials without the mutation", async () => {
    expect(await inPod(await environmentOf(edge(), "down"), AZURE)).toMatch(
      /^(AggregateAuthenticationError|CredentialUnavailableError)$/,
    );
  });
});
