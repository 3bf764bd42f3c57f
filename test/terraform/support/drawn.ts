import { Configuration, placeOf, Resource } from "../../../src/terraform";

/** What a cloud draws or measures out, by the type of the resource: the simulator has other values there. */
const DRAWN: Readonly<Record<string, readonly string[]>> = {
  aws_iam_role: ["arn", "unique_id"],
  aws_iam_openid_connect_provider: ["arn"],
  aws_eks_cluster: ["arn", "endpoint", "identity", "certificate_authority"],
  google_iam_workload_identity_pool: ["name"],
  google_service_account: ["unique_id"],
  google_container_cluster: ["endpoint", "master_auth"],
  azurerm_user_assigned_identity: ["client_id", "principal_id"],
  azurerm_kubernetes_cluster: ["fqdn", "oidc_issuer_url", "kube_config", "identity"],
};

/** The resource of another reading that has the same place. */
export function sameIn(configuration: Configuration, { stack, mode, type, address }: Resource): Resource {
  const all = mode === "data" ? configuration.dataSources(type) : configuration.resources(type);
  const found = all.find((other) => other.stack === stack && other.address === address);
  if (!found) throw new Error(`${placeOf({ stack, address })} was not applied.`);
  return found;
}

/** What was drawn at an apply, and what the simulator drew instead. */
export class Drawn {
  private readonly simulated = new Map<string, string>();

  public constructor(synthesized: Configuration, applied: Configuration) {
    for (const [type, attributes] of Object.entries(DRAWN)) {
      for (const resource of synthesized.resources(type)) {
        for (const attribute of attributes) {
          const other = sameIn(applied, resource).attribute(attribute);
          this.note(resource.attribute(attribute), inFormOf(resource.attribute(attribute), other));
        }
      }
    }
  }

  /** An applied value with what the simulator drew in the place of what the cloud drew. */
  public simulate(value: unknown): unknown {
    if (typeof value === "string") return this.simulateText(value);
    if (Array.isArray(value)) return value.map((item) => this.simulate(item));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.simulate(item)]));
  }

  private simulateText(text: string): string {
    const longestFirst = [...this.simulated.keys()].sort((a, b) => b.length - a.length);
    if (longestFirst.length === 0) return text;
    const pattern = longestFirst.map((one) => one.replace(/[^\w]/g, "\\$&")).join("|");
    return text.replace(new RegExp(pattern, "g"), (one) => this.simulated.get(one) ?? one);
  }

  private note(simulated: unknown, drawn: unknown): void {
    if (typeof simulated === "string") {
      const withoutScheme = (text: string) => text.replace(/^https:\/\//, "");
      this.simulated.set(drawn as string, simulated);
      this.simulated.set(withoutScheme(drawn as string), withoutScheme(simulated));
    } else if (typeof simulated === "object" && simulated !== null) {
      for (const [key, part] of Object.entries(simulated)) this.note(part, (drawn as Record<string, unknown>)[key]);
    }
  }
}

/**
 * An applied value without what it has beyond a written one: what the cloud adds to a block, and the list around the only
 * block of a kind.
 */
export function inFormOf(written: unknown, applied: unknown): unknown {
  if (typeof written !== "object" || written === null || typeof applied !== "object" || applied === null) {
    return applied;
  }
  if (Array.isArray(applied)) {
    const items: readonly unknown[] = applied;
    if (Array.isArray(written)) return items.map((item, i) => inFormOf(written[i], item));
    return items.length === 1 ? inFormOf(written, items[0]) : applied;
  }
  const entries = Object.keys(written).map((key) => {
    const [part, whole] = [written, applied].map((one) => (one as Record<string, unknown>)[key]);
    return [key, inFormOf(part, whole)] as const;
  });
  return Object.fromEntries(entries);
}
