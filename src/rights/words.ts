import { DeclaredAccess, DeclaredGrant } from "../simulator";
import { Right } from "./holder";

type Named = Pick<Right, "kind" | "name" | "namespaces" | "detail">;

/** One right in a few words: `edit in payments`, `Role deployer in ci`, `IAM role roles/viewer on the project`. */
export function rightWords({ kind, name, namespaces, detail }: Named): string {
  const where = namespaces ? `in ${[...namespaces].sort().join(", ")}` : "everywhere";
  switch (kind) {
    case "ClusterRole":
    case "EKS access policy":
      return `${name} ${where}`;
    case "Role":
      return `Role ${name} ${where}`;
    case "Azure role":
      return detail === undefined ? `${name} ${where}` : `${name} on ${detail}`;
    case "IAM role":
      return `${name} on the project${detail === undefined ? "" : ` if ${detail}`}`;
    case "IAM policy":
      return `${detail} by the IAM policy ${name}`;
    case "service":
      return detail === undefined ? name : `${name} ${detail}`;
  }
}

/** Rights in words, those of one name in several namespaces as one. */
export function rightsWords(rights: readonly Named[]): readonly string[] {
  const merged = new Map<string, Named>();
  for (const right of rights) {
    const { kind, name, detail, namespaces } = right;
    const key = JSON.stringify([kind, name, detail, namespaces === undefined]);
    const all = [...(merged.get(key)?.namespaces ?? []), ...(namespaces ?? [])];
    merged.set(key, { ...right, ...(namespaces ? { namespaces: [...new Set(all)] } : {}) });
  }
  return [...merged.values()].map(rightWords).sort();
}

/** An access that was declared, in words. */
export function declaredWords(access: DeclaredAccess | DeclaredGrant): string {
  if ("words" in access) return access.words;
  const { kind, role, namespaces, cloudPolicy } = access;
  const where = namespaces.length ? `in ${namespaces.join(", ")}` : "everywhere";
  return `${kind === "Role" ? "Role " : ""}${role} ${where}${cloudPolicy ? " by cloud policy" : ""}`;
}
