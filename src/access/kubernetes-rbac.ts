import { ClusterRoleBindingV1 } from "@cdktf/provider-kubernetes/lib/cluster-role-binding-v1";
import { RoleBindingV1, RoleBindingV1Config } from "@cdktf/provider-kubernetes/lib/role-binding-v1";
import { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { ClusterAccess } from "./cluster-access";
import { TargetCluster } from "../clusters";
import { addressOf, claim, fittedName, followRenaming, formerPath } from "../common";
import { OidcSubject } from "../subjects";
import { SOURCE_CLUSTER_ANNOTATION, SOURCE_SUBJECT_ANNOTATION, TARGET_ANNOTATION } from "../trust-declaration";
import { MAX_DNS_SUBDOMAIN } from "../vendor/kubernetes/names";

const API_GROUP = "rbac.authorization.k8s.io";
const LABELS = Object.freeze({ "app.kubernetes.io/managed-by": "cdktf-trust-mesh" });

/** Who RBAC sees. */
export interface RbacSubject {
  readonly kind: "User" | "Group";
  readonly name: string;
}

/** What the bindings of one access are made from. */
export interface RbacBindings {
  readonly cluster: TargetCluster;
  /** The subject that the bindings give the access to. */
  readonly from: OidcSubject;
  readonly subject: RbacSubject;
  readonly access: ClusterAccess;
}

/** A binding as it is to be: of a RoleBinding in a namespace, or of a ClusterRoleBinding. */
export interface RbacBinding {
  /** The construct id, which no other binding of the scope has. */
  readonly id: string;
  readonly namespace?: string;
  readonly bindingClass: typeof ClusterRoleBindingV1 | typeof RoleBindingV1;
  readonly config: RoleBindingV1Config;
}

/**
 * What binds a subject to a role: one RoleBinding a namespace, or one ClusterRoleBinding. The objects' annotations tell whose
 * access it is. The caller creates them, because CDKTF keeps the whole call stack with every nested block.
 */
export function rbacBindings(scope: Construct, bindings: RbacBindings): RbacBinding[] {
  const { access } = bindings;
  if (!access._isRealisable) return [];
  return access._places.map((namespace) => {
    const id = bindingId(access, namespace);
    const bindingClass = namespace === undefined ? ClusterRoleBindingV1 : RoleBindingV1;
    return { id, namespace, bindingClass, config: bindingConfig(`${formerPath(scope)}/${id}`, bindings, namespace) };
  });
}

/**
 * Notes a binding that was created.
 *
 * @param dependsOn what must outlive the binding
 */
export function keepBinding<T extends ClusterRoleBindingV1 | RoleBindingV1>(
  scope: Construct,
  made: T,
  binding: RbacBinding,
  cluster: TargetCluster,
  dependsOn: readonly TerraformResource[],
): T {
  if (dependsOn.length) made.dependsOn = dependsOn.map(addressOf);
  claimName(scope, made, binding, cluster);
  return followRenaming(made);
}

/** A binding as a manifest, by the name that its resource would have. */
export function bindingManifest(scope: Construct, binding: RbacBinding, cluster: TargetCluster): object {
  const { metadata, roleRef, subject } = binding.config;
  claimName(scope, scope, binding, cluster);
  const kind = binding.namespace === undefined ? "ClusterRoleBinding" : "RoleBinding";
  return { apiVersion: `${API_GROUP}/v1`, kind, metadata, roleRef, subjects: subject };
}

function claimName(scope: Construct, by: Construct, { namespace, config }: RbacBinding, place: TargetCluster): void {
  claim(scope, {
    property: "access",
    prefix:
      namespace === undefined ? "kubernetes_cluster_role_binding_v1 " : `kubernetes_role_binding_v1 ${namespace}/`,
    name: config.metadata.name ?? "",
    by,
    wayOut: "Give the trusts of two stacks into one cluster different ids",
    place,
  });
}

function bindingConfig(identity: string, bindings: RbacBindings, namespace: string | undefined): RoleBindingV1Config {
  const { cluster, from, subject, access } = bindings;
  return {
    provider: cluster.kubernetesProvider,
    metadata: {
      name: fittedName(["trust-mesh", from._name, access.roleName ?? ""], identity, MAX_DNS_SUBDOMAIN),
      namespace,
      labels: LABELS,
      annotations: {
        [SOURCE_CLUSTER_ANNOTATION]: from.issuedBy.node.id,
        [SOURCE_SUBJECT_ANNOTATION]: from.subject,
        [TARGET_ANNOTATION]: cluster._cloudName,
      },
    },
    roleRef: { apiGroup: API_GROUP, kind: access.roleKind ?? "", name: access.roleName ?? "" },
    subject: [{ apiGroup: API_GROUP, kind: subject.kind, name: subject.name }],
  };
}

/** A binding's construct id: place, kind and role, which no other binding of the scope shares. */
function bindingId(access: ClusterAccess, namespace: string | undefined): string {
  const place = namespace === undefined ? "everywhere" : `in-${namespace}`;
  return `${place}_${access.roleKind === "Role" ? "role" : "cluster-role"}_${access.roleName}`;
}
