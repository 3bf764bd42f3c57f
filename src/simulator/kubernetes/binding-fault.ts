import { text } from "../../terraform";
import { pathSegmentFault } from "../../vendor/kubernetes/names";

/** What is written of a binding. */
interface Written {
  readonly name: unknown;
  readonly roleGroup: unknown;
  readonly roleKind: unknown;
  readonly roleName: unknown;
  readonly subjects: readonly {
    readonly group?: unknown;
    readonly kind?: unknown;
    readonly name?: unknown;
    readonly namespace?: unknown;
  }[];
  readonly isClusterWide: boolean;
}

const GROUP = "rbac.authorization.k8s.io";
/** The API groups of a subject's kind; an empty one is filled in. */
const SUBJECT_GROUPS: Readonly<Record<string, string>> = { User: GROUP, Group: GROUP, ServiceAccount: "" };

/**
 * What keeps an API server from storing a binding; undefined for nothing.
 *
 * Kubernetes, pkg/apis/rbac/validation: ValidateRoleBinding, ValidateClusterRoleBinding, ValidateRoleBindingSubject; and
 * pkg/apis/rbac/v1/defaults.go.
 */
export function bindingFault({
  name,
  roleGroup,
  roleKind,
  roleName,
  subjects,
  isClusterWide,
}: Written): string | undefined {
  const nameFault = pathSegmentFault(text(name) ?? "");
  if (nameFault !== undefined) return `its name ${nameFault}`;
  if (text(roleGroup) && text(roleGroup) !== GROUP) return `the role's API group is "${text(roleGroup)}", not ${GROUP}`;
  const kinds = isClusterWide ? ["ClusterRole"] : ["Role", "ClusterRole"];
  const kind = text(roleKind) ?? "";
  if (!kinds.includes(kind)) return `the role's kind is "${kind}", not ${kinds.join(" or ")}`;
  const roleFault = pathSegmentFault(text(roleName) ?? "");
  if (roleFault !== undefined) return `the role's name ${roleFault}`;
  for (const subject of subjects) {
    const own = text(subject.kind) ?? "";
    if (!Object.hasOwn(SUBJECT_GROUPS, own)) return `a subject's kind is "${own}", not User, Group or ServiceAccount`;
    const group = text(subject.group) ?? "";
    if (group !== "" && group !== SUBJECT_GROUPS[own]) return `the API group of a ${own} is "${group}"`;
    if ((text(subject.name) ?? "") === "") return "a subject's name is empty";
    // In a RoleBinding it is one of the binding's own namespace.
    if (isClusterWide && own === "ServiceAccount" && !text(subject.namespace)) {
      return "a ServiceAccount has no namespace";
    }
  }
  return undefined;
}
