import { unlessUnresolved } from "../../terraform";
import { isSameCluster } from "../clusters/same-cluster";
import type { StoredFiles } from "./stored-files";

/**
 * The ConfigMaps and Secrets that were read with the keys that `kubernetes_config_map_v1_data` and `kubernetes_secret_v1_data` write
 * into them by server-side apply. An object that was not read has these keys, and others that are not known.
 *
 * Kubernetes documentation: "Server-Side Apply", section "Conflicts".
 *
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts
 */
export function withWrittenKeys(
  objects: readonly StoredFiles[],
  patches: readonly StoredFiles[],
): readonly StoredFiles[] {
  return patches.reduce((found, patch) => {
    const at = found.findIndex((one) => isSameObject(one, patch));
    if (at < 0) return [...found, { ...patch, isPart: true }];
    return found.map((one, index) => (index === at ? patched(one, patch) : one));
  }, objects);
}

function isSameObject(one: StoredFiles, other: StoredFiles): boolean {
  const names = (["kind", "name", "namespace"] as const).every((name) => one[name] === other[name]);
  return names && isSameCluster(one.provider, other.provider) !== false;
}

function patched(object: StoredFiles, patch: StoredFiles): StoredFiles {
  const isForced = unlessUnresolved(() => patch.resource.argument("force") === true, true);
  return {
    ...object,
    keys: [...new Set([...object.keys, ...patch.keys])],
    variables: [...new Set([...object.variables, ...patch.variables])],
    content: (key) => {
      const [own, written] = [object.content(key), patch.content(key)];
      if (!object.keys.includes(key)) return written;
      // The API server refuses to take a field from its manager, unless forced; then each apply writes its own.
      const isSame = !patch.keys.includes(key) || (written !== undefined && own?.equals(written) === true);
      return isSame || !isForced ? own : undefined;
    },
  };
}
