import { fileAt, pathsOf, wholePods } from "../../../src/simulator";
import { merged, read, Stack } from "../support/stack";

/** Kubernetes documentation: "Volumes", "Projected Volumes", "ConfigMaps". */
const token = { serviceAccountToken: { audience: "a", path: "token" } };
const configMap = (namespace = "ns"): Stack => ({
  resource: {
    kubernetes_config_map_v1: {
      files: { metadata: { name: "files", namespace }, data: { key: "text" }, binary_data: { binary: "AAEC" } },
    },
  },
});

function podOf(
  spec: { readonly volumes?: object[]; readonly mounts?: object[]; readonly others?: object[] },
  ...more: Stack[]
) {
  const { volumes = [], mounts = [], others = [] } = spec;
  const pod = {
    kind: "Pod",
    metadata: { name: "p", namespace: "ns" },
    spec: {
      volumes: [{ name: "wiring", projected: { sources: [token] } }, ...volumes],
      containers: [{ name: "c", volumeMounts: mounts }, ...others],
    },
  };
  const { configuration } = read(merged({ resource: { kubernetes_manifest: { pod: { manifest: pod } } } }, ...more));
  const [found] = wholePods(configuration);
  return { configuration, pod: found, at: (path: string) => fileAt(configuration, found, found.containers[0], path) };
}
const mount = (name: string, mountPath: string, more: object = {}) => ({ name, mountPath, ...more });
const stored = { name: "files", configMap: { name: "files" } };

it("a token is where its volume is mounted, whatever slashes are written", () => {
  const { at } = podOf({ mounts: [mount("wiring", "/a//b/")] });

  expect(at("/a/b/token")).toMatchObject({ kind: "token", token: { audience: "a", seconds: 3600 } });
  expect(at("/a/./b/token").kind).toBe("token");
  expect(at("/a/b/other")).toEqual({ kind: "nothing", reason: 'the volume "wiring" has no file other' });
  expect(at("/a/bc/token")).toMatchObject({ kind: "unknown", isMounted: false });
});

it("the nearest mount counts, and a subPath is one file or folder of its volume", () => {
  const { at } = podOf({
    volumes: [{ name: "empty", emptyDir: {} }],
    mounts: [mount("wiring", "/a"), mount("empty", "/a/b"), mount("wiring", "/c", { subPath: "token" })],
  });

  expect(at("/a/token").kind).toBe("token");
  expect(at("/a/b/token")).toEqual({ kind: "nothing", reason: 'the volume "empty" is empty, and has no file token' });
  expect(at("/c")).toMatchObject({ kind: "token", mount: { subPath: "token" } });
});

it("what another container may have written into an empty folder is not known, nor what other volumes hold", () => {
  const others = [{ name: "agent", volumeMounts: [mount("empty", "/out")] }];
  const volumes = [
    { name: "empty", emptyDir: {} },
    { name: "host", hostPath: { path: "/x" } },
    { name: "none" },
    { name: "down", projected: { sources: [{ downwardAPI: { items: [] } }] } },
  ];
  const mounts = volumes.map(({ name }) => mount(name, `/${name}`));
  const { at } = podOf({ volumes, mounts, others });
  const kinds = volumes.map(({ name }) => at(`/${name}/token`).kind);

  expect(kinds).toEqual(["unknown", "unknown", "nothing", "unknown"]);
});

it("a ConfigMap's keys are files, by their own names or those of items, text or binary", () => {
  const items = { name: "items", configMap: { name: "files", items: [{ key: "key", path: "sub/renamed" }] } };
  const { at, configuration, pod } = podOf(
    { volumes: [stored, items], mounts: [mount("files", "/f"), mount("items", "/i")] },
    configMap(),
  );
  const content = (path: string) => {
    const file = at(path);
    return file.kind === "stored" ? file.files.content(file.key)?.toString("hex") : file.kind;
  };

  expect(content("/f/key")).toBe(Buffer.from("text").toString("hex"));
  expect(content("/f/binary")).toBe("000102");
  expect(content("/i/sub/renamed")).toBe(content("/f/key"));
  expect(content("/i/key")).toBe("nothing");
  expect([...pathsOf(configuration, pod, pod.containers[0])].sort()).toEqual(["/f/binary", "/f/key", "/i/sub/renamed"]);
});

