import { isDeepStrictEqual } from "node:util";
import { Body } from "./synthesized-resource";

/** CDKTF's own names for the states of other stacks begin so. */
export const CROSS_STACK = "cross-stack-reference-input-";
/** What tells one state from another, by the arguments of the backends for files, S3, Google Cloud and Azure. */
const STATE_KEYS = ["path", "bucket", "key", "prefix", "storage_account_name", "container_name"];

/** The backend of a stack, by its kind. */
type Backend = Readonly<Record<string, Body>> | undefined;
/** The arguments of a data source `terraform_remote_state`. */
interface RemoteState {
  readonly backend?: unknown;
  readonly config?: unknown;
}

/** Whether a stack keeps its state at the very place that a data source reads. */
export function keepsStateAt(own: Backend, { backend, config }: RemoteState): boolean {
  const place = typeof backend === "string" ? own?.[backend] : undefined;
  return place !== undefined && isDeepStrictEqual(place, config);
}

/** Whether a stack says where it keeps its state, and that is another place than the one that a data source reads. */
export function keepsStateElsewhere(own: Backend, { backend, config }: RemoteState): boolean {
  const all = own ?? {};
  const [name] = Object.keys(all);
  // Backends of HashiCorp's service are read by another one's name.
  if (name === undefined || ["remote", "cloud"].includes(name)) return false;
  if (name !== backend) return true;
  const place = all[name];
  const said = (config ?? {}) as Readonly<Record<string, unknown>>;
  return STATE_KEYS.some((key) => place[key] !== undefined && !isDeepStrictEqual(place[key], said[key]));
}
