import { dataActionOf, roleHas } from "../kubernetes/azure-roles";
import { BUILT_IN_CLUSTER_ROLES, EKS_ACCESS_POLICIES, EVERYONE } from "../kubernetes/built-in-roles";
import { AccessRequest } from "../kubernetes/request";
import { allows } from "../kubernetes/rule";
import { DeclaredAccess } from "../../trust-declaration";
import { Cluster } from "./cluster";
import { Edge } from "./edge";
import { World } from "./world";

/** What a declaration promises for a request; unknown where it names a role whose rules nobody wrote down. */
export type Promised = "allowed" | "refused" | "unknown";

/** EKS's policies and Azure's roles by the level that ClusterAccess names. */
export const EKS_POLICIES: Readonly<Record<string, string>> = {
  view: "AmazonEKSViewPolicy",
  edit: "AmazonEKSEditPolicy",
  admin: "AmazonEKSAdminPolicy",
  "cluster-admin": "AmazonEKSClusterAdminPolicy",
};
export const AZURE_ROLES: Readonly<Record<string, string>> = {
  view: "7f6c6a51-bcf8-42ba-9220-52d62157d7db",
  edit: "a7ffa36f-339b-4b5c-8bdf-e2c188b2c0eb",
  admin: "3498e952-d568-435e-9b2c-8d77e338d7f7",
  "cluster-admin": "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b",
};

/**
 * All that was declared for the principal of an edge in its cluster. A role or an identity that several service accounts share
 * shares its rights too, so what is declared for one holds for all of them.
 */
export function declaredAccess(world: World, edge: Edge): readonly DeclaredAccess[] {
  const { principal } = edge.declaration;
  return world
    .besides(edge)
    .filter(({ declaration }) => declaration.principal === principal)
    .flatMap(({ declaration }) => declaration.access);
}

/** Whether accesses promise a request, worked out from the intent alone and never from what realises it. */
export function promised(cluster: Cluster, accesses: readonly DeclaredAccess[], request: AccessRequest): Promised {
  if (EVERYONE.some((rule) => allows(rule, request))) return "allowed";
  const verdicts = accesses.map((access) => promisedBy(cluster, access, request));
  return verdicts.find((one) => one === "allowed") ?? verdicts.find((one) => one === "unknown") ?? "refused";
}

function promisedBy(cluster: Cluster, access: DeclaredAccess, request: AccessRequest): Promised {
  const { kind, role, namespaces, cloudPolicy } = access;
  const isPath = "path" in request;
  if (namespaces.length > 0 && (isPath || !namespaces.includes(request.namespace))) return "refused";
  if (cloudPolicy && cluster.kind === "aks") {
    return roleHas(AZURE_ROLES[role] ?? "", dataActionOf(request)) === true ? "allowed" : "refused";
  }
  const rules = cloudPolicy ? EKS_ACCESS_POLICIES[EKS_POLICIES[role] ?? ""] : rulesOf(cluster, access, request);
  if (!rules) return "unknown";
  // EKS's policies say nothing about paths, except the one for everything.
  return rules.some((rule) => allows(rule, request)) && kind !== "" ? "allowed" : "refused";
}

function rulesOf(cluster: Cluster, { kind, role }: DeclaredAccess, request: AccessRequest) {
  if (kind === "ClusterRole" && Object.hasOwn(BUILT_IN_CLUSTER_ROLES, role)) return BUILT_IN_CLUSTER_ROLES[role];
  const namespace = "path" in request ? "" : request.namespace;
  return cluster.rbac.rulesOf({ roleKind: kind, roleName: role, namespace });
}
