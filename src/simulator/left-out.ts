import { Resource, UnresolvedValue } from "../terraform";

/**
 * Objects that let nobody in by themselves, such as roles and issuers, and that cannot be understood: they are left out, so
 * that a role which has nothing to do with the mesh does not keep it from being tried, and they are told. What grants
 * something is never left out.
 */
export class LeftOut {
  private readonly faults: UnresolvedValue[] = [];

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
  public get reasons(): readonly string[] {
    return [...new Set(this.faults.map(({ place, reason }) => `${place}: ${reason}`))];
  }
}
