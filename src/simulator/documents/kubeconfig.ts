import { Block, block, UnresolvedValue } from "../../terraform";
import { DECLARATION_EXTENSION } from "../../trust-declaration";
import { ClientEntry, connectionOf, Spot, stanzaOf } from "./client-entry";
import { declarationOf } from "./declaration";

/** Whether an object is a kubeconfig, or means to be one. */
export function isKubeconfig(value: object): boolean {
  const { kind, contexts } = value as Block;
  return kind === "Config" || Array.isArray(contexts);
}

/**
 * The contexts of a kubeconfig that declare a trust.
 *
 * @param text the document as its client has it
 * @throws UnresolvedValue
 */
export function kubeconfigEntries(spot: Spot, value: object, text: string): readonly ClientEntry[] {
  const { kind, clusters, users, contexts } = value as Block;
  const fault = (reason: string) => new UnresolvedValue(spot.place, reason, "Mend the kubeconfig");
  return named(contexts).flatMap(({ name: contextName, context }) => {
    const { cluster: clusterName, user: userName, extensions } = block(context);
    const declared = named(extensions).find(({ name }) => name === DECLARATION_EXTENSION);
    if (!declared) return [];
    const name = String(contextName);
    const cluster = named(clusters).find((one) => one.name === clusterName)?.cluster;
    const exec = block(named(users).find((one) => one.name === userName)?.user).exec;
    if (kind !== "Config") throw fault(`is of the kind "${String(kind)}", and a kubeconfig's is "Config"`);
    if (!isBlock(cluster) || !isBlock(exec)) throw fault(`the context "${name}" has no cluster or no exec stanza`);
    const odd = oddText(cluster, exec);
    if (odd !== undefined) throw fault(`the context "${name}" has ${odd} that is no text, which clients refuse`);
    return [
      {
        ...spot,
        server: (cluster.server ?? "") as string,
        ...connectionOf({
          tlsServerName: cluster["tls-server-name"],
          proxyUrl: cluster["proxy-url"],
          authority: cluster["certificate-authority-data"],
          isUnchecked: cluster["insecure-skip-tls-verify"],
        }),
        stanza: stanzaOf(exec),
        declarations: [declarationOf(spot.place, `the context "${name}"`, declared.extension)],
        kubeconfig: { text, context: name, document: value as Block },
      },
    ];
  });
}

/** The entries of a list that are objects. */
function named(list: unknown): readonly Block[] {
  return Array.isArray(list) ? list.filter(isBlock) : [];
}

function isBlock(value: unknown): value is Block {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A field that YAML made a number or a boolean of for want of quotes. */
function oddText(cluster: Block, { apiVersion, command, args, env }: Block): string | undefined {
  const lists = [args, env].map((list) => (list === undefined || list === null ? [] : list));
  const odd = (value: unknown) => value !== undefined && value !== null && typeof value !== "string";
  const ofCluster = ["server", "certificate-authority-data", "tls-server-name", "proxy-url"];
  const fields = { ...Object.fromEntries(ofCluster.map((name) => [name, cluster[name]])), apiVersion, command };
  const field = Object.entries(fields).find(([, value]) => odd(value))?.[0];
  if (field !== undefined) return `a field "${field}"`;
  if (lists.some((list) => !Array.isArray(list))) return "a list of its exec stanza";
  const [argsList, envList] = lists as unknown[][];
  if (argsList.some((value) => typeof value !== "string")) return "an argument";
  return envList.some((one) => !isBlock(one) || typeof one.name !== "string" || odd(one.value))
    ? "a variable"
    : undefined;
}
