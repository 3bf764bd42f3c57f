import { Configuration } from "../../terraform";
import { Pod } from "./pod";
import { isSameCluster } from "../clusters/same-cluster";
import { StoredFiles, storedFiles } from "./stored-files";

/** What was read of a ConfigMap or a Secret that a pod names. */
export interface StoredFor {
  readonly files?: StoredFiles;
  /** One of that name in a place where the pod does not see it. */
  readonly elsewhere?: StoredFiles;
  /** Why it was not found. */
  readonly reason: string;
}

/** The ConfigMap or Secret that a volume or a variable of a pod means. */
export function storedFor(
  configuration: Configuration,
  pod: Pick<Pod, "namespace" | "provider">,
  { of, name }: Readonly<{ of: StoredFiles["kind"]; name: string }>,
): StoredFor {
  const named = storedFiles(configuration).filter((one) => one.kind === of && one.name === name);
  const inNamespace = named.filter(({ namespace }) => pod.namespace === undefined || namespace === pod.namespace);
  const files = inNamespace.find(({ provider }) => isSameCluster(pod.provider, provider) !== false);
  const [elsewhere] = named;
  const unread = files?.isPart ? `of the ${of} "${name}" not all keys were read` : `the ${of} "${name}" was not read`;
  if (files !== undefined || elsewhere === undefined) return { files, reason: unread };
  const place = inNamespace.length > 0 ? "another cluster" : `the namespace "${elsewhere.namespace}"`;
  return { elsewhere, reason: `the ${of} "${name}" is in ${place}, and a pod sees those of its own namespace alone` };
}
