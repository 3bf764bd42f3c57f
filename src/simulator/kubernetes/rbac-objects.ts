import {
  Block,
  block,
  blocks,
  Configuration,
  placeOf,
  Resource,
  text,
  texts,
  unlessUnresolved,
  UnresolvedValue,
} from "../../terraform";
import { bindingFault } from "./binding-fault";
import { kubectlManifests } from "./kubectl-manifests";
import { listedObjects } from "./listed-objects";
import { LabelSelector } from "./label-selector";
import { Binding, Role } from "./rbac";
import { roleFault } from "./role-fault";
import { Rule } from "./rule";

/** An RBAC object of the configuration, before it is known in which cluster it is. */
export interface RbacObject<T> {
  readonly resource: Resource;
  /** @throws UnresolvedValue */
  readonly metadata: () => Block;
  /** @throws UnresolvedValue */
  readonly read: () => T;
}

/** Every RBAC object that Terraform makes, whether by a resource of its own kind or by a manifest. */
export interface RbacObjects {
  readonly bindings: readonly RbacObject<Binding>[];
  readonly roles: readonly RbacObject<Role>[];
  /** Manifests that cannot be known, so that they may be bindings. */
  readonly unknown: readonly UnresolvedValue[];
}

const BINDINGS = ["role_binding", "role_binding_v1", "cluster_role_binding", "cluster_role_binding_v1"];
const ROLES = ["role", "role_v1", "cluster_role", "cluster_role_v1"];
/** The API group of RBAC, as API versions begin. */
export const RBAC_GROUP = "rbac.authorization.k8s.io/";
/** The one version that API servers serve since Kubernetes 1.22. */
export const RBAC_VERSION = `${RBAC_GROUP}v1`;

/** Finds the RBAC objects of a configuration. */
export function rbacObjects(configuration: Configuration): RbacObjects {
  const typed = (types: readonly string[]) => types.flatMap((type) => configuration.resources(`kubernetes_${type}`));
  const bindings = typed(BINDINGS).map((resource) => objectOf(resource, readBinding));
  const roles = typed(ROLES).map((resource) => objectOf(resource, readRole));
  const unknown: UnresolvedValue[] = [];
  const take = (resource: Resource, manifest: Block) => {
    if (text(manifest.apiVersion) !== RBAC_VERSION) return;
    const kind = text(manifest.kind) ?? "";
    const metadata = () => block(manifest.metadata);
    if (kind.endsWith("Binding")) {
      bindings.push({ resource, metadata, read: () => bindingOf(resource, kind, manifest) });
    } else roles.push({ resource, metadata, read: () => roleOf(kind, manifest) });
  };
  for (const resource of configuration.resources("kubernetes_manifest")) {
    try {
      for (const manifest of listedObjects(block(resource.argument("manifest")))) take(resource, manifest);
    } catch (error) {
      if (!(error instanceof UnresolvedValue)) throw error;
      unknown.push(error);
    }
  }
  for (const resource of configuration.resources("kubectl_manifest")) {
    for (const manifest of unlessUnresolved(() => kubectlManifests(resource), [])) take(resource, manifest);
  }
  return { bindings, roles, unknown };
}

function objectOf<T>(resource: Resource, read: (resource: Resource) => T): RbacObject<T> {
  const metadata = () => block(resource.argument("metadata"));
  return { resource, metadata, read: () => read(resource) };
}

/** Reads a binding of the Kubernetes provider. */
function readBinding(resource: Resource): Binding {
  const metadata = block(resource.argument("metadata"));
  const role = block(resource.argument("role_ref"));
  const isClusterWide = resource.type.includes("cluster_role_binding");
  return {
    resource,
    name: text(metadata.name) ?? placeOf(resource),
    annotations: block(metadata.annotations),
    ...(isClusterWide ? {} : { namespace: text(metadata.namespace) ?? "default" }),
    roleKind: text(role.kind) ?? "",
    roleName: text(role.name) ?? "",
    fault: bindingFault({
      ...{ name: metadata.name, roleGroup: role.api_group, roleKind: role.kind, roleName: role.name },
      subjects: blocks(resource.argument("subject")).map((one) => ({
        namespace: "default",
        ...one,
        group: one.api_group,
      })),
      isClusterWide,
    }),
    subjects: blocks(resource.argument("subject")).map(({ kind, name, namespace }) => ({
      kind: text(kind) ?? "",
      name: text(name) ?? "",
      // The provider writes this one where a subject leaves it out.
      namespace: text(namespace) ?? "default",
    })),
  };
}

