import { scanKubeconfig, scanObjects } from "../../src/scan/scan";

/** Made-up values in the vendors' forms; none opens anything. */
const AKIA = "AKIA" + "IOSFODNN7EXAMPLE";
const AWS_SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const AZURE_SECRET = "abc8Q~" + "x".repeat(34);
const STORAGE = `DefaultEndpointsProtocol=https;AccountName=acmeexports;AccountKey=${"A".repeat(86)}==;EndpointSuffix=core.windows.net`;
const GOOGLE_KEY = JSON.stringify({
  type: "service_account",
  project_id: "acme-data",
  private_key: "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n",
  client_email: "loader@acme-data.iam.gserviceaccount.com",
});
const KUBECONFIG = `
apiVersion: v1
kind: Config
clusters:
  - name: euro
    cluster: { server: "https://203.0.113.7" }
contexts:
  - name: euro
    context: { cluster: euro, user: robot }
users:
  - name: robot
    user: { token: eyJhbGciOiJSUzI1NiJ9.e30.c2ln }
  - name: person
    user: { exec: { apiVersion: client.authentication.k8s.io/v1, command: trust-mesh-auth } }
  - name: admin
    user: { client-certificate-data: Q0VSVA==, client-key-data: S0VZ }
`;

function secret(name: string, data: Record<string, string>, more: object = {}) {
  const encoded = Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString("base64")]),
  );
  return { apiVersion: "v1", kind: "Secret", metadata: { name, namespace: "etl" }, data: encoded, ...more };
}

function deployment(name: string, spec: object) {
  const template = { spec: { serviceAccountName: "loader", ...spec } };
  return { apiVersion: "apps/v1", kind: "Deployment", metadata: { name, namespace: "etl" }, spec: { template } };
}

function kindsIn(...items: object[]): string[] {
  return scanObjects(items).credentials.map(({ kind, entry, about }) => [kind, entry, about].filter(Boolean).join(" "));
}

describe("a Secret that images are pulled with", () => {
  const registry = JSON.stringify({ auths: { "acme.azurecr.io": { username: "app", password: AZURE_SECRET } } });
  const pulled = secret("registry", { ".dockerconfigjson": registry });
  const account = {
    ...{ kind: "ServiceAccount", metadata: { name: "loader", namespace: "etl" } },
    imagePullSecrets: [{ name: "registry" }],
  };
  const users = (...items: object[]) =>
    scanObjects(items).credentials.flatMap(({ users: all }) => all.map(({ workload }) => workload.name));

  it("is used by the pods of a service account that has it", () => {
    expect(users(pulled, account, deployment("one", {}))).toEqual(["one"]);
  });

  // Kubernetes documentation, "Configure Service Accounts for Pods": it is added to pods that have none of their own.
  it("is not used by a pod that names others", () => {
    expect(users(pulled, account, deployment("one", { imagePullSecrets: [{ name: "other" }] }))).toEqual([]);
  });

  it("is not used by pods of another service account", () => {
    expect(users(pulled, account, deployment("one", { serviceAccountName: "other" }))).toEqual([]);
  });
});

