import { gather } from "../gather";
import type { Binding } from "./rbac";
import { KubernetesUser } from "./user";

type Subject = Binding["subjects"][number];

/** Bindings, found by the users that they mean. */
export class BindingIndex {
  /** By namespace, cluster-wide ones under the empty text, then by subject: `User\nname`. */
  private readonly byPlace = new Map<string, Map<string, Binding[]>>();
  /** By subject alone. */
  private readonly bySubject = new Map<string, Binding[]>();

  public constructor(bindings: readonly Binding[]) {
    for (const binding of bindings) {
      for (const subject of binding.subjects) {
        const key = keyOf(subject, binding.namespace);
        if (key === undefined) continue;
        gather(this.bySubject, key, binding);
        const place = binding.namespace ?? "";
        const inPlace = this.byPlace.get(place) ?? new Map<string, Binding[]>();
        this.byPlace.set(place, inPlace);
        gather(inPlace, key, binding);
      }
    }
  }

  /** Those that mean a user, in one namespace and in the whole cluster. */
  public of(user: KubernetesUser, namespace: string): readonly Binding[] {
    const subjects = keysOf(user);
    const inPlace = (place: string) => {
      const bindings = this.byPlace.get(place);
      return bindings ? subjects.flatMap((subject) => bindings.get(subject) ?? []) : [];
    };
    return namespace === "" ? inPlace("") : [...inPlace(""), ...inPlace(namespace)];
  }

  /** Those that mean a user, in any place. */
  public everyOf(user: Pick<KubernetesUser, "name" | "groups">): readonly Binding[] {
    const lists = keysOf(user).flatMap((subject) => {
      const bindings = this.bySubject.get(subject);
      return bindings ? [bindings] : [];
    });
    return lists.length > 1 ? [...new Set(lists.flat())] : (lists[0] ?? []);
  }
}

/** The first of a binding's subjects that means a user. */
export function subjectOf(
  { subjects, namespace }: Binding,
  user: Pick<KubernetesUser, "name" | "groups">,
): Subject | undefined {
  const keys = keysOf(user);
  return subjects.find((subject) => keys.includes(keyOf(subject, namespace) ?? ""));
}

/** The keys of users, who ask many questions each. */
const KEYS = new WeakMap<object, readonly string[]>();

function keysOf(user: Pick<KubernetesUser, "name" | "groups">): readonly string[] {
  const known = KEYS.get(user) ?? [`User\n${user.name}`, ...user.groups.map((group) => `Group\n${group}`)];
  KEYS.set(user, known);
  return known;
}

/** A service account is the user of its name; without a namespace, a ClusterRoleBinding's means no user. */
function keyOf({ kind, name, namespace }: Subject, home: string | undefined): string | undefined {
  if (kind === "User" || kind === "Group") return `${kind}\n${name}`;
  const place = namespace ? namespace : home;
  return kind === "ServiceAccount" && place ? `User\nsystem:serviceaccount:${place}:${name}` : undefined;
}