/** Reads a Role or ClusterRole of the Kubernetes provider. */
function readRole(resource: Resource): Role {
  const metadata = block(resource.argument("metadata"));
  const isClusterRole = resource.type.includes("cluster_role");
  return checked({
    name: text(metadata.name) ?? "",
    ...(isClusterRole ? {} : { namespace: text(metadata.namespace) ?? "default" }),
    labels: labelsOf(metadata),
    ...selectorsOf(blocks(resource.argument("aggregation_rule"))[0]?.cluster_role_selectors, readSelector),
    rules: blocks(resource.argument("rule")).map((rule) => ({
      apiGroups: texts(rule.api_groups),
      resources: texts(rule.resources),
      resourceNames: texts(rule.resource_names),
      nonResourceURLs: texts(rule.non_resource_urls),
      verbs: texts(rule.verbs),
    })),
  });
}

function checked(role: Role): Role {
  const fault = roleFault(role.name, role.rules, role.namespace === undefined);
  return fault === undefined ? role : { ...role, fault };
}

/** Reads a binding as a manifest has it. */
export function bindingOf(resource: Resource, kind: string, { metadata, roleRef, subjects }: Block): Binding {
  const { name, namespace, annotations } = block(metadata);
  const role = block(roleRef);
  return {
    resource,
    name: text(name) ?? placeOf(resource),
    annotations: block(annotations),
    ...(kind === "ClusterRoleBinding" ? {} : { namespace: text(namespace) ?? "default" }),
    roleKind: text(role.kind) ?? "",
    roleName: text(role.name) ?? "",
    fault: bindingFault({
      ...{ name, roleGroup: role.apiGroup, roleKind: role.kind, roleName: role.name },
      subjects: blocks(subjects).map((one) => ({ ...one, group: one.apiGroup })),
      isClusterWide: kind === "ClusterRoleBinding",
    }),
    subjects: blocks(subjects).map((subject) => ({
      kind: text(subject.kind) ?? "",
      name: text(subject.name) ?? "",
      ...(subject.namespace === undefined ? {} : { namespace: text(subject.namespace) }),
    })),
  };
}

/** Reads a Role or ClusterRole as a manifest has it. */
export function roleOf(kind: string, { metadata, rules, aggregationRule }: Block): Role {
  const { name, namespace } = block(metadata);
  return checked({
    name: text(name) ?? "",
    ...(kind === "ClusterRole" ? {} : { namespace: text(namespace) ?? "default" }),
    labels: labelsOf(block(metadata)),
    ...selectorsOf(block(aggregationRule).clusterRoleSelectors, selectorOf),
    rules: blocks(rules).map((rule): Rule => ({
      apiGroups: texts(rule.apiGroups),
      resources: texts(rule.resources),
      resourceNames: texts(rule.resourceNames),
      nonResourceURLs: texts(rule.nonResourceURLs),
      verbs: texts(rule.verbs),
    })),
  });
}

function labelsOf({ labels }: Block): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(block(labels)).map(([key, value]) => [key, text(value) ?? ""]));
}

/** The selectors of an aggregated ClusterRole; nothing for another role. */
function selectorsOf(written: unknown, read: (selector: Block) => LabelSelector): Pick<Role, "selectors"> {
  return written === undefined || written === null ? {} : { selectors: blocks(written).map(read) };
}

function readSelector({ match_labels, match_expressions }: Block): LabelSelector {
  return selectorOf({ matchLabels: match_labels, matchExpressions: match_expressions });
}

function selectorOf({ matchLabels, matchExpressions }: Block): LabelSelector {
  return {
    matchLabels: labelsOf({ labels: matchLabels }),
    matchExpressions: blocks(matchExpressions).map(({ key, operator, values }) => ({
      key: text(key) ?? "",
      operator: text(operator) ?? "",
      values: texts(values),
    })),
  };
}

/** Every binding of a configuration that can be known, whatever its cluster. */
export function bindingsIn(configuration: Configuration): readonly Binding[] {
  return rbacObjects(configuration).bindings.flatMap(({ read }) => unlessUnresolved(() => [read()], []));
}
