import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Edge, sourceName } from "../../simulator";
import { Lab } from "../lab";
import { stanzaVariables } from "./lab-variables";
import { ownIdentity } from "./own-identity";
import { Pod } from "./pod";

/** Tokens live for an hour; the kubelet renews them before four fifths of that are over. */
const RENEWAL_MS = 30 * 60 * 1000;

/** A kubeconfig with all edges of a lab, for a user to play with. */
export interface Playground {
  /** The kubeconfig's path; each context is named `<source>-in-<target>`. */
  readonly kubeconfig: string;
  readonly contexts: readonly string[];
  /** Ends the renewal of tokens. */
  close(): void;
}

/**
 * Writes a kubeconfig that works in any terminal: it carries the lab's proxy and authority, and starts the plugin within a pod
 * of each service account. Tokens are renewed as a kubelet does.
 */
export async function openPlayground(lab: Lab, plugin: string): Promise<Playground> {
  const contexts = lab.world.edges.map((edge, i) => ({ name: contextName(edge, lab.world.edges, i), edge }));
  const makePods = async () => await Promise.all(contexts.map(({ edge }, i) => makePod(lab, edge, plugin, i)));
  const pods = await makePods();
  const document = {
    apiVersion: "v1",
    kind: "Config",
    clusters: contexts.map(({ name, edge: { client } }) => ({
      name,
      cluster: {
        server: client.server,
        "certificate-authority": lab.caFile,
        "proxy-url": lab.proxyUrl,
        ...(client.tlsServerName === undefined ? {} : { "tls-server-name": client.tlsServerName }),
      },
    })),
    users: contexts.map(({ name, edge }, i) => ({ name, user: { exec: stanzaIn(pods[i], edge) } })),
    contexts: contexts.map(({ name }) => ({ name, context: { cluster: name, user: name } })),
    "current-context": contexts[0]?.name,
  };
  const kubeconfig = join(lab.folder, "kubeconfig");
  writeFileSync(kubeconfig, JSON.stringify(document, null, 2), { mode: 0o600 });
  const renewal = setInterval(() => void makePods(), RENEWAL_MS);
  return { kubeconfig, contexts: contexts.map(({ name }) => name), close: () => clearInterval(renewal) };
}

/** Made again with the same name, a pod has a new token and is else the same. */
async function makePod(lab: Lab, edge: Edge, plugin: string, i: number): Promise<Pod> {
  return new Pod(lab, edge, `play-${i}`, plugin, await ownIdentity(lab, edge));
}

/**
 * The stanza as it is, but for the command: a script that leaves the user's own environment, in which other proxies and
 * authorities may be named, and enters the pod's.
 */
function stanzaIn(pod: Pod, { client: { stanza } }: Edge): object {
  const { apiVersion, args } = stanza;
  return {
    apiVersion,
    command: pod.doorway(stanzaVariables(stanza)),
    args,
    interactiveMode: "Never",
    provideClusterInfo: false,
  };
}

/** Readable where that is unique, else with a number. */
function contextName(edge: Edge, all: readonly Edge[], i: number): string {
  const name = ({ declaration }: Edge) =>
    `${sourceName(declaration).replace(/[^\w.-]+/g, "-")}-in-${declaration.target.cluster}`;
  return all.findIndex((one) => name(one) === name(edge)) === i ? name(edge) : `${name(edge)}-${i}`;
}
