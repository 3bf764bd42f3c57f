import { credentialsOf, ofEntry } from "./holders";
import { Fields, fields, list, text } from "./json";
import { ObjectName, StaticCredential } from "./static-credential";
import { Workload, workloadOf } from "./workloads";

/** What a scan saw. */
export interface ScanResult {
  readonly credentials: readonly StaticCredential[];
  /** How many objects were read. */
  readonly objects: number;
}

/**
 * Finds static credentials in objects as `kubectl get … -o json` prints them, and says who uses each. Values of secrets
 * are looked at and not kept.
 *
 * @param items the objects, in any order
 */
export function scanObjects(items: readonly unknown[]): ScanResult {
  const objects = items.map((item) => ({ object: fields(item), name: nameOf(fields(item)) }));
  const workloads = objects.flatMap(({ object, name }) => workloadOf(object, name) ?? []);
  const held = objects.flatMap(({ object, name }) => credentialsOf(object, name));
  const own = workloads.flatMap(({ user, variables }) =>
    variables
      .flatMap(({ name, value }) => ofEntry(user.workload, name, value))
      .map((found) => ({ ...found, users: [user] })),
  );
  const credentials = [...held.map((found) => ({ ...found, users: usersOf(found.holder, workloads) })), ...own];
  return { credentials: credentials.sort(byPlace), objects: objects.length };
}

/** Finds static credentials in a kubeconfig. */
export function scanKubeconfig(file: string, content: string): ScanResult {
  const holder = { kind: "kubeconfig", namespace: "", name: file };
  const found = ofEntry(holder, "users", content);
  return { credentials: found.map((one) => ({ ...one, users: [] })), objects: 1 };
}

function usersOf(holder: ObjectName, workloads: readonly Workload[]) {
  return workloads
    .filter(
      ({ user, reads }) => user.workload.namespace === holder.namespace && reads.has(`${holder.kind}/${holder.name}`),
    )
    .map(({ user }) => user);
}

function nameOf(object: Fields): ObjectName {
  const metadata = fields(object.metadata);
  return {
    kind: text(object.kind) ?? "",
    namespace: text(metadata.namespace) ?? "",
    name: text(metadata.name) ?? "",
  };
}

function byPlace(a: StaticCredential, b: StaticCredential): number {
  const place = ({ holder: { namespace, kind, name }, entry }: StaticCredential) =>
    [namespace, kind, name, entry].join("\0");
  return place(a) < place(b) ? -1 : 1;
}

/** The objects of a list, or the one object that is none. */
export function itemsOf(document: unknown): readonly unknown[] {
  const { kind, items } = fields(document);
  return typeof kind === "string" && /List$/.test(kind) ? list(items) : [document];
}
