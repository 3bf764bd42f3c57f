import { readdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { CLIENT, FakeCloud, Finished, PLUGIN, projectedToken, run, Sandbox, TENANT, TestEnvironment } from "../support";
import { FakeApiServer } from "../support/fake-api-server";
import { describeWith, findTool, firstLine } from "../support/tools";

jest.setTimeout(120_000);

/**
 * The kubectl that TRUST_MESH_KUBECTL names, else the one on PATH, or the newest beside it when that one only starts others: Google's "dispatcher" runs a second
 * kubectl that fits the server, and with it the plugin once more.
 */
function findKubectl(): string | undefined {
  if (process.env.TRUST_MESH_KUBECTL) return process.env.TRUST_MESH_KUBECTL;
  const found = findTool("kubectl");
  if (!found || !firstLine(found, ["version", "--client"]).includes("dispatcher")) return found;
  const folder = dirname(realpathSync(found));
  const minor = (name: string) => Number(name.split(".")[2]);
  const [newest] = readdirSync(folder)
    .filter((name) => /^kubectl\.1\.\d+$/.test(name))
    .sort((a, b) => minor(b) - minor(a));
  return newest && join(folder, newest);
}

const kubectl = findKubectl();
const version = kubectl ? firstLine(kubectl, ["version", "--client"]) : "";
const minorVersion = Number(/v1\.(\d+)/.exec(version)?.[1] ?? 0);

describeWith(kubectl, `kubectl (${version})`, () => {
  let cloud: FakeCloud;
  let api: FakeApiServer;
  let box: Sandbox;
  let log: string;
  beforeAll(async () => {
    cloud = await FakeCloud.start();
    api = await FakeApiServer.start();
  });
  afterAll(async () => {
    await cloud.close();
    await api.close();
  });
  beforeEach(() => {
    cloud.reset();
    api.bearers.length = 0;
    api.accepts = () => true;
    box = new Sandbox(cloud);
    log = box.write("runs", "");
  });
  afterEach(() => box.remove());

  const exec = (more: object = {}) => ({
    apiVersion: "client.authentication.k8s.io/v1",
    command: PLUGIN,
    args: box.aks(),
    interactiveMode: "Never",
    ...more,
  });
  /** Runs kubectl with a kubeconfig, in JSON, whose only user has this exec stanza. */
  const get = (stanza: object, options: { cluster?: object; env?: TestEnvironment; words?: string[] } = {}) => {
    const cluster = {
      server: api.url,
      "certificate-authority-data": Buffer.from(api.authority.cert).toString("base64"),
      ...options.cluster,
    };
    const config = {
      apiVersion: "v1",
      kind: "Config",
      clusters: [{ name: "c", cluster }],
      users: [{ name: "u", user: { exec: stanza } }],
      contexts: [{ name: "x", context: { cluster: "c", user: "u" } }],
      "current-context": "x",
    };
    const kubeconfig = box.write("kubeconfig", JSON.stringify(config));
    const words = options.words ?? ["get", "--raw", "/api"];
    return run(kubectl as string, [`--kubeconfig=${kubeconfig}`, ...words], box.env(options.env));
  };
  /** A command that notes each run, then does what a test wants; client-go's own tests use such a script. */
  const scripted = (script: string) => {
    const path = box.write("bin/scripted-plugin", `#!/bin/sh\necho run >>'${log}'\n${script}\n`);
    return run("chmod", ["+x", path]).then(() => path);
  };
  const runs = () => readFileSync(log, "utf8").split("\n").filter(Boolean).length;
  const succeeded = (result: Finished) => {
    expect([result.code, result.stderr]).toEqual([0, ""]);
    expect(result.stdout).toContain('"status":"Success"');
  };

  it.each(["client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1"])(
    "takes the answer in %s, and from the cache at the next call",
    async (apiVersion) => {
      succeeded(await get(exec({ apiVersion })));
      succeeded(await get(exec({ apiVersion })));
      expect(api.bearers).toHaveLength(2);
      expect(api.bearers[0]).toBe(cloud.secrets.at(-1));
      expect(api.bearers[1]).toBe(api.bearers[0]);
      expect(cloud.asked).toEqual(["Entra"]);
    },
  );

  it("says so when it asks for a version that the plugin does not speak", async () => {
    const result = await run(PLUGIN, box.aks(), {
      ...box.env(),
      KUBERNETES_EXEC_INFO: '{"apiVersion":"client.authentication.k8s.io/v1alpha1"}',
    });
    expect([result.code, result.stdout]).toEqual([2, ""]);
    expect(result.stderr).toContain('asks for apiVersion "client.authentication.k8s.io/v1alpha1"');
  });

  it("gets settings through to it by spec.cluster.config", async () => {
    const args = box.aks().filter((arg) => !["--tenant-id", TENANT, "--client-id", CLIENT].includes(arg));
    const config = { "tenant-id": TENANT, "client-id": CLIENT };
    const extensions = [{ name: "client.authentication.k8s.io/exec", extension: config }];
    const stanza = exec({ args, provideClusterInfo: true });
    succeeded(await get(stanza, { cluster: { extensions } }));

    const hostile = [{ name: "client.authentication.k8s.io/exec", extension: { ...config, "token-file": "/x" } }];
    const refused = await get(stanza, { cluster: { extensions: hostile } });
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toContain('spec.cluster.config may not set "token-file"');
  });

  it("runs the plugin anew after a 401, and goes on with the new credential", async () => {
    const path = await scripted(`exec '${PLUGIN}' "$@"`);
    api.accepts = (bearer) => bearer !== api.bearers[0];
    const words = ["get", "pods"];
    const result = await get(exec({ command: path, args: box.aks("--no-cache") }), { words });
    expect(result.code).not.toBe(0);
    expect(runs()).toBe(2);
    expect(api.bearers.at(-1)).not.toBe(api.bearers[0]);
    expect(cloud.secrets).toContain(api.bearers.at(-1));
  });

  it("never sees an expired credential: it would run the plugin for ever", async () => {
    box.project("oidc", projectedToken("x", { exp: Math.floor(Date.now() / 1000) - 5 }));
    const result = await get(exec({ args: ["oidc", "--token-file", join(box.folder, "token-oidc")] }));
    expect(result.code).not.toBe(0);
    expect(result.stderr).toMatch(/source: the token of \S+ expired \d+ s ago/);
    expect(api.bearers).toEqual([]);
  });

  it("is given a token without its file's newline, which would be a 401", async () => {
    const token = projectedToken("x");
    const args = ["oidc", "--token-file", box.project("oidc", `${token}\n`)];
    succeeded(await get(exec({ args })));
    expect(api.bearers).toEqual([token]);
  });

  it("tells a failing plugin's cause and exit code, and asks the cloud in the first of several runs only", async () => {
    cloud.trust.subject = "another";
    const path = await scripted(`exec '${PLUGIN}' "$@"`);
    const result = await get(exec({ command: path }), { words: ["get", "pods"] });
    expect(result.code).not.toBe(0);
    expect(result.stderr).toContain("exchange: Entra refused the token: AADSTS700213");
    expect(result.stderr).toContain("failed with exit code 4");
    expect(runs()).toBeGreaterThan(1);
    // A fresh credential is refused in the same way for a while, so one run asks three times before it counts.
    expect(cloud.requests).toHaveLength(3);
  });

  it("tells the install hint when there is no plugin under a bare name", async () => {
    const stanza = exec({ command: "trust-mesh-auth", installHint: "Install it from the package." });
    const result = await get(stanza, { env: { PATH: box.folder } });
    expect(result.code).not.toBe(0);
    expect(result.stderr).toContain("Install it from the package.");
  });

  it("finds the plugin under its bare name on PATH", async () => {
    const PATH = `${dirname(PLUGIN)}:${process.env.PATH}`;
    succeeded(await get(exec({ command: "trust-mesh-auth" }), { env: { PATH } }));
  });

  const withPolicy = minorVersion >= 35 ? it : it.skip;
  withPolicy(`lets an allow-list name the plugin (kubectl 1.35 or newer; this is 1.${minorVersion})`, async () => {
    const list = (command: string) => {
      const kuberc = {
        apiVersion: "kubectl.config.k8s.io/v1beta1",
        kind: "Preference",
        credentialPluginPolicy: "Allowlist",
        credentialPluginAllowlist: [{ name: command }],
      };
      writeFileSync(join(box.folder, "kuberc"), JSON.stringify(kuberc));
    };
    const words = ["--kuberc", join(box.folder, "kuberc"), "get", "--raw", "/api"];
    list(PLUGIN);
    succeeded(await get(exec(), { words }));
    list("/usr/bin/another");
    expect((await get(exec(), { words })).code).not.toBe(0);
  });
});
