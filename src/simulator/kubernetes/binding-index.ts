import { gather } from "../gather";
import type { Binding } from "./rbac";
import { KubernetesUser } from "./user";

type Subject = Binding["subjects"][number];

/** Bindings, found by the users that they mean. */
export class BindingIndex {
  /** By namespace, cluster-wide ones under the empty text, and by subject: `User\nname`. */
  private readonly byPlace = new Map<string, Binding[]>();
  /** By subject alone. */
  private readonly bySubject = new Map<string, Binding[]>();

  public constructor(bindings: readonly Binding[]) {
    for (const binding of bindings) {
      for (const subject of binding.subjects) {
        const key = keyOf(subject, binding.namespace);
        if (key === undefined) continue;
        gather(this.bySubject, key, binding);
        gather(this.byPlace, `${binding.namespace ?? ""}\n${key}`, binding);
      }
    }
  }

  /** Those that mean a user, in one namespace and in the whole cluster. */
  public of(user: KubernetesUser, namespace: string): readonly Binding[] {
    const places = namespace === "" ? [""] : ["", namespace];
    const subjects = keysOf(user);
    return places.flatMap((place) => subjects.flatMap((subject) => this.byPlace.get(`${place}\n${subject}`) ?? []));
  }

  /** Those that mean a user, in any place. */
  public everyOf(user: Pick<KubernetesUser, "name" | "groups">): readonly Binding[] {
    return [...new Set(keysOf(user).flatMap((subject) => this.bySubject.get(subject) ?? []))];
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

function keysOf({ name, groups }: Pick<KubernetesUser, "name" | "groups">): readonly string[] {
  return [`User\n${name}`, ...groups.map((group) => `Group\n${group}`)];
}

/** A service account is the user of its name; without a namespace, a ClusterRoleBinding's means no user. */
function keyOf({ kind, name, namespace }: Subject, home: string | undefined): string | undefined {
  if (kind === "User" || kind === "Group") return `${kind}\n${name}`;
  const place = namespace ? namespace : home;
  return kind === "ServiceAccount" && place ? `User\nsystem:serviceaccount:${place}:${name}` : undefined;
}
