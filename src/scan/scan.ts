import { credentialsOf, ofEntry } from "./holders";
import { Fields, fields, text } from "./json";
import { safeName, safeObjectName } from "./safe-name";
import { ObjectName, StaticCredential } from "./static-credential";
import { pullSecretsIn, Workload, workloadOf } from "./workloads";

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
  const read = new Set(objects.map(({ name: { kind, namespace, name } }) => [kind, namespace, name].join("\0")));
  const pullSecrets = new Map(
    objects
      .filter(({ name }) => name.kind === "ServiceAccount")
      .map(({ object, name }) => [`${name.namespace}\0${name.name}`, pullSecretsIn(object)] as const),
  );
  const workloads = objects.flatMap(({ object, name }) => {
    const isRead = (kind: string, other: string) => read.has([kind, name.namespace, other].join("\0"));
    const pullSecretsOf = (account: string) => pullSecrets.get(`${name.namespace}\0${account}`) ?? [];
    return workloadOf(object, name, isRead, pullSecretsOf) ?? [];
  });
  const held = objects.flatMap(({ object, name }) => credentialsOf(object, name));
  const own = workloads.flatMap(({ user, variables }) =>
    variables
      .flatMap(({ name, value }) => ofEntry(user.workload, name, value))
      .map((found) => ({ ...found, users: [user] })),
  );
  const usersOf = usersByObject(workloads);
  const credentials = [...held.map((found) => ({ ...found, users: usersOf(found.holder) })), ...own];
  return { credentials: inOrder(credentials.map(withSafeNames)), objects: objects.length };
}

/** Finds static credentials in a kubeconfig. */
export function scanKubeconfig(file: string, content: string): ScanResult {
  const holder = { kind: "kubeconfig", namespace: "", name: file };
  const found = ofEntry(holder, "users", content);
  return { credentials: found.map((one) => ({ ...one, users: [] })), objects: 1 };
}

/** An object's own name is printed, too. */
function withSafeNames(found: StaticCredential): StaticCredential {
  const safe = ({ kind, namespace, name }: ObjectName): ObjectName => ({
    ...{ kind: safeName(kind), namespace: safeObjectName(namespace), name: safeObjectName(name) },
  });
  const users = found.users.map(({ workload, serviceAccount }) => ({
    workload: safe(workload),
    serviceAccount: safeObjectName(serviceAccount),
  }));
  return { ...found, holder: safe(found.holder), users };
}

/** Who uses an object: the workloads that read it, then it itself where it is one. */
function usersByObject(workloads: readonly Workload[]): (object: ObjectName) => readonly Workload["user"][] {
  const users = new Map<string, Workload["user"][]>();
  const add = (key: string, user: Workload["user"]) => {
    const known = users.get(key);
    if (known) known.push(user);
    else users.set(key, [user]);
  };
  for (const { user, reads } of workloads) for (const one of reads) add(`${user.workload.namespace}\0${one}`, user);
  for (const { user } of workloads) add(keyOf(user.workload), user);
  return (object) => users.get(keyOf(object)) ?? [];
}

function keyOf({ namespace, kind, name }: ObjectName): string {
  return `${namespace}\0${kind}/${name}`;
}

function nameOf(object: Fields): ObjectName {
  const metadata = fields(object.metadata);
  return {
    kind: text(object.kind) ?? "",
    namespace: text(metadata.namespace) ?? "",
    name: text(metadata.name) ?? "",
  };
}

/** By their places; there may be hundreds of thousands. */
function inOrder(credentials: readonly StaticCredential[]): readonly StaticCredential[] {
  const placed = credentials.map((found) => {
    const { namespace, kind, name } = found.holder;
    return { found, place: [namespace, kind, name, found.entry].join("\0") };
  });
  return placed.sort((a, b) => (a.place < b.place ? -1 : 1)).map(({ found }) => found);
}
