import { spawnSync } from "node:child_process";
import { stringify } from "yaml";
import { ClientEntry, clientEntries, UnresolvedValue } from "../../../src/simulator";
import { kubectl } from "../../support/clients";
import { describeWithTool } from "../../support/tool";
import { argoCdSecret, declaration, EKS_ARGS, kubeconfig, SERVER } from "../support/mesh";
import { Args, read } from "../support/stack";

const declared = declaration();
const document = kubeconfig({ args: EKS_ARGS, declaration: declared });
const secret: Args = { apiVersion: "v1", kind: "Secret", ...argoCdSecret(EKS_ARGS, [declared]) };
const { metadata, data } = secret as { metadata: Args; data: Record<string, string> };
const manifest = { apiVersion: "v1", kind: "Secret", metadata, stringData: data };

const entries = (text: string): readonly ClientEntry[] =>
  clientEntries(read({ output: { doc: { value: text } } }).configuration);
const expectOne = (text: string) => {
  const found = entries(text);
  expect(found).toMatchObject([{ server: SERVER, stanza: { args: EKS_ARGS }, declarations: [declared] }]);
  return found[0];
};

describe("a kubeconfig in YAML", () => {
  it("is read in block style, and kept byte for byte", () => {
    const text = `# of the platform team\n${stringify(document)}`;

    expect(expectOne(text).kubeconfig).toMatchObject({ text, context: "c0" });
  });

  it("may use anchors, and be one of several documents", () => {
    const args = EKS_ARGS.map((arg) => `      - ${arg}\n`).join("");
    const text = stringify(document).replace(/args:\n(\s+- .*\n)+/, "args: *args\n");

    expectOne(`---\nother: 1\n---\nx-args: &args\n${args}${text}`);
  });

  it("may stand in a ConfigMap's manifest, which may itself stand in a list", () => {
    const map = { apiVersion: "v1", kind: "ConfigMap", data: { config: stringify(document) } };

    expect(expectOne(stringify(map)).kubeconfig?.text).toBe(stringify(document));
    expectOne(stringify({ apiVersion: "v1", kind: "List", items: [{ kind: "Namespace" }, map] }));
  });

  it.each([
    [
      "an argument that is a number",
      (text: string) => text.replace("- us-east-1", "- 1"),
      "an argument that is no text",
    ],
    ["a server that is a boolean", (text: string) => text.replace(SERVER, "yes"), 'a field "server" that is no text'],
    ["a context of no kind", (text: string) => text.replace("kind: Config", "kind: 1"), 'is of the kind "1"'],
    ["a key twice", (text: string) => `${text}kind: Config\n`, 'has the key "kind" twice'],
  ])("is refused with %s", (_what, change, reason) => {
    const broken = () => entries(change(stringify(document)));

    expect(broken).toThrow(UnresolvedValue);
    expect(broken).toThrow(reason);
  });

  it("is refused where it is made to exhaust its reader", () => {
    const bomb = Array.from(
      { length: 9 },
      (_, i) =>
        `b${i}: &b${i} [${Array(9)
          .fill(i ? `*b${i - 1}` : 1)
          .join()}]\n`,
    );

    expect(() => entries(stringify(document) + bomb.join(""))).toThrow("mesh: output.doc: has too many aliases");
  });
});

describe("an Argo CD cluster in YAML", () => {
  it("is read with plain values and in base64", () => {
    const inBase64 = Object.fromEntries(Object.entries(data).map(([name, value]) => [name, btoa(value)]));

    expectOne(stringify(manifest));
    expectOne(stringify({ ...manifest, stringData: undefined, data: inBase64 }));
    expectOne(`---\n${stringify({ kind: "Namespace" })}---\n${stringify(manifest)}`);
  });

  it("is read as a client reads it: text in a comment declares nothing", () => {
    expect(entries(`${JSON.stringify(manifest).replace(/^/gm, "# ")}\na: 1\n`)).toEqual([]);
  });
});

describeWithTool("kubectl", "what kubectl writes", () => {
  it("is read: kubectl config view --raw", () => {
    const { out } = kubectl([JSON.stringify(document)], "config", "view", "--raw", "-o", "yaml");

    expect(out).toMatch(/^apiVersion: v1\nclusters:\n- cluster:/);
    expectOne(out);
  });

  it("is read: kubectl label --local, of an Argo CD secret", () => {
    const input = JSON.stringify({ ...manifest, metadata: { ...metadata, namespace: "argocd" } });
    const args = ["label", "--local", "-f", "-", "-o", "yaml", "team=platform"];
    const { stdout } = spawnSync("kubectl", args, { input, encoding: "utf8" });

    expect(stdout).toMatch(/^apiVersion: v1\nkind: Secret\nmetadata:\n {2}annotations:\n/);
    expectOne(stdout);
  });
});
