import { mutatedByAzure } from "../../../src/vendor/webhooks/azure";
import { tokenAt, WebhookPod } from "../../../src/vendor/webhooks/pod";

/** The cases of `pkg/webhook/webhook_test.go` of Azure/azure-workload-identity. */
const CLIENT = "azure.workload.identity/client-id";
const TENANT = "azure.workload.identity/tenant-id";
const EXPIRATION = "azure.workload.identity/service-account-token-expiration";
const SKIP = "azure.workload.identity/skip-containers";
const FILE = "/var/run/secrets/azure/tokens/azure-identity-token";
const MOUNT = { name: "azure-identity-token", readOnly: true, mountPath: "/var/run/secrets/azure/tokens" };
const LABELS = { "azure.workload.identity/use": "true" };
const ACCOUNT = { [CLIENT]: "clientID", [TENANT]: "tenantID" };
const volume = (expirationSeconds: number, path = "azure-identity-token", audience = "api://AzureADTokenExchange") => ({
  name: "azure-identity-token",
  projected: { sources: [{ serviceAccountToken: { path, expirationSeconds, audience } }] },
});
const variables = (all: Record<string, string>) => Object.entries(all).map(([name, value]) => ({ name, value }));
const ADDED = {
  AZURE_CLIENT_ID: "clientID",
  AZURE_TENANT_ID: "tenantID",
  AZURE_FEDERATED_TOKEN_FILE: FILE,
  AZURE_AUTHORITY_HOST: "https://login.microsoftonline.com/",
};

function mutated(pod: WebhookPod, account: Record<string, string>, options = {}): WebhookPod {
  const made = mutatedByAzure(pod, account, { version: "1.5.1", ...options });
  if ("refused" in made) throw new Error(made.refused);
  return made;
}
const podOf = (env: Record<string, string> = {}, more: Partial<WebhookPod> = {}): WebhookPod => ({
  labels: LABELS,
  containers: [{ name: "own", ...(Object.keys(env).length ? { env: variables(env) } : {}) }],
  ...more,
});

