import { Configuration, Resource, text, texts, unlessUnresolved } from "../../terraform";

const GROUPS = ["azuread_group", "azuread_group_without_members"];
const MEMBER = "azuread_group_member";

/**
 * Groups of Entra by their members' object ids, as far as that was read.
 *
 * Terraform registry, azuread: azuread_group, azuread_group_member.
 */
export class DirectoryGroups {
  private readonly byMember = new Map<string, Set<string>>();

  public constructor(configuration: Configuration) {
    for (const resource of GROUPS.flatMap((type) => configuration.resources(type))) {
      const id = known(() => text(resource.attribute("object_id")));
      for (const member of unlessUnresolved(() => texts(resource.argument("members")), [])) this.add(id, member);
    }
    for (const resource of configuration.resources(MEMBER)) {
      this.add(argumentOf(resource, "group_object_id"), argumentOf(resource, "member_object_id") ?? "");
    }
  }

  /** The groups that a principal is in, by itself or by a group in them. */
  public of(principalId: string): readonly string[] {
    const found = new Set<string>();
    const open = [principalId.toLowerCase()];
    for (let one = open.pop(); one !== undefined; one = open.pop()) {
      for (const group of this.byMember.get(one) ?? []) {
        if (found.has(group)) continue;
        found.add(group);
        open.push(group);
      }
    }
    return [...found];
  }

  private add(group: string | undefined, member: string): void {
    if (group === undefined || member === "") return;
    const own = this.byMember.get(member.toLowerCase()) ?? new Set();
    this.byMember.set(member.toLowerCase(), own.add(group.toLowerCase()));
  }
}

function argumentOf(resource: Resource, name: string): string | undefined {
  return known(() => text(resource.argument(name)));
}

function known(read: () => string | undefined): string | undefined {
  return unlessUnresolved(read, undefined);
}
