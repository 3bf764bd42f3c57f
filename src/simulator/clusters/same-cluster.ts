import { block, Provider, Resource, text, unlessUnresolved } from "../../terraform";
import { serverAt } from "./server";

/** Arguments that tell where a provider of Kubernetes leads, in the order in which they count. */
const PLACES = ["host", "config_context", "config_context_cluster", "config_path"];

/** Whether two providers lead into one cluster; undefined where that is not known. */
export function isSameCluster(one: Provider | undefined, other: Provider | undefined): boolean | undefined {
  if (one === undefined || other === undefined) return undefined;
  if (one === other) return true;
  for (const name of PLACES) {
    const [own, others] = [argumentOf(one, name), argumentOf(other, name)];
    if (own === undefined && others === undefined) continue;
    if (own === undefined || others === undefined) return undefined;
    const isSame = name === "host" ? serverAt(own) === serverAt(others) : own === others;
    if (!isSame) return false;
    // One kubeconfig may have many contexts, and its path says little; a context of another file is another one, or the same.
    if (name === "config_path") return undefined;
    return name === "host" || isSameFile(one, other) ? true : undefined;
  }
  return undefined;
}

function isSameFile(one: Provider, other: Provider): boolean {
  return argumentOf(one, "config_path") === argumentOf(other, "config_path");
}

/** Whether two objects are in one cluster: by where their providers lead, or else by the provider itself. */
export function isInSameCluster(one: Resource, other: Resource): boolean {
  const known = isSameCluster(one.provider, other.provider);
  return known ?? (one.stack === other.stack && one.provider?.key === other.provider?.key);
}

/** What tells the cluster of an object from others: its API server, or a context of a kubeconfig; undefined where nothing does. */
export function clusterKey({ provider }: Resource): string | undefined {
  const host = serverOf(provider);
  if (host !== undefined) return serverAt(host);
  const context = provider && argumentOf(provider, "config_context");
  return provider === undefined || context === undefined
    ? undefined
    : `${argumentOf(provider, "config_path") ?? ""} ${context}`;
}

/** The server that a provider talks to; undefined where it cannot be known. */
export function serverOf(provider: Provider | undefined): string | undefined {
  return provider && argumentOf(provider, "host");
}

/** An argument of a provider; the one for Helm has those of the one for Kubernetes in a block. */
function argumentOf(provider: Provider, name: string): string | undefined {
  const within = () => provider.argument(name) ?? block(provider.argument("kubernetes"))[name];
  return unlessUnresolved(() => text(within()), undefined);
}