it("a ConfigMap of another namespace is not there, and one that was not read is not known", () => {
  const spec = { volumes: [stored], mounts: [mount("files", "/f")] };

  expect(podOf(spec, configMap("other")).at("/f/key")).toMatchObject({
    kind: "nothing",
    reason: 'the ConfigMap "files" is in the namespace "other", and a pod sees those of its own namespace alone',
  });
  expect(podOf(spec).at("/f/key")).toEqual({
    ...{ kind: "unknown", isMounted: true, isLeftOut: false },
    reason: 'the ConfigMap "files" was not read',
  });
});

it("a Secret of a manifest is base64, and its text fields are text", () => {
  const secret = {
    kind: "Secret",
    metadata: { name: "files", namespace: "ns" },
    data: { key: Buffer.from("x").toString("base64") },
    stringData: { text: "y" },
  };
  const spec = { volumes: [{ name: "files", secret: { secretName: "files" } }], mounts: [mount("files", "/f")] };
  const { at } = podOf(spec, { resource: { kubectl_manifest: { s: { yaml_body: JSON.stringify(secret) } } } });
  const text = (path: string) => {
    const file = at(path);
    return file.kind === "stored" ? file.files.content(file.key)?.toString() : file.kind;
  };

  expect([text("/f/key"), text("/f/text"), text("/f/other")]).toEqual(["x", "y", "nothing"]);
});

it("a mount without its volume has nothing", () => {
  expect(podOf({ mounts: [mount("gone", "/g")] }).at("/g/token")).toEqual({
    kind: "nothing",
    reason: 'the volume "gone", which is mounted there, is not the pod\'s',
  });
});

describe("keys that other resources write into a ConfigMap", () => {
  const written = (data: object, more: object = {}): Stack => ({
    resource: {
      kubernetes_config_map_v1_data: { more: { metadata: { name: "files", namespace: "ns" }, data, ...more } },
    },
  });
  const contentAt = (path: string, ...stacks: Stack[]) => {
    const file = podOf({ volumes: [stored], mounts: [mount("files", "/f")] }, ...stacks).at(path);
    return file.kind === "stored" ? (file.files.content(file.key)?.toString() ?? "unknown") : file.kind;
  };

  it("are its files as well", () => {
    expect(contentAt("/f/new", configMap(), written({ new: "1" }))).toBe("1");
    expect(contentAt("/f/key", configMap(), written({ new: "1" }))).toBe("text");
    expect(contentAt("/f/other", configMap(), written({ new: "1" }))).toBe("nothing");
  });

  // "Server-Side Apply", section "Conflicts": without force the server refuses another manager's field.
  it("are refused where the ConfigMap has them, unless forced: then whoever applies last decides", () => {
    expect(contentAt("/f/key", configMap(), written({ key: "else" }))).toBe("text");
    expect(contentAt("/f/key", configMap(), written({ key: "text" }, { force: true }))).toBe("text");
    expect(contentAt("/f/key", configMap(), written({ key: "else" }, { force: true }))).toBe("unknown");
  });

  it("are some of those of a ConfigMap that was not read, and not those of another namespace's", () => {
    expect(contentAt("/f/new", written({ new: "1" }))).toBe("1");
    expect(contentAt("/f/other", written({ new: "1" }))).toBe("unknown");
    expect(contentAt("/f/new", configMap(), written({ new: "1" }, { metadata: { name: "files" } }))).toBe("nothing");
  });

  it("are text in a Secret, which the provider encodes", () => {
    const secret: Stack = {
      resource: {
        kubernetes_secret_v1_data: { one: { metadata: { name: "s", namespace: "ns" }, data: { key: "MQ==" } } },
      },
    };
    const volumes = [{ name: "s", secret: { secretName: "s" } }];
    const file = podOf({ volumes, mounts: [mount("s", "/s")] }, secret).at("/s/key");
    expect(file.kind === "stored" && file.files.content("key")?.toString()).toBe("MQ==");
  });
});

it("a ConfigMap is read where it stands: as a resource, or as YAML or JSON in an output", () => {
  const spec = { volumes: [stored], mounts: [mount("files", "/f")] };
  const yaml = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: files\n  namespace: ns\ndata:\n  key: text\n";
  const json = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "files", namespace: "ns" }, data: { key: "" } };

  for (const value of [yaml, JSON.stringify(json), JSON.stringify({ files: yaml })]) {
    expect(podOf(spec, { output: { files: { value } } }).at("/f/key").kind).toBe("stored");
  }
});
