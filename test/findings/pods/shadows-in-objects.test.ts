import { build } from "../../../examples/nine-cells/main";
import { findingsIn } from "../../../src/findings";
import { shadowedWiring } from "../../../src/findings/rules/shadowed-wiring";
import { merged, read, readStacks, Stack } from "../../simulator/support/stack";
import { NOW } from "../../simulator/support/tokens";
import { documentsOf } from "./pod-app";

/**
 * Static credentials of Secrets and ConfigMaps beside a federated token.
 *
 * Kubernetes API reference: Container, `env` and `envFrom`; the kubelet's makeEnvironmentVariables.
 */
const TOKEN = { name: "AWS_WEB_IDENTITY_TOKEN_FILE", value: "/var/run/secrets/trust-mesh/prod/token" };
const ID = "AWS_ACCESS_KEY_ID";
const metadata = (name: string, namespace = "etl") => ({ name, namespace });
const deployment = (container: object): Stack => {
  const sources = [{ service_account_token: [{ audience: "sts.amazonaws.com", path: "token" }] }];
  const spec = {
    volume: [{ name: "tokens", projected: [{ sources }] }],
    container: [{ name: "loader", ...container }],
  };
  return {
    resource: { kubernetes_deployment_v1: { loader: { metadata: metadata("loader"), spec: { template: { spec } } } } },
  };
};
const created = (type: string, data: object, of = metadata("keys")): Stack => ({
  resource: { [`kubernetes_${type}_v1`]: { keys: { metadata: of, ...data } } },
});
const secret = (data: object) => created("secret", { data });
const manifest = (body: object): Stack => ({
  resource: { kubernetes_manifest: { keys: { manifest: { apiVersion: "v1", metadata: metadata("keys"), ...body } } } },
});
const fromSecret = (more: object = {}) => ({ ...more, secret_ref: [{ name: "keys" }] });
const fromMap = (more: object = {}) => ({ ...more, config_map_ref: [{ name: "keys" }] });
const ofKey = (key: string, optional = false) => ({
  name: ID,
  value_from: [{ secret_key_ref: [{ name: "keys", key, optional }] }],
});
const found = (...stacks: Stack[]) =>
  shadowedWiring(read(merged(...stacks)), NOW).map(({ severity, place, what, reason }) =>
    [severity, place, what, reason].join("; "),
  );
const shadowed = (name: string, object: string) =>
  `fault; mesh: kubernetes_deployment_v1.loader; ${name}; ${name} of the ${object} "keys" in the container "loader" keeps SDKs from using ${TOKEN.name}`;

describe("a fault is told of", () => {
  it.each<[what: string, container: object, object: Stack, expected: string]>([
    ["a whole Secret", { env: [TOKEN], env_from: [fromSecret()] }, secret({ [ID]: "x" }), shadowed(ID, "Secret")],
    [
      "what is written alone",
      { env: [TOKEN], env_from: [fromSecret()] },
      created("secret", { data_wo: { [ID]: "x" }, data_wo_revision: 1 }),
      shadowed(ID, "Secret"),
    ],
    [
      "a Secret's stringData in a manifest",
      { env: [TOKEN], env_from: [fromSecret()] },
      manifest({ kind: "Secret", stringData: { [ID]: "x" } }),
      shadowed(ID, "Secret"),
    ],
    [
      "a whole ConfigMap",
      { env: [TOKEN], env_from: [fromMap()] },
      created("config_map", { data: { AWS_PROFILE: "other" } }),
      shadowed("AWS_PROFILE", "ConfigMap"),
    ],
    [
      "keys that a prefix completes",
      { env: [TOKEN], env_from: [fromSecret({ prefix: "AWS_" })] },
      secret({ ACCESS_KEY_ID: "x" }),
      shadowed(ID, "Secret"),
    ],
    ["one key", { env: [TOKEN, ofKey("id")] }, secret({ id: "x" }), shadowed(ID, "Secret")],
    [
      "one key that is optional and there",
      { env: [TOKEN, ofKey("id", true)] },
      secret({ id: "x" }),
      shadowed(ID, "Secret"),
    ],
    ["one key of a Secret that was not read", { env: [TOKEN, ofKey("id")] }, {}, shadowed(ID, "Secret")],
    [
      "wiring of a ConfigMap beside a static key",
      { env: [ofKey("id")], env_from: [fromMap()] },
      created("config_map", { data: { [TOKEN.name]: TOKEN.value } }),
      shadowed(ID, "Secret"),
    ],
  ])("%s", (_what, container, object, expected) => {
    expect(found(deployment(container), object)).toEqual([expected]);
  });

  it("in a manifest's form", () => {
    const container = { name: "loader", env: [TOKEN], envFrom: [{ prefix: "AWS_", secretRef: { name: "keys" } }] };
    const pod = { kind: "Pod", metadata: metadata("loader"), spec: { containers: [container] } };
    const stack: Stack = { resource: { kubernetes_manifest: { loader: { manifest: pod } } } };
    expect(found(stack, secret({ ACCESS_KEY_ID: "x" }))).toEqual([
      shadowed(ID, "Secret").replace("kubernetes_deployment_v1", "kubernetes_manifest"),
    ]);
  });

  it("without what is in the Secret", () => {
    const all = found(deployment({ env: [TOKEN], env_from: [fromSecret()] }), secret({ [ID]: "AKIAIOSFODNN7EXAMPLE" }));
    expect(all.join()).not.toContain("AKIAIOSFODNN7EXAMPLE");
  });
});

