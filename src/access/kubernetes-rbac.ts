import { ClusterRoleBindingV1 } from "@cdktf/provider-kubernetes/lib/cluster-role-binding-v1";
import { RoleBindingV1, RoleBindingV1Config } from "@cdktf/provider-kubernetes/lib/role-binding-v1";
import { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { ClusterAccess } from "./cluster-access";
import { ServiceAccount, TargetCluster } from "../clusters";
import { addressOf, claim, fittedName, followRenaming, formerPath } from "../common";
import { SOURCE_CLUSTER_ANNOTATION, SOURCE_SUBJECT_ANNOTATION, TARGET_ANNOTATION } from "../trust-declaration";

const API_GROUP = "rbac.authorization.k8s.io";
/** The API server's limit for an object's name. */
const MAX_NAME = 253;

/** Who RBAC sees. */
export interface RbacSubject {
  readonly kind: "User" | "Group";
  readonly name: string;
}

/** What the bindings of one access are made from. */
export interface RbacBindings {
  readonly cluster: TargetCluster;
  readonly serviceAccount: ServiceAccount;
  readonly subject: RbacSubject;
  readonly access: ClusterAccess;
  /** What must outlive the bindings. */
  readonly dependsOn: TerraformResource[];
}

/**
 * Binds a subject to a role: one RoleBinding a namespace, or one ClusterRoleBinding. Bindings that the scope has
 * already are not made again. The objects' annotations tell whose access it is.
 */
export function bindRoles(scope: Construct, bindings: RbacBindings): TerraformResource[] {
  const { access } = bindings;
  if (!access._isRealisable) return [];
  const made: TerraformResource[] = [];
  for (const namespace of access._places) {
    const id = bindingId(access, namespace);
    if (scope.node.tryFindChild(id)) continue;
    const config = bindingConfig(`${formerPath(scope)}/${id}`, bindings, namespace);
    const binding =
      namespace === undefined ? new ClusterRoleBindingV1(scope, id, config) : new RoleBindingV1(scope, id, config);
    if (bindings.dependsOn.length) binding.dependsOn = bindings.dependsOn.map(addressOf);
    claim(scope, {
      property: "access",
      name: () => [binding.terraformResourceType, namespace, config.metadata.name].join(" "),
      by: binding,
      wayOut: "Give the trusts of two stacks into one cluster different ids",
      place: () => bindings.cluster._place,
    });
    made.push(followRenaming(binding));
  }
  return made;
}

function bindingConfig(identity: string, bindings: RbacBindings, namespace: string | undefined): RoleBindingV1Config {
  const { cluster, serviceAccount, subject, access } = bindings;
  return {
    provider: cluster.kubernetesProvider,
    metadata: {
      name: fittedName(["trust-mesh", serviceAccount._name, access.roleName ?? ""], identity, MAX_NAME),
      namespace,
      labels: { "app.kubernetes.io/managed-by": "cdktf-trust-mesh" },
      annotations: {
        [SOURCE_CLUSTER_ANNOTATION]: serviceAccount.cluster.node.id,
        [SOURCE_SUBJECT_ANNOTATION]: serviceAccount.subject,
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
