import { Provider, text, unlessUnresolved } from "../../terraform";
import { serverAt } from "../clusters/server";

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
    // One kubeconfig may have many contexts, and its path says little.
    if (!isSame || name !== "config_path") return isSame;
  }
  return undefined;
}

/** The server that a provider talks to; undefined where it cannot be known. */
export function serverOf(provider: Provider | undefined): string | undefined {
  return provider && argumentOf(provider, "host");
}

function argumentOf(provider: Provider, name: string): string | undefined {
  return unlessUnresolved(() => text(provider.argument(name)), undefined);
}
