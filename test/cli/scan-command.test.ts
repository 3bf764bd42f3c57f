import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { scanCommand } from "../../src/cli/commands/scan";
import { Terminal } from "../../src/cli/terminal";

const AKIA = "AKIA" + "IOSFODNN7EXAMPLE";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "trust-mesh-scan-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

function scan(format: "table" | "json", ...files: string[]) {
  let printed = "";
  const terminal = { out: (text: string) => void (printed += text), columns: 80 } as unknown as Terminal;
  const code = scanCommand({ files, format }, terminal, "1.2.3");
  return { code, printed };
}

/** What kubectl prints of a Secret with an access key and the Deployment that reads it. */
function objects(serviceAccount = "loader") {
  const metadata = { name: "static", namespace: "etl" };
  const data = { AWS_ACCESS_KEY_ID: Buffer.from(AKIA).toString("base64") };
  const spec = { serviceAccountName: serviceAccount, containers: [{ envFrom: [{ secretRef: { name: "static" } }] }] };
  const items = [
    { kind: "Secret", metadata, data },
    { kind: "Deployment", metadata: { name: "loader", namespace: "etl" }, spec: { template: { spec } } },
  ];
  return { kind: "List", apiVersion: "v1", items };
}

function listOf(...items: unknown[]) {
  return { kind: "List", apiVersion: "v1", items };
}

describe("trust-mesh scan", () => {
  it("names what, where, who, and the trust that replaces it, and prints no value", () => {
    const { code, printed } = scan("table", file("objects.json", objects()));

    expect(code).toBe(1);
    expect(printed.replace(/\s+/g, " ")).toContain(
      "aws-access-key Secret etl/static AWS_ACCESS_KEY_ID Deployment loader as loader",
    );
    expect(printed).toContain('from: source.serviceAccount("etl", "loader"),');
    expect(printed).toContain("new AwsTrust(");
    expect(printed).toContain("2 objects read: 1 static credential found.");
    expect(printed).not.toContain(AKIA);
  });

  it("prints JSON with a version", () => {
    const { printed } = scan("json", file("objects.json", objects()));

    expect(JSON.parse(printed)).toMatchObject({
      version: 1,
      objects: 2,
      tool: "1.2.3",
      credentials: [{ kind: "aws-access-key", holder: { kind: "Secret", namespace: "etl", name: "static" } }],
      replacements: [{ namespace: "etl", serviceAccount: "loader", target: "aws", replaces: ["Secret etl/static"] }],
    });
  });

  it.each<[string, (list: ReturnType<typeof objects>) => string | Buffer]>([
    ["lists in lists", ({ items }) => JSON.stringify(listOf(listOf(items[0]), listOf(listOf(items[1]))))],
    ["an array", ({ items }) => JSON.stringify(items)],
    ["a list without a kind", ({ items }) => JSON.stringify({ items })],
    ["objects in lines", ({ items }) => items.map((one) => JSON.stringify(one)).join("\n")],
    ["lists one behind the other", ({ items }) => items.map((one) => JSON.stringify(listOf(one), null, 4)).join("")],
    ["UTF-8 with its mark", (list) => `\ufeff${JSON.stringify(list)}`],
    ["UTF-16", (list) => Buffer.from(`\ufeff${JSON.stringify(list)}`, "utf16le")],
    ["nothing beside the objects", ({ items }) => JSON.stringify([null, 7, "a", {}, [], ...items])],
  ])("reads %s", (_what, written) => {
    const path = join(folder, "objects.json");
    writeFileSync(path, written(objects()));
    const { code, printed } = scan("json", path);

    expect(code).toBe(1);
    expect(JSON.parse(printed)).toMatchObject({ objects: 2, credentials: [{ users: [{ serviceAccount: "loader" }] }] });
  });

  it("reads the items of the API's lists, which have no kind", () => {
    const [{ metadata, data }] = objects().items;
    const { printed } = scan("json", file("secrets.json", { kind: "SecretList", items: [{ metadata, data }] }));
    expect(JSON.parse(printed)).toMatchObject({ credentials: [{ holder: { kind: "Secret", name: "static" } }] });
  });

  it("reads lists that are nested deeper than functions may call each other", () => {
    const [open, close] = ['{"kind":"List","items":[', "]}"];
    const path = file("deep.json", open.repeat(50_000) + JSON.stringify(objects().items[0]) + close.repeat(50_000));
    expect(JSON.parse(scan("json", path).printed)).toMatchObject({ objects: 1, credentials: [{}] });
  });

  it.each([
    ["a plan of Terraform", { format_version: "1.2", planned_values: {} }],
    ["an array of texts", ["a", "b"]],
  ])("refuses %s: nothing in it was looked at", (_what, document) => {
    expect(() => scan("table", file("other.json", document))).toThrow(/nothing in .* is an object of Kubernetes/);
  });

  it.each(['{"kind":"List","items":[', '{"a":"\\', '{} {"a"', "{}}", `{"a":"${'\\"'.repeat(100_000)}`])(
    "refuses %.24s, which is not whole",
    (content) => expect(() => scan("table", file("half.json", content))).toThrow("is not whole JSON"),
  );

  it("ends with 0 where nothing is static", () => {
    expect(scan("table", file("objects.json", { kind: "List", items: [] }))).toEqual({
      code: 0,
      printed: "0 objects read: no static credential found.\n",
    });
  });

  it("reads kubeconfigs as they are", () => {
    const content = "apiVersion: v1\nkind: Config\nusers:\n  - name: robot\n    user: {token: eyJ}\n";

    expect(scan("table", file("config", content)).printed).toContain("kubernetes-token");
  });

  it("writes hostile names so that no terminal obeys them and no code comes of them", () => {
    const { printed } = scan("table", file("objects.json", objects('x"); process.exit(1); ("\u001b[2J')));

    expect(printed).not.toContain("\u001b");
    expect(printed).toContain('source.serviceAccount("etl", "x\\"); process.exit(1); (\\"\\u001b[2J")');
  });

  it.each([
    ["objects.json", '{"kind": "List", "items": [', "is not whole JSON. Give what kubectl get … -o json prints"],
    [
      "objects.yaml",
      "kind: List\nitems: []\n",
      "is neither JSON nor a kubeconfig. Give what kubectl get … -o json prints",
    ],
  ])("refuses %s that it cannot read", (name, content, message) => {
    expect(() => scan("table", file(name, content))).toThrow(message);
  });

  it("refuses a file that is not there", () => {
    expect(() => scan("table", join(folder, "none"))).toThrow(
      "cannot be read (ENOENT). Give a file of what kubectl get",
    );
  });
});