describe("scanObjects", () => {
  it.each([
    ["AWS_ACCESS_KEY_ID", AKIA, "aws-access-key AWS_ACCESS_KEY_ID"],
    ["AWS_SECRET_ACCESS_KEY", AWS_SECRET, "aws-access-key AWS_SECRET_ACCESS_KEY"],
    [
      "credentials",
      `[default]\naws_access_key_id = ${AKIA}\naws_secret_access_key = ${AWS_SECRET}\n`,
      "aws-credentials-file credentials",
    ],
    ["key.json", GOOGLE_KEY, "google-service-account-key key.json loader@acme-data.iam.gserviceaccount.com"],
    ["AZURE_CLIENT_SECRET", "0123456789abcdef", "azure-client-secret AZURE_CLIENT_SECRET"],
    ["password", AZURE_SECRET, "azure-client-secret password"],
    ["storage", STORAGE, "azure-connection-string storage acmeexports"],
    [
      "bus",
      `Endpoint=sb://acme.servicebus.windows.net/;SharedAccessKeyName=root;SharedAccessKey=${"B".repeat(43)}=`,
      "azure-connection-string bus acme.servicebus.windows.net",
    ],
    [
      "url",
      `https://acmeexports.blob.core.windows.net/exports?sv=2024-11-04&se=2030-01-01&sr=c&sp=r&sig=${"c".repeat(43)}%3D`,
      "azure-shared-access-signature url acmeexports.blob.core.windows.net",
    ],
  ])("knows what a Secret holds under %s", (name, value, expected) => {
    expect(kindsIn(secret("static", { [name]: value }))).toEqual([expected]);
  });

  it.each([
    ["AWS_REGION", "eu-central-1"],
    ["AWS_ACCESS_KEY_ID", AKIA.replace("AKIA", "ASIA")],
    ["AZURE_CLIENT_ID", "00000000-1111-2222-3333-444444444444"],
    ["key.json", JSON.stringify({ type: "external_account", audience: "//iam.googleapis.com/x" })],
    ["tls.key", "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n"],
    ["connection", "Server=db;User=app;Password=hunter2hunter2"],
    ["url", "https://example.org/?sig=short"],
  ])("takes %s for no cloud credential when it is none", (name, value) => {
    expect(kindsIn(secret("static", { [name]: value }))).toEqual([]);
  });

  it("finds the users of kubeconfigs in Secrets and ConfigMaps, but for those with an exec stanza", () => {
    const configMap = {
      kind: "ConfigMap",
      metadata: { name: "remote", namespace: "etl" },
      data: { config: KUBECONFIG },
    };

    expect(kindsIn(configMap)).toEqual([
      "kubernetes-client-certificate config, user admin",
      "kubernetes-token config, user robot https://203.0.113.7",
    ]);
  });

  it("reads the secrets of Argo CD's clusters as Argo CD does", () => {
    const labels = { "argocd.argoproj.io/secret-type": "cluster" };
    const argo = (config: object) => ({
      ...secret("euro", { server: "https://203.0.113.7", config: JSON.stringify(config) }),
      metadata: { name: "euro", namespace: "argocd", labels },
    });

    expect(kindsIn(argo({ bearerToken: "eyJ", tlsClientConfig: { keyData: "S0VZ" } }))).toEqual([
      "kubernetes-token config, bearerToken https://203.0.113.7",
      "kubernetes-client-certificate config, tlsClientConfig.keyData https://203.0.113.7",
    ]);
    expect(kindsIn(argo({ execProviderConfig: { command: "trust-mesh-auth" }, tlsClientConfig: {} }))).toEqual([]);
  });

  it("finds service account tokens that never end", () => {
    const token = secret("robot-token", { token: "eyJ", "ca.crt": "CERT" });
    const annotations = { "kubernetes.io/service-account.name": "robot" };

    expect(
      kindsIn({ ...token, type: "kubernetes.io/service-account-token", metadata: { ...token.metadata, annotations } }),
    ).toEqual(["kubernetes-token token robot"]);
  });

  it.each([
    [
      "a variable",
      { containers: [{ env: [{ name: "K", valueFrom: { secretKeyRef: { name: "static", key: "k" } } }] }] },
    ],
    ["all variables of it", { containers: [{ envFrom: [{ secretRef: { name: "static" } }] }] }],
    ["an init container", { initContainers: [{ envFrom: [{ secretRef: { name: "static" } }] }] }],
    ["a volume", { volumes: [{ name: "v", secret: { secretName: "static" } }] }],
    ["a projected volume", { volumes: [{ name: "v", projected: { sources: [{ secret: { name: "static" } }] } }] }],
  ])("says who uses a Secret by %s", (_how, spec) => {
    const [{ users }] = scanObjects([secret("static", { key: AKIA }), deployment("loader", spec)]).credentials;

    expect(users).toEqual([
      { workload: { kind: "Deployment", namespace: "etl", name: "loader" }, serviceAccount: "loader" },
    ]);
  });

  it("finds a value that stands in the workload itself, once for its controller, and in a CronJob's pods", () => {
    const containers = [{ env: [{ name: "AWS_ACCESS_KEY_ID", value: AKIA }] }];
    const pod = {
      kind: "Pod",
      metadata: {
        name: "loader-1",
        namespace: "etl",
        ownerReferences: [{ kind: "ReplicaSet", name: "loader-5d4f8c", controller: true }],
      },
      spec: { containers },
    };
    const job = {
      kind: "CronJob",
      metadata: { name: "nightly", namespace: "etl" },
      spec: { jobTemplate: { spec: { template: { spec: { containers } } } } },
    };

    const { credentials } = scanObjects([pod, deployment("loader", { containers }), job]);

    expect(credentials.map(({ holder, users }) => [holder.kind, holder.name, users[0].serviceAccount])).toEqual([
      ["CronJob", "nightly", "default"],
      ["Deployment", "loader", "loader"],
    ]);
  });

  it("keeps no value of a secret", () => {
    const values = [AKIA, AWS_SECRET, AZURE_SECRET, GOOGLE_KEY, STORAGE];
    const data = Object.fromEntries(values.map((value, i) => [`entry-${i}`, value]));

    const found = scanObjects([secret("static", { ...data, AWS_SECRET_ACCESS_KEY: AWS_SECRET })]);
    const kept = JSON.stringify(found);

    expect(found.credentials.length).toBeGreaterThanOrEqual(values.length - 1);
    for (const value of [...values, "MIIE", "A".repeat(86)]) expect(kept).not.toContain(value);
  });

  it.each([
    null,
    7,
    "text",
    [],
    {},
    { kind: "Secret" },
    { kind: "Secret", data: { a: 7 } },
    { kind: "Deployment", spec: 7 },
  ])("passes over what is no object of Kubernetes: %j", (item) => {
    expect(scanObjects([item]).credentials).toEqual([]);
  });

  it("does not follow a document that grows without bound", () => {
    const bomb = [
      "kind: Config",
      "a: &a [x,x,x,x,x,x,x,x,x]",
      ...[..."bcdefghi"].map((c, i) => `${c}: &${c} [${`*${"abcdefgh"[i]},`.repeat(9)}]`),
    ];

    expect(kindsIn(secret("bomb", { config: bomb.join("\n") }))).toEqual([]);
  });
});

describe("scanKubeconfig", () => {
  it("names the file and its users", () => {
    const { credentials } = scanKubeconfig("/home/ci/.kube/config", KUBECONFIG);

    expect(credentials.map(({ kind, holder, entry }) => [kind, holder.name, entry])).toEqual([
      ["kubernetes-token", "/home/ci/.kube/config", "users, user robot"],
      ["kubernetes-client-certificate", "/home/ci/.kube/config", "users, user admin"],
    ]);
  });
});
