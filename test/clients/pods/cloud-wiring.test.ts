import { DeploymentV1 } from "@cdktf/provider-kubernetes/lib/deployment-v1";
import {
  AwsAccess,
  AwsTrust,
  AzureAccess,
  AzureTrust,
  ClusterAccess,
  CloudTrust,
  EksToGkeTrust,
  GcpAccess,
  GcpTrust,
  PodWiring,
  SdkConfigMap,
  ServiceAccount,
} from "../../../src";
import { accountsOf } from "../../support/accounts";
import { ACCOUNT_ID, Clouds, PROJECT_NUMBER, SUBSCRIPTION_ID, TENANT_ID } from "../../support/clouds";
import { refusals, synthesize } from "../../support/synthesized";

const VAULT = `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/core/providers/Microsoft.KeyVault/vaults/acme`;

interface Container {
  volumeMounts: { name: string; mountPath: string }[];
  env: { name: string; value: string }[];
}
interface Pod {
  volumes: {
    name: string;
    projected?: { sources: { serviceAccountToken: { audience: string; path: string } }[] };
    configMap?: { name: string };
  }[];
}

/** A service account of EKS with a trust into an account of each cloud. */
function threeClouds(clouds: Clouds): { loader: ServiceAccount; trusts: CloudTrust[] } {
  const { prod, data, core } = accountsOf(clouds);
  const loader = clouds.eks("west").serviceAccount("etl", "loader");
  const trusts = [
    new AwsTrust(clouds.stack, "loader-aws", { from: loader, to: prod, access: AwsAccess.readBucket("acme-reports") }),
    new GcpTrust(clouds.stack, "loader-google", {
      from: loader,
      to: data,
      access: GcpAccess.readBucket("acme-exports"),
    }),
    new AzureTrust(clouds.stack, "loader-azure", { from: loader, to: core, access: AzureAccess.readSecrets(VAULT) }),
  ];
  return { loader, trusts };
}

function variablesOf(wiring: PodWiring): Record<string, string> {
  const { env } = wiring.toContainerJson() as Container;
  return Object.fromEntries(env.map(({ name, value }) => [name, value]));
}

