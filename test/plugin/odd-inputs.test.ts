import { readFileSync } from "node:fs";
import { CLIENT, credentialIn, FakeCloud, PROVIDER, runPlugin, Sandbox, TENANT } from "./support";
import { useFakes } from "./support/use-fakes";

let cloud: FakeCloud;
let box: Sandbox;
useFakes((fakes) => ({ cloud, box } = fakes));

const NAMES = ["constructor", "__proto__", "toString", "hasOwnProperty", "valueOf"];

describe("a name that every object of JavaScript has", () => {
  it.each(NAMES)("is nothing anywhere: %s", async (name) => {
    const refused = async (args: readonly string[], code: number, env = {}) => {
      const result = await runPlugin(args, box.env(env));
      expect([result.code, result.stdout]).toEqual([code, ""]);
      expect(result.stderr).not.toContain("fault of the plugin");
    };
    await refused([name], 2);
    await refused(["doctor", name], 2);
    await refused(["eks", `--${name}`, "x"], 2);
    await refused(["oidc", "--source", name], 2);
    await refused(["oidc", "--token-variable", name], 3);
    await refused(box.aks("--cloud", name), 2);
    const config = { apiVersion: "client.authentication.k8s.io/v1", spec: { cluster: { config: { cloud: name } } } };
    await refused(box.aks(), 2, { KUBERNETES_EXEC_INFO: JSON.stringify(config) });
    cloud.next({ status: 400, body: JSON.stringify({ error: name, error_description: name }) });
    await refused(box.aks("--no-cache"), 4);
    const field = { type: "json", subject_token_field_name: name };
    await refused(
      [
        "gke",
        "--no-cache",
        "--credential-file",
        box.externalAccount({ file: box.write("t.json", "{}"), format: field }),
      ],
      3,
    );
  });
});

describe("a byte order mark or another line end, as Windows writes them, is passed over", () => {
  it("in token and credential files, in KUBERNETES_EXEC_INFO and in answers", async () => {
    const token = readFileSync(box.project("gke"), "utf8");
    box.write("token-gke", `\ufeff${token}\r\n`);
    const json = box.write("t.json", `\ufeff{\r\n"t": "${token}"}\r\n`);
    const file = box.externalAccount({ file: json, format: { type: "json", subject_token_field_name: "t" } }, "\ufeff");
    const from = ["gke", "--no-cache", "--credential-file", file, "--google-sts-endpoint", cloud.url];
    const KUBERNETES_EXEC_INFO = '\ufeff{"apiVersion":"client.authentication.k8s.io/v1","spec":{}}';
    const plain = ["gke", "--audience", PROVIDER, "--no-cache", "--google-sts-endpoint", cloud.url];
    for (const args of [from, [...plain, "--token-file", `${box.folder}/token-gke`]]) {
      cloud.next({ status: 200, body: '\ufeff{"access_token":"ya29.sound","expires_in":3599}' });
      const result = await runPlugin(args, box.env({ KUBERNETES_EXEC_INFO }));
      expect([result.code, result.stderr]).toEqual([0, ""]);
      expect(credentialIn(result).apiVersion).toBe("client.authentication.k8s.io/v1");
    }
  });
});

describe("spec.cluster.config", () => {
  const info = (config: unknown) => ({
    KUBERNETES_EXEC_INFO: JSON.stringify({
      apiVersion: "client.authentication.k8s.io/v1",
      spec: { cluster: { config } },
    }),
  });

  it.each([["text"], [["tenant-id"]], [7], [true]])("is refused, and not passed over, as %j", async (config) => {
    const { code, stdout, stderr } = await runPlugin(box.aks(), box.env(info(config)));
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("usage: spec.cluster.config is not an object. Correct the cluster's extension");
  });

  it.each([[null], [{}], [{ "of another plugin": 1 }]])("may be %j", async (config) => {
    expect((await runPlugin(box.aks(), box.env(info(config)))).code).toBe(0);
  });
});

describe("white space behind an address", () => {
  it("is no part of it", async () => {
    const args = box.aks("--no-cache").map((arg) => (arg === cloud.url ? `${cloud.url}/ \n` : arg));
    expect((await runPlugin(args, box.env())).code).toBe(0);
    const GCE_METADATA_HOST = `${cloud.metadataUrl.replace("http://", "")} \n`;
    expect((await runPlugin(["gke", "--no-cache"], box.env({ GCE_METADATA_HOST }))).code).toBe(0);
    const { code, stderr } = await runPlugin(["gke", "--no-cache"], box.env({ GCE_METADATA_HOST: "evil.example \n" }));
    expect([code, stderr]).toEqual([2, expect.stringContaining("neither link-local nor loopback")]);
  });
});

describe("a credential that has ended already is not handed out", () => {
  const token = JSON.stringify({ access_token: "eyJhbGciOiJub25lIn0.e30.c2ln", expires_on: "3600" });

  it.each([[true], [false]])("by a metadata server (kept or not: %s)", async (cached) => {
    cloud.next({ status: 200, body: token });
    const ids = ["--tenant-id", TENANT, "--client-id", CLIENT];
    const source = ["--source", "azure-managed-identity", "--metadata-endpoint", cloud.metadataUrl];
    const kept = cached ? ["--cache-dir", box.cacheDir] : ["--no-cache"];
    const { code, stdout, stderr } = await runPlugin(["aks", ...ids, ...source, ...kept], box.env());
    expect([code, stdout]).toEqual([4, ""]);
    expect(stderr).toContain("answered with a credential that has ended already.");
  });
});
