import { Configuration, Resource, text, texts, unlessUnresolved } from "../../terraform";

const PREFIX = "/providers/microsoft.management/managementgroups/";

/** Whether a scope is a management group. */
export function isManagementGroup(scope: string): boolean {
  return scope.toLowerCase().startsWith(PREFIX);
}

/**
 * Which subscriptions management groups hold, by themselves or by the groups below, as far as that was read.
 *
 * Azure documentation: "Understand scope for Azure RBAC"; Terraform registry: "azurerm_management_group".
 */
export class ManagementGroups {
  /** By a group's id, in small letters: the subscriptions' ids, and the group above. */
  private readonly subscriptions = new Map<string, Set<string>>();
  private readonly parents = new Map<string, string>();

  public constructor(configuration: Configuration) {
    for (const resource of configuration.resources("azurerm_management_group")) {
      const id = unlessUnresolved(() => groupIdOf(resource), undefined);
      if (id === undefined) continue;
      const parent = unlessUnresolved(() => text(resource.argument("parent_management_group_id")), undefined);
      if (parent) this.parents.set(id, parent.toLowerCase());
      for (const one of unlessUnresolved(() => texts(resource.argument("subscription_ids")), [])) this.add(id, one);
    }
    for (const resource of configuration.resources("azurerm_management_group_subscription_association")) {
      unlessUnresolved(() => {
        const [group, one] = ["management_group_id", "subscription_id"].map((name) => text(resource.argument(name)));
        if (group !== undefined && one !== undefined) this.add(group.toLowerCase(), one);
      }, undefined);
    }
  }

  /** Whether a resource is surely in a management group. */
  public holds(group: string, resource: string): boolean {
    const [, subscription] = /^\/subscriptions\/([^/]+)/i.exec(resource) ?? [];
    if (subscription === undefined) return false;
    const wanted = group.toLowerCase().replace(/\/+$/, "");
    return [...this.subscriptions].some(([own, all]) => all.has(subscription.toLowerCase()) && this.isIn(own, wanted));
  }

  private isIn(group: string, wanted: string): boolean {
    const seen = new Set<string>();
    for (let at: string | undefined = group; at !== undefined && !seen.has(at); at = this.parents.get(at)) {
      if (at === wanted) return true;
      seen.add(at);
    }
    return false;
  }

  private add(group: string, subscription: string): void {
    const own = this.subscriptions.get(group) ?? new Set();
    this.subscriptions.set(group, own.add(subscription.toLowerCase().replace(/^\/subscriptions\//, "")));
  }
}

/** Its id, or the one that its name gives. */
function groupIdOf(resource: Resource): string | undefined {
  const name = unlessUnresolved(() => text(resource.argument("name")), undefined);
  const id = unlessUnresolved(() => text(resource.attribute("id")), undefined);
  return (id ?? (name === undefined ? undefined : `${PREFIX}${name}`))?.toLowerCase();
}
