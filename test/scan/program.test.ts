import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { programOf, replacementsOf, scanObjects } from "../../src/scan";

const ROOT = resolve(__dirname, "../..");
const AKIA = "AKIA" + "IOSFODNN7EXAMPLE";
const SERVERS = {
  eks: "https://0A1B2C3D4E5F60718293A4B5C6D7E8F9.gr7.us-west-2.eks.amazonaws.com",
  gke: "https://198.51.100.7",
  aks: "https://corp-1a2b3c.hcp.westeurope.azmk8s.io:443",
};

const GOOGLE_KEY = JSON.stringify({ type: "service_account", private_key: "-----BEGIN PRIVATE KEY-----\nMIIE" });
const SAS = `https://acme.blob.core.windows.net/x?sv=2024-11-04&se=2030-01-01&sig=${"c".repeat(43)}`;
const kubeconfig = (server: string) =>
  JSON.stringify({
    kind: "Config",
    clusters: [{ name: "c", cluster: { server } }],
    contexts: [{ context: { cluster: "c", user: "u" } }],
    users: [{ name: "u", user: { token: "eyJ" } }],
  });

/** A workload that has a credential of each kind. */
function objects(serviceAccountName = "loader") {
  const metadata = { name: "static", namespace: "etl" };
  const stringData = {
    AWS_ACCESS_KEY_ID: AKIA,
    "key.json": GOOGLE_KEY,
    sas: SAS,
    ...Object.fromEntries(Object.entries(SERVERS).map(([name, server]) => [name, kubeconfig(server)])),
  };
  const spec = { serviceAccountName, containers: [{ envFrom: [{ secretRef: { name: "static" } }] }] };
  return [
    { kind: "Secret", metadata, stringData },
    { kind: "Deployment", metadata: { name: "loader", namespace: "etl" }, spec: { template: { spec } } },
  ];
}

function run(folder: string, program: string, ...args: string[]) {
  const env = { ...process.env, TSX_TSCONFIG_PATH: join(ROOT, "tsconfig.dev.json"), CDKTF_LOG_LEVEL: "off" };
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: folder, encoding: "utf8", env });
  return { status, said: `${stdout}${stderr}` };
}

describe("the program that replaces static credentials", () => {
  let folder: string;
  beforeAll(() => {
    mkdirSync(join(ROOT, "coverage"), { recursive: true });
    folder = mkdtempSync(join(ROOT, "coverage/scan-"));
    writeFileSync(join(folder, "main.ts"), programOf(replacementsOf(scanObjects(objects()).credentials)));
    const tsconfig = { extends: "../../tsconfig.dev.json", include: ["main.ts"] };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(tsconfig));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("is type-correct as it is printed", () => {
    expect(run(folder, join(ROOT, "node_modules/.bin/tsc"), "-p", ".")).toEqual({ status: 0, said: "" });
  });

  it("synthesizes a trust of the service account for each target, as it is printed", () => {
    const { status, said } = run(folder, join(ROOT, "node_modules/.bin/tsx"), "main.ts");
    expect({ status, said }).toMatchObject({ status: 0 });

    const stack = readFileSync(join(folder, "cdktf.out/stacks/without-static-credentials/cdk.tf.json"), "utf8");
    const { resource } = JSON.parse(stack) as { resource: Record<string, Record<string, object>> };
    const count = (type: string) => Object.keys(resource[type]).length;
    expect(count("aws_iam_role")).toBe(2);
    expect(count("aws_eks_access_entry")).toBe(1);
    expect(count("google_storage_bucket_iam_member")).toBe(1);
    expect(count("google_project_iam_member")).toBe(1);
    expect(count("azurerm_federated_identity_credential")).toBe(2);
    expect(count("kubernetes_role_binding_v1")).toBe(3);
    expect(stack.match(/system:serviceaccount:etl:loader/g)?.length).toBeGreaterThan(4);
  });
});

describe("replacements", () => {
  it("tell the steps in their order, with the workloads and what is removed", () => {
    const [{ steps }] = replacementsOf(scanObjects(objects()).credentials);

    expect(steps.map((step) => step.split(":")[0])).toEqual(["Deploy", "Test", "Switch", "Remove"]);
    expect(steps[2]).toContain("Deployment etl/loader");
    expect(steps[3]).toContain("revoke the credential where it was issued, then delete it from Secret etl/static");
  });

  it("are one for each target cluster", () => {
    const all = replacementsOf(scanObjects(objects()).credentials);

    expect(all.map(({ target, cluster }) => [target, cluster?.kind, cluster?.server])).toEqual([
      ["aws", undefined, undefined],
      ["azure", undefined, undefined],
      ["cluster", "eks", SERVERS.eks.replace("0A1B2C3D4E5F60718293A4B5C6D7E8F9", "0a1b2c3d4e5f60718293a4b5c6d7e8f9")],
      ["cluster", "gke", SERVERS.gke],
      ["cluster", "aks", SERVERS.aks.replace(":443", "")],
      ["google", undefined, undefined],
    ]);
  });

  it("hold hostile names in literals alone", () => {
    const program = programOf(replacementsOf(scanObjects(objects('x"); process.exit(1); ("\n*/')).credentials));

    const lines = program.split("\n").filter((one) => one.includes("process.exit"));
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) {
      expect(line).toMatch(/^(\/\/|new \w+\(stack, "|  from: source\.serviceAccount\("etl", ")/);
    }
  });
});