describe("Azure's webhook", () => {
  it("adds volume, mount and variables to a container", () => {
    const made = mutated(podOf(), ACCOUNT);

    expect(made).toEqual({
      labels: LABELS,
      containers: [{ name: "own", env: variables(ADDED), volumeMounts: [MOUNT] }],
      volumes: [volume(3600)],
    });
    expect(tokenAt(made, made.containers[0], FILE)?.audience).toBe("api://AzureADTokenExchange");
  });

  it("keeps variables that are there, and adds the others behind them", () => {
    const own = { AZURE_CLIENT_ID: "myClientID", MY_ENV_VAR: "test" };

    expect(mutated(podOf(own), ACCOUNT).containers[0].env).toEqual(variables({ ...own, ...ADDED, ...own }));
  });

  it("adds no variable without a value", () => {
    const { AZURE_FEDERATED_TOKEN_FILE, AZURE_AUTHORITY_HOST } = ADDED;

    expect(mutated(podOf(), {}).containers[0].env).toEqual(
      variables({ AZURE_FEDERATED_TOKEN_FILE, AZURE_AUTHORITY_HOST }),
    );
  });

  it("takes its own tenant where the service account names none", () => {
    const { env } = mutated(podOf(), { [CLIENT]: "clientID" }, { tenantId: "tenant-id" }).containers[0];

    expect(env).toContainEqual({ name: "AZURE_TENANT_ID", value: "tenant-id" });
  });

  it.each([
    [undefined, "https://login.microsoftonline.com/"],
    ["AzurePublicCloud", "https://login.microsoftonline.com/"],
    ["AzureUSGovernmentCloud", "https://login.microsoftonline.us/"],
    ["AzureChinaCloud", "https://login.chinacloudapi.cn/"],
  ])("names the authority of %s", (environment, value) => {
    const { env } = mutated(podOf(), ACCOUNT, { environment }).containers[0];

    expect(env).toContainEqual({ name: "AZURE_AUTHORITY_HOST", value });
  });

  it.each([
    ["container1", ["container1"]],
    ["container1;container2", ["container1", "container2"]],
    ["container1; container2", ["container1", "container2"]],
  ])("leaves containers alone that the pod names: %s", (names, skipped) => {
    const containers = ["container1", "container2", "container3"].map((name) => ({ name }));
    const made = mutated(podOf({}, { annotations: { [SKIP]: names }, containers }), ACCOUNT);

    expect(made.containers.filter(({ env }) => !env).map(({ name }) => name)).toEqual(skipped);
  });

  it.each([
    ["the service account's", {}, { [EXPIRATION]: "4800" }, 4800],
    ["the pod's before that", { [EXPIRATION]: "4000" }, { [EXPIRATION]: "4800" }, 4000],
  ])("projects tokens that live as long as %s", (_what, annotations, account, seconds) => {
    expect(mutated(podOf({}, { annotations }), { ...ACCOUNT, ...account }).volumes).toEqual([volume(seconds)]);
  });

  it.each([
    ["of the pod", { [EXPIRATION]: "3600s" }, {}],
    ["of the service account", {}, { [EXPIRATION]: "3600s" }],
    ["below an hour", { [EXPIRATION]: "3599" }, {}],
    ["above a day", { [EXPIRATION]: "86401" }, {}],
  ])("refuses a pod with an expiration that it does not take: %s", (_what, annotations, account) => {
    expect(mutatedByAzure(podOf({}, { annotations }), { ...ACCOUNT, ...account })).toEqual({
      refused: expect.stringContaining("is not within 3600 to 86400 seconds") as unknown,
    });
  });

  it("leaves a mount of its name and a token of its name as they are", () => {
    const volumeMounts = [{ name: "azure-identity-token", mountPath: "mountPath" }];
    const made = mutated(podOf({}, { containers: [{ name: "own", volumeMounts }], volumes: [volume(3600)] }), ACCOUNT);

    expect(made.containers[0].volumeMounts).toEqual(volumeMounts);
    expect(made.volumes).toEqual([volume(3600)]);
  });

  it("adds its volume behind one that projects another token", () => {
    const other = volume(3600, "my-projected-volume", "aud");

    expect(mutated(podOf({}, { volumes: [other] }), ACCOUNT).volumes).toEqual([other, volume(3600)]);
  });

  it("changes init containers as well", () => {
    expect(mutated(podOf({}, { initContainers: [{ name: "init" }] }), ACCOUNT).initContainers).toEqual([
      { name: "init", env: variables(ADDED), volumeMounts: [MOUNT] },
    ]);
  });

  it.each<Record<string, string>>([{}, { "azure.workload.identity/use": "false" }])(
    "is asked for no pod of the labels %j",
    (labels) => {
      const pod = podOf({}, { labels });

      expect(mutatedByAzure(pod, ACCOUNT)).toBe(pod);
    },
  );

  const FOLDER = "/var/run/secrets/azure/wi";
  it.each([
    ["1.5.1", FILE],
    ["v1.4.0", FILE],
    ["~1.5", FILE],
    ["1.5.x", FILE],
    ["1.6.0", `${FOLDER}/token/azure-identity-token`],
    ["1.6.1", `${FOLDER}/of-the-pods-name/token/azure-identity-token`],
    ["~1.6", `${FOLDER}/of-the-pods-name/token/azure-identity-token`],
    ["^1.5.0", `${FOLDER}/of-the-pods-name/token/azure-identity-token`],
    [">=1.5", `${FOLDER}/of-the-pods-name/token/azure-identity-token`],
    [undefined, `${FOLDER}/of-the-pods-name/token/azure-identity-token`],
  ])("tells in version %s where the token is, and puts it there", (version, file) => {
    const made = mutated(podOf(), ACCOUNT, { version });
    const [container] = made.containers;

    expect(container.env).toContainEqual({ name: "AZURE_FEDERATED_TOKEN_FILE", value: file });
    expect(tokenAt(made, container, file)).toMatchObject({ audience: "api://AzureADTokenExchange" });
  });

  it("adds its volume from 1.6 on beside one that projects a token of the former path", () => {
    const made = mutated(podOf({}, { volumes: [volume(3600)] }), ACCOUNT, { version: "1.6.0" });

    expect(made.volumes?.map(({ name }) => name)).toEqual([
      "azure-identity-token",
      expect.stringMatching(/^azure-workload-identity-reserved-/),
    ]);
  });

  it("leaves a container without a token that names the path of another version", () => {
    const made = mutated(podOf({ AZURE_FEDERATED_TOKEN_FILE: FILE }), ACCOUNT, { version: "1.6.0" });

    expect(tokenAt(made, made.containers[0], FILE)).toBeUndefined();
  });
});
