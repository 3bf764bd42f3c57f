import { Resource, UnresolvedValue } from "../terraform";

/** An object that was left out. */
export interface LeftOutObject {
  /** Stack, address and argument. */
  readonly place: string;
  readonly reason: string;
}

/**
 * Objects that cannot be understood and that give no right by themselves, unless another object names them: issuers, roles, pools
 * and their providers, identities, what custom roles permit. They are left out, so that a role which has nothing to do with
 * the mesh does not keep it from being tried, and they are told; an edge that needs one is refused there. What gives a right
 * (a binding, an access entry, an IAM member, a role assignment, a federated credential) is never left out so.
 */
export class LeftOut {
  private readonly faults: UnresolvedValue[] = [];

  /** @param keepsGrants whether grants that cannot be known are left out, too */
  public constructor(private readonly keepsGrants = false) {}

  /** Reads each grant. @throws UnresolvedValue unless grants are left out, too */
  public eachGrant(resources: readonly Resource[], read: (resource: Resource) => void): void {
    if (this.keepsGrants) this.each(resources, read);
    else for (const resource of resources) read(resource);
  }

  /** Reads each resource, and leaves out those that cannot be known. */
  public each(resources: readonly Resource[], read: (resource: Resource) => void): void {
    for (const resource of resources) {
      try {
        read(resource);
      } catch (error) {
        if (!(error instanceof UnresolvedValue)) throw error;
        this.faults.push(error);
      }
    }
  }

  /** What was left out and why, each once. */
  public get objects(): readonly LeftOutObject[] {
    const known = new Map(this.faults.map(({ place, reason }) => [`${place}: ${reason}`, { place, reason }]));
    return [...known.values()];
  }
}