describe("nothing is told of", () => {
  it.each<[what: string, container: object, object: Stack]>([
    ["other keys", { env: [TOKEN], env_from: [fromSecret()] }, secret({ DATABASE_URL: "x" })],
    [
      "keys that a prefix makes others",
      { env: [TOKEN], env_from: [fromSecret({ prefix: "MY_" })] },
      secret({ [ID]: "x" }),
    ],
    [
      "an empty variable that replaces the key",
      { env: [TOKEN, { name: ID }], env_from: [fromSecret()] },
      secret({ [ID]: "x" }),
    ],
    ["an empty key", { env: [TOKEN], env_from: [fromSecret()] }, secret({ [ID]: "" })],
    ["an optional key that is not there", { env: [TOKEN, ofKey("id", true)] }, secret({ other: "x" })],
    [
      "a token's file that env replaces",
      { env: [TOKEN], env_from: [fromMap()] },
      created("config_map", { data: { [TOKEN.name]: "/tokens/other" } }),
    ],
    [
      "binary data of a ConfigMap, which is no variable",
      { env: [TOKEN], env_from: [fromMap()] },
      created("config_map", { binary_data: { [ID]: "eA==" } }),
    ],
    ["a Secret of a container that no variable tells of a token", { env_from: [fromSecret()] }, secret({ [ID]: "x" })],
    ["what was not read, of a pod of no edge", { env: [TOKEN], env_from: [fromSecret()] }, {}],
    [
      "a Secret of another namespace",
      { env: [TOKEN], env_from: [fromSecret()] },
      created("secret", { data: { [ID]: "x" } }, metadata("keys", "other")),
    ],
  ])("%s", (_what, container, object) => {
    expect(found(deployment(container), object)).toEqual([]);
  });
});

describe("of a pod with an edge's token, what was not read", () => {
  const stacks = documentsOf((app) => build(app, "states"));
  const told = (source: object) => {
    const copy = structuredClone(stacks);
    const [loader] = Object.values(copy.aws.resource.kubernetes_deployment_v1);
    Object.assign(loader.spec.template.spec.container[0], { env_from: [source] });
    return findingsIn(readStacks(copy as unknown as Record<string, Stack>), NOW)
      .filter(({ code }) => code === "shadowed-wiring")
      .map(({ severity, place, edge, reason }) => [severity, place, edge !== undefined, reason].join("; "));
  };

  it("is a gap that says what to read", () => {
    const [gap, ...others] = told({ secret_ref: [{ name: "keys", optional: true }] });
    expect(others).toEqual([]);
    expect(gap).toMatch(
      /^gap; aws: kubernetes_deployment_v1.loader; true; the Secret "keys" was not read, and the container "[^"]*" has each of its keys as a variable, and AWS_ACCESS_KEY_ID, .*AZURE_CLIENT_SECRET.* would keep SDKs/,
    );
  });

  it("is none where a prefix keeps every key from being such a variable", () => {
    expect(told({ prefix: "APP_", secret_ref: [{ name: "keys" }] })).toEqual([]);
  });
});
