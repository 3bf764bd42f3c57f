import { build } from "../../../examples/one-role-two-clusters/main";
import { documentsOf, Stacks, told } from "./pod-app";

/** Pods that are printed in parts, beside the ConfigMap that they mount. */
const stacks = documentsOf(build);
const POD = "shared-identities: output.west-pod";
const after = (change: (document: Stacks[string]) => unknown) =>
  told(stacks, (copy) => change(copy["shared-identities"])).filter((one) => one.includes(POD));
const files = ({ resource: { kubernetes_config_map_v1 = {} } }: Stacks[string]) =>
  Object.values(kubernetes_config_map_v1)[0];
const TOKEN = "/var/run/secrets/trust-mesh/data/token";
const reading = (path: string) => (document: Stacks[string]) => {
  const { data } = files(document);
  data["google-data.json"] = data["google-data.json"].replace(TOKEN, path);
};

it("they are as declared", () => {
  expect(after(() => undefined)).toEqual([]);
});

it("a container whose pod cannot be read is told at its own place, not at the pod of another cluster", () => {
  const found = told(stacks, (copy) => (copy["shared-identities"].output["west-pod"].value = "*"));

  expect(found).not.toEqual([]);
  expect(found.filter((one) => !one.includes("shared-identities: output.west-container "))).toEqual([]);
});

it.each<[what: string, change: (document: Stacks[string]) => unknown]>([
  ["is not there", ({ resource }) => delete resource.kubernetes_config_map_v1],
  ["has another name", (document) => (files(document).metadata.name = "other")],
])("a ConfigMap that %s is a gap", (_what, change) => {
  expect(after(change)).toEqual([
    expect.stringMatching(/^gap .* the ConfigMap "trust-mesh-sdk-c2c8f4c8e7" was not read/),
  ]);
});

it("a ConfigMap in another namespace is a fault", () => {
  expect(after((document) => (files(document).metadata.namespace = "other"))).toEqual([
    expect.stringMatching(/^fault .* is in the namespace "other"/),
  ]);
});

it.each<[what: string, path: string, reason: RegExp]>([
  ["where no volume is mounted", "/tokens/data", /\/tokens\/data is read, and the token is at data\/token of a volume/],
  ["that the mounted volume lacks", `${TOKEN}s`, /the volume "trust-mesh-tokens" has no file data\/tokens/],
])("a credential file that names a token %s is a fault", (_what, path, reason) => {
  const [found, ...others] = after(reading(path));

  expect(others).toEqual([]);
  expect(found).toMatch(/^fault /);
  expect(found).toMatch(reason);
});

it("one that names a file where the rest of the pod may have the token is a gap", () => {
  const found = after((document) => {
    reading("/tokens/data")(document);
    const pod = document.output["west-pod"];
    const lines = pod.value.split("\n");
    const at = lines.findIndex((line) => line.includes("data/token"));
    pod.value = [...lines.slice(0, at - 3), ...lines.slice(at + 1)].join("\n");
  });

  expect(found).toEqual([expect.stringMatching(/^gap .* the token in \/tokens\/data was not read/)]);
});

it("a ConfigMap that is printed as YAML counts as one that Terraform makes", () => {
  const printed = (change: (text: string) => string) => (document: Stacks[string]) => {
    const { metadata, data } = files(document);
    const [key] = Object.keys(data);
    const text = change(data[key]).replaceAll("\n", "\n    ");
    const { name, namespace } = metadata;
    delete document.resource.kubernetes_config_map_v1;
    const head = `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n  namespace: ${namespace}\n`;
    document.output.files = { value: `${head}data:\n  ${key}: |\n    ${text}\n` };
  };

  expect(after(printed((text) => text))).toEqual([]);
  expect(after(printed((text) => text.replace(TOKEN, "/tokens/data")))).toHaveLength(1);
});
