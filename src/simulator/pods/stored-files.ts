import {
  Block,
  block,
  Configuration,
  hasUnknown,
  isInJson,
  placeOf,
  placesWith,
  Provider,
  Resource,
  text,
  unlessUnresolved,
} from "../../terraform";
import { seeObjects } from "./objects-in";
import { withWrittenKeys } from "./written-keys";

/** A ConfigMap or a Secret that was read: what pods mount as files. */
export interface StoredFiles {
  readonly kind: "ConfigMap" | "Secret";
  readonly name: string;
  readonly namespace: string;
  /** The provider of its cluster; undefined where nothing tells it. */
  readonly provider?: Provider;
  readonly resource: Resource;
  /** Whether it may have more keys than these: they cannot be known, or something that writes keys into it was read alone. */
  readonly isPart?: boolean;
  readonly keys: readonly string[];
  /** The keys that a container has as variables: every one of a Secret, those with texts of a ConfigMap. */
  readonly variables: readonly string[];
  /** What is stored under a key, byte by byte; undefined where it cannot be known. */
  content(key: string): Buffer | undefined;
}

const TYPE = /^kubernetes_(config_map|secret)(_v1)?(_data)?$/;
const KIND = /(?<!\w)kind\W{1,12}(ConfigMap|Secret)(?!\w)/;
const READ = new WeakMap<Configuration, readonly StoredFiles[]>();

/** Every ConfigMap and Secret of a configuration: of resources, manifests, and texts that others apply. */
export function storedFiles(configuration: Configuration): readonly StoredFiles[] {
  const known = READ.get(configuration);
  if (known) return known;
  const typed = ["config_map", "config_map_v1", "secret", "secret_v1"]
    .flatMap((type) => configuration.resources(`kubernetes_${type}`))
    .flatMap((resource) => unlessUnresolved(() => typedFiles(resource), []));
  const places = placesWith(configuration, KIND);
  const patches = ["config_map", "secret"]
    .flatMap((type) => configuration.resources(`kubernetes_${type}_v1_data`))
    .flatMap((resource) => unlessUnresolved(() => typedFiles(resource), []));
  const found = withWrittenKeys([...typed, ...places.flatMap(writtenFiles)], patches);
  READ.set(configuration, found);
  return found;
}

function typedFiles(resource: Resource): readonly StoredFiles[] {
  const kind = TYPE.exec(resource.type)?.[1] === "secret" ? "Secret" : "ConfigMap";
  const { provider } = resource;
  const [texts, secretTexts, encoded, secretEncoded] = ["data", "data_wo", "binary_data", "binary_data_wo"].map(
    (name) => unlessUnresolved(() => block(resource.argument(name)), undefined),
  );
  const found = filesOf(kind, resource, provider, {
    metadata: resource.argument("metadata"),
    stringData: { ...texts, ...secretTexts },
    // The provider takes base64 for the data of both kinds that are no text.
    data: { ...encoded, ...secretEncoded },
  });
  const isPart = [texts, secretTexts, encoded, secretEncoded].includes(undefined);
  return isPart ? found.map((one) => ({ ...one, isPart })) : found;
}

function writtenFiles(resource: Resource): readonly StoredFiles[] {
  const found: StoredFiles[] = [];
  const provider = resource.type === "kubernetes_manifest" ? resource.provider : undefined;
  const see = (value: Block): boolean => {
    if (value.kind !== "ConfigMap" && value.kind !== "Secret") return false;
    const { kind, metadata, data, binaryData, stringData } = value;
    const texts = kind === "Secret" ? stringData : data;
    const encoded = kind === "Secret" ? data : binaryData;
    found.push(...filesOf(kind, resource, provider, { metadata, stringData: texts, data: encoded }));
    return true;
  };
  for (const argument of resource.argumentsWith(KIND)) {
    unlessUnresolved(() => {
      seeObjects(placeOf(resource), resource.argument(argument), (one) => isInJson(KIND, one), see);
    }, undefined);
  }
  return found;
}

interface Written {
  readonly metadata: unknown;
  /** By their texts. */
  readonly stringData: unknown;
  /** In base64. */
  readonly data: unknown;
}

function filesOf(
  kind: StoredFiles["kind"],
  resource: Resource,
  provider: Provider | undefined,
  { metadata, stringData, data }: Written,
): readonly StoredFiles[] {
  const { name, namespace } = block(metadata);
  if (typeof name !== "string" || hasUnknown(name) || hasUnknown(namespace)) return [];
  const contents = new Map<string, Buffer | undefined>();
  const fill = (values: unknown, encoding: "utf8" | "base64") => {
    for (const [key, value] of Object.entries(block(values))) {
      const isKnown = typeof value === "string" && !hasUnknown(value);
      contents.set(key, isKnown ? Buffer.from(value, encoding) : undefined);
    }
  };
  fill(data, "base64");
  fill(stringData, "utf8");
  return [
    {
      ...{ kind, name, namespace: text(namespace) ?? "default", resource },
      ...(provider ? { provider } : {}),
      keys: [...contents.keys()],
      variables: kind === "Secret" ? [...contents.keys()] : Object.keys(block(stringData)),
      content: (key) => contents.get(key),
    },
  ];
}
