import { join } from "node:path";
import { PLUGIN_COMMAND } from "../../exec-contract";
import { ClientEntry, ExecStanza, documentsIn } from "../../simulator";
import { Lab } from "../lab";
import { isLabVariable } from "../pods/lab-variables";
import { Pod } from "../pods/pod";
import { PreparedKubeconfig } from "./client";

interface Document {
  clusters: { name: string; cluster: Record<string, unknown> }[];
  users: { name: string; user: { exec?: { command: string; env?: { name: string }[] } } }[];
}

/**
 * Puts an edge's kubeconfig into a pod, as it was generated, byte for byte. Only three things make a copy: a proxy of its own
 * and variables of the stanza that the lab's take the place of, and a command that is not the plugin's bare name.
 */
export function prepareKubeconfig(lab: Lab, pod: Pod, entry: ClientEntry): PreparedKubeconfig {
  const context = entry.kubeconfig?.context ?? "argocd";
  const text = entry.kubeconfig?.text ?? JSON.stringify(fromArgoCd(entry));
  const { proxyUrl, stanza } = entry;
  const asIs = proxyUrl === undefined && stanza.command === PLUGIN_COMMAND && !replaced(stanza).length;
  const file = pod.write(join(pod.folder, "kubeconfig"), asIs ? text : adapted(text, lab));
  return { file, context, entry };
}

/** What keeps a kubeconfig from being used as it is, for the report. */
export function adaptations({ proxyUrl, stanza, kubeconfig }: ClientEntry): readonly string[] {
  // What pods use services by has no stanza.
  if (stanza.command === "") return [];
  return [
    ...(kubeconfig ? [] : ["made of Argo CD's secret"]),
    ...(proxyUrl === undefined ? [] : ["the lab's proxy in place of its own"]),
    ...(stanza.command === PLUGIN_COMMAND ? [] : [`${PLUGIN_COMMAND} in place of ${stanza.command}`]),
    ...replaced(stanza).map((name) => `the lab's own in place of the stanza's variable ${name}`),
  ];
}

/** The variables of a stanza that are for the lab to set. */
function replaced({ env }: ExecStanza): readonly string[] {
  return env.map(({ name }) => name).filter(isLabVariable);
}

function adapted(text: string, lab: Lab): string {
  const [{ value }] = documentsIn("kubeconfig", text, () => true).documents;
  const document = structuredClone(value) as Document;
  for (const { cluster } of document.clusters) if (cluster["proxy-url"]) cluster["proxy-url"] = lab.proxyUrl;
  for (const { exec } of document.users.map(({ user }) => user)) {
    if (!exec) continue;
    exec.command = PLUGIN_COMMAND;
    if (exec.env) exec.env = exec.env.filter(({ name }) => !isLabVariable(name));
  }
  return JSON.stringify(document);
}

/** Argo CD makes such a client of its secret. */
function fromArgoCd({ server, tlsServerName, stanza }: ClientEntry): object {
  const { apiVersion, command, args, env } = stanza;
  const name = "argocd";
  const tls = tlsServerName === undefined ? {} : { "tls-server-name": tlsServerName };
  const exec = { apiVersion, command, args, ...(env.length ? { env } : {}), interactiveMode: "Never" };
  return {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name, cluster: { server, ...tls } }],
    users: [{ name, user: { exec } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    "current-context": name,
  };
}
