import { authorize, readStacks } from "./simulated";
import { Binding, ClusterObjects, PolicyRule, Request, Role, User } from "./objects";

/** How Terraform makes the objects: by resources of their own kinds, or as manifests. */
export type Form = "typed" | "manifest";
type Args = Readonly<Record<string, unknown>>;

/** A stack's document that makes the objects in one cluster. */
export function stackOf(objects: ClusterObjects, form: Form): { readonly resource: Readonly<Record<string, Args>> } {
  const resource: Record<string, Record<string, unknown>> = {};
  const add = (kind: string, type: string, all: readonly (Role | Binding)[], args: (one: never) => Args) =>
    all.forEach((one, i) => {
      const manifest = { apiVersion: "rbac.authorization.k8s.io/v1", kind, ...one };
      if (form === "typed") (resource[type] ??= {})[`${kind}${i}`] = args(one as never);
      else (resource.kubernetes_manifest ??= {})[`${kind}${i}`] = { manifest };
    });
  add("Role", "kubernetes_role_v1", objects.roles, roleArgs);
  add("ClusterRole", "kubernetes_cluster_role_v1", objects.clusterRoles, roleArgs);
  add("RoleBinding", "kubernetes_role_binding_v1", objects.roleBindings, bindingArgs);
  add("ClusterRoleBinding", "kubernetes_cluster_role_binding_v1", objects.clusterRoleBindings, bindingArgs);
  return { resource };
}

function roleArgs({ metadata, rules, aggregationRule }: Role): Args {
  const selectors = aggregationRule?.clusterRoleSelectors.map(({ matchLabels, matchExpressions }) => ({
    ...(matchLabels ? { match_labels: matchLabels } : {}),
    ...(matchExpressions ? { match_expressions: matchExpressions } : {}),
  }));
  return {
    metadata,
    rule: rules.map(ruleArgs),
    ...(selectors ? { aggregation_rule: { cluster_role_selectors: selectors } } : {}),
  };
}

function ruleArgs({ apiGroups, resources, resourceNames, nonResourceURLs, verbs }: PolicyRule): Args {
  return {
    ...(apiGroups ? { api_groups: apiGroups } : {}),
    ...(resources ? { resources } : {}),
    ...(resourceNames ? { resource_names: resourceNames } : {}),
    ...(nonResourceURLs ? { non_resource_urls: nonResourceURLs } : {}),
    verbs,
  };
}

function bindingArgs({ metadata, roleRef: { apiGroup, kind, name }, subjects }: Binding): Args {
  return {
    metadata,
    role_ref: { api_group: apiGroup, kind, name },
    subject: subjects.map((one) => ({
      kind: one.kind,
      name: one.name,
      ...(one.apiGroup === undefined ? {} : { api_group: one.apiGroup }),
      ...(one.namespace === undefined ? {} : { namespace: one.namespace }),
    })),
  };
}

/** What the simulator answers to requests of one user in a cluster with these objects and no cloud's authorizer. */
export function decisions(objects: ClusterObjects, form: Form, user: User, requests: readonly Request[]) {
  const cluster = readStacks(stackOf(objects, form));
  return requests.map((request) => authorize(cluster, user, request));
}
