import { IConstruct } from "constructs";
import { problem } from "../common";
import { StableKey } from "../subjects/stable-key";

/** A cluster or an account of a mesh. */
interface Named extends IConstruct {
  readonly _stableKey: StableKey;
}

/**
 * The names of a mesh's clusters, or of its accounts. Trusts' addresses are made of keys; contexts of kubeconfigs and folders of
 * tokens are named after construct ids: no two may be the same.
 */
export class MeshNames {
  private readonly ids = new Map<string, Named>();
  private readonly keys = new Map<string, Named>();

  /** @param noun what refusals call those that are named */
  public constructor(private readonly noun: string) {}

  /** Notes the names of one more, and tells which of them another one has already. */
  public add(named: Named): readonly string[] {
    const { id } = named.node;
    const { value: key } = named._stableKey;
    if (this.ids.get(id) === named && this.keys.get(key) === named) return NONE;
    const [sameId, sameKey] = [earlier(this.ids, id, named), earlier(this.keys, key, named)];
    const hasSameId = sameKey?.node.id === id;
    return [
      ...(sameId ? [this.twice("id", id, sameId, named, "Declare one of them under another id")] : []),
      ...(sameKey && !hasSameId ? [this.twice("key", key, sameKey, named, "Give one of them another key")] : []),
    ];
  }

  private twice(what: string, name: string, first: Named, second: Named, wayOut: string): string {
    const paths = `${first.node.path} and ${second.node.path}`;
    return problem("allow", `two ${this.noun} of the mesh have the ${what} "${name}": ${paths}`, wayOut);
  }
}

const NONE: readonly string[] = [];

/** The other one that has the name already; the first keeps it. */
function earlier(known: Map<string, Named>, name: string, named: Named): Named | undefined {
  const first = known.get(name);
  if (!first) known.set(name, named);
  return first === named ? undefined : first;
}