describe("PodWiring for trusts into cloud accounts", () => {
  it("projects one token for each account, with the audience that the account expects", () => {
    const clouds = new Clouds();
    const { loader, trusts } = threeClouds(clouds);
    const sdkFiles = new SdkConfigMap(clouds.stack, "sdk", { namespace: "etl", trusts });

    const { volumes } = PodWiring.for(loader, trusts, { sdkFiles }).toPodJson() as Pod;

    expect(
      volumes.find(({ projected }) => projected)!.projected!.sources.map((source) => source.serviceAccountToken),
    ).toEqual([
      { audience: "sts.amazonaws.com", expirationSeconds: 3600, path: "prod/token" },
      { audience: trusts[1].audience, expirationSeconds: 3600, path: "data/token" },
      { audience: "api://AzureADTokenExchange", expirationSeconds: 3600, path: "core/token" },
    ]);
    expect(trusts[1].audience).toContain(`projects/${PROJECT_NUMBER}/`);
    expect(refusals(clouds.stack)).toEqual([]);
  });

  it("sets what each SDK reads, and brings no cache for a plugin that is not used", () => {
    const clouds = new Clouds();
    const { loader, trusts } = threeClouds(clouds);
    const sdkFiles = new SdkConfigMap(clouds.stack, "sdk", { namespace: "etl", trusts });
    const wiring = PodWiring.for(loader, trusts, { sdkFiles });

    expect(variablesOf(wiring)).toMatchObject({
      AWS_WEB_IDENTITY_TOKEN_FILE: "/var/run/secrets/trust-mesh/prod/token",
      AWS_ROLE_SESSION_NAME: "etl.loader",
      AWS_REGION: "us-east-1",
      AZURE_FEDERATED_TOKEN_FILE: "/var/run/secrets/trust-mesh/core/token",
      AZURE_TENANT_ID: TENANT_ID,
      AZURE_AUTHORITY_HOST: "https://login.microsoftonline.com/",
      GOOGLE_APPLICATION_CREDENTIALS: "/etc/trust-mesh/google-data.json",
      GOOGLE_CLOUD_PROJECT: "acme-data",
    });
    expect(variablesOf(wiring).AWS_ROLE_ARN).toMatch(new RegExp(`^arn:aws:iam::${ACCOUNT_ID}:role/`));
    expect(variablesOf(wiring)).not.toHaveProperty("TRUST_MESH_CACHE_DIR");
    const { volumeMounts } = wiring.toContainerJson() as Container;
    expect(volumeMounts.map(({ mountPath }) => mountPath)).toEqual(["/var/run/secrets/trust-mesh", "/etc/trust-mesh"]);
  });

  it("mounts Google's credential file from an immutable ConfigMap whose name follows from the content", () => {
    const clouds = new Clouds();
    const { loader, trusts } = threeClouds(clouds);
    const kubernetesProvider = clouds.providers.kubernetes("west-pods");
    const sdkFiles = new SdkConfigMap(clouds.stack, "sdk", { namespace: "etl", trusts, kubernetesProvider });
    const wiring = PodWiring.for(loader, trusts, { sdkFiles });
    const { volumes, volumeMounts, environment } = wiring;
    const container = [{ name: "loader", image: "loader", volumeMount: volumeMounts, env: environment }];
    const spec = { serviceAccountName: "loader", volume: volumes, container };
    const template = { metadata: { labels: { app: "loader" } }, spec };
    const metadata = { name: "loader", namespace: "etl" };
    const selector = { matchLabels: { app: "loader" } };
    new DeploymentV1(clouds.stack, "loader", { provider: kubernetesProvider, metadata, spec: { selector, template } });

    const configMap = synthesize(clouds.stack).only("kubernetes_config_map_v1");

    expect(configMap).toMatchObject({ immutable: true, metadata: { name: sdkFiles.configMapName, namespace: "etl" } });
    const file = JSON.parse((configMap.data as Record<string, string>)["google-data.json"]) as Record<string, unknown>;
    expect(file).toMatchObject({
      type: "external_account",
      credential_source: { file: "/var/run/secrets/trust-mesh/data/token" },
    });
    expect(file.audience).toBe(trusts[1].audience.replace("https:", ""));
    expect(sdkFiles.toManifest()).toMatchObject({ kind: "ConfigMap", metadata: { name: sdkFiles.configMapName } });
  });

  it("wires the exec plugin and the SDKs of one service account together", () => {
    const clouds = new Clouds();
    const { loader, trusts } = threeClouds(clouds);
    const inEuro = new EksToGkeTrust(clouds.stack, "in-euro", {
      from: loader,
      to: clouds.gke("euro"),
      access: ClusterAccess.view(),
    });
    const sdkFiles = new SdkConfigMap(clouds.stack, "sdk", { namespace: "etl", trusts });

    const wiring = PodWiring.for(loader, [inEuro, ...trusts], { sdkFiles });

    const [{ projected }] = (wiring.toPodJson() as Pod).volumes;
    expect(projected!.sources.map((source) => source.serviceAccountToken.path)).toEqual([
      "euro/token",
      "prod/token",
      "data/token",
      "core/token",
    ]);
    expect(variablesOf(wiring)).toMatchObject({ TRUST_MESH_CACHE_DIR: "/var/cache/trust-mesh/credentials" });
    expect(refusals(clouds.stack)).toEqual([]);
  });

  it("needs one token for two trusts into one account by one role", () => {
    const clouds = new Clouds();
    const { prod } = accountsOf(clouds);
    const from = clouds.gke().serviceAccount("etl", "loader");
    const trusts = ["acme-reports", "acme-exports"].map(
      (bucket) => new AwsTrust(clouds.stack, bucket, { from, to: prod, access: AwsAccess.readBucket(bucket) }),
    );

    const [{ projected }] = (PodWiring.for(from, trusts).toPodJson() as Pod).volumes;

    expect(projected!.sources).toHaveLength(1);
    expect(refusals(clouds.stack)).toEqual([]);
  });

  it.each([
    ["no files", false, "sdkFiles: is missing, and SDKs read google-data.json"],
    ["the files of other trusts", true, "sdkFiles: is made from other trusts"],
  ])("refuses %s", (_what, given, message) => {
    const clouds = new Clouds();
    const { loader, trusts } = threeClouds(clouds);
    const others = new SdkConfigMap(clouds.stack, "sdk", { namespace: "etl", trusts: [trusts[0]] });

    PodWiring.for(loader, trusts, given ? { sdkFiles: others } : {});

    expect(refusals(clouds.stack).join("\n")).toContain(message);
  });

  it("has further variables of the container beside its own", () => {
    const clouds = new Clouds();
    const { loader, trusts } = threeClouds(clouds);

    const wiring = PodWiring.for(loader, [trusts[0]], { env: { LOG_LEVEL: "info" } });

    expect(variablesOf(wiring)).toMatchObject({ LOG_LEVEL: "info", AWS_ROLE_SESSION_NAME: "etl.loader" });
    expect(refusals(clouds.stack)).toEqual([]);
  });

  it.each([
    "AWS_ACCESS_KEY_ID",
    "AWS_PROFILE",
    "AWS_ROLE_ARN",
    "AZURE_CLIENT_SECRET",
    "GOOGLE_APPLICATION_CREDENTIALS",
  ])("refuses the further variable %s, which would shadow its own", (name) => {
    const clouds = new Clouds();
    const { loader, trusts } = threeClouds(clouds);
    const sdkFiles = new SdkConfigMap(clouds.stack, "sdk", { namespace: "etl", trusts });

    PodWiring.for(loader, trusts, { sdkFiles, env: { [name]: "x" } });

    expect(refusals(clouds.stack).join("\n")).toContain(
      `env.${name}: keeps vendors' SDKs from using the wiring. Leave it out, and what it names with it.`,
    );
  });

  it("refuses the trusts of another service account", () => {
    const clouds = new Clouds();
    const { trusts } = threeClouds(clouds);

    PodWiring.for(clouds.gke().serviceAccount("etl", "loader"), [trusts[0]]);

    expect(refusals(clouds.stack).join("\n")).toContain(
      'the trust in "prod" is of "west:etl:loader", and the pods run as "euro:etl:loader"',
    );
  });
});
