import { createHash } from "node:crypto";
import {
  block,
  namespaceOfSubject,
  placeOf,
  PLUGIN_COMMAND,
  Resource,
  serverAt,
  serverOf,
  text,
  unlessUnresolved,
  World,
} from "../../simulator";
import { isBase64 } from "../../vendor/kubernetes/base64";
import { Finding, Rule } from "../finding";

const CONFIG_MAPS = ["kubernetes_config_map", "kubernetes_config_map_v1"];
/** What this library calls a ConfigMap that holds the plugin: its name ends in the digest of the file. */
const NAME = new RegExp(`\\b${PLUGIN_COMMAND}-([0-9a-f]{10})\\b`, "g");
const IN_MANIFEST = /binaryData\b/g;

interface PluginFile {
  readonly resource: Resource;
  readonly name: string;
  readonly namespace: string;
  readonly file?: Buffer;
  /** Whether it is written in base64 that is none. */
  readonly isOdd: boolean;
}

/**
 * ConfigMaps of the plugin that hold another file than their name tells, or where no pod of an edge can mount them, and ConfigMaps
 * that pods mount and nothing makes.
 */
export const pluginFiles: Rule = (world) => {
  const { configuration } = world;
  const made = CONFIG_MAPS.flatMap((type) => configuration.resources(type)).flatMap(pluginFileOf);
  const mentions = configuration.matches(NAME).map(({ match: [name] }) => name);
  const [missing] = mentions.filter((name) => !made.some((one) => one.name === name));
  const found = made.flatMap((one) => {
    const reasons = [...fileFaults(one), ...placeFaults(world, one)];
    // Its own name is one mention.
    const isMounted = mentions.filter((name) => name === one.name).length > 1;
    if (missing !== undefined && !isMounted) reasons.push(`is called "${one.name}", and pods mount ${missing}`);
    const at = { place: placeOf(one.resource), resource: one.resource, what: one.name };
    return reasons.map((reason): Finding => ({ code: "plugin-file", severity: "fault", ...at, reason }));
  });
  if (missing === undefined || found.length > 0 || configuration.matches(IN_MANIFEST).length > 0) return found;
  const reason = `pods mount the ConfigMap ${missing}, which is not in what was read`;
  return [{ code: "plugin-file", severity: "gap", place: placeOfMention(world, missing), what: missing, reason }];
};

function pluginFileOf(resource: Resource): readonly PluginFile[] {
  const metadata: Readonly<Record<string, unknown>> = unlessUnresolved(() => block(resource.argument("metadata")), {});
  const [name, namespace] = [text(metadata.name) ?? "", text(metadata.namespace) ?? "default"];
  const binary = (unlessUnresolved(() => block(resource.argument("binary_data")), {}) ?? {}) as Record<string, string>;
  const data = (unlessUnresolved(() => block(resource.argument("data")), {}) ?? {}) as Record<string, string>;
  const file =
    binary[PLUGIN_COMMAND] !== undefined
      ? Buffer.from(String(binary[PLUGIN_COMMAND]), "base64")
      : data[PLUGIN_COMMAND] !== undefined
        ? Buffer.from(String(data[PLUGIN_COMMAND]))
        : undefined;
  if (file === undefined && digestIn(name) === undefined) return [];
  const isOdd = binary[PLUGIN_COMMAND] !== undefined && !isBase64(String(binary[PLUGIN_COMMAND]));
  return [{ resource, name, namespace, isOdd, ...(file ? { file } : {}) }];
}

function digestIn(name: string): string | undefined {
  return [...name.matchAll(NAME)].find(([whole]) => whole === name)?.[1];
}

function fileFaults({ name, file, isOdd }: PluginFile): string[] {
  if (isOdd) return ["has a file that is no base64, which the API server refuses"];
  const digest = digestIn(name);
  if (digest === undefined) return [];
  if (!file) return [`has no key ${PLUGIN_COMMAND}, so that pods start without the plugin`];
  const own = createHash("sha256").update(file).digest("hex").slice(0, digest.length);
  return own === digest ? [] : [`holds another file than its name tells: its SHA-256 begins with ${own}`];
}

function placeFaults({ edges, everyEdge }: World, { namespace, resource }: PluginFile): string[] {
  const server = serverOf(resource.provider);
  const here = edges.find(({ client }) => server !== undefined && serverAt(client.server) === serverAt(server));
  const cluster = here?.declaration.target.cluster;
  if (cluster !== undefined && everyEdge.every(({ declaration }) => declaration.source.cluster !== cluster)) {
    return [`is made in ${cluster}, and no pod of an edge runs there`];
  }
  const namespaces = everyEdge.flatMap(({ declaration }) => namespaceOfSubject(declaration.source.subject) ?? []);
  if (namespaces.length === 0 || namespaces.includes(namespace)) return [];
  return [
    `is in the namespace "${namespace}", and the pods of the edges are in ${[...new Set(namespaces)].join(", ")}`,
  ];
}

function placeOfMention({ configuration }: World, name: string): string {
  const pattern = new RegExp(name);
  const [resource] = configuration.resourcesWith(pattern);
  if (resource) return placeOf(resource);
  const output = configuration.outputs.find((one) => one.matches(pattern));
  return output ? `${output.stack}: output.${output.name}` : name;
}
