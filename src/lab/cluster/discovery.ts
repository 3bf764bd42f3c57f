import { json, LabRequest, LabResponse } from "../network/http";

/** A kind of object that the lab's API servers have. */
export interface Kind {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly kind: string;
  readonly singular: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly shortNames?: readonly string[];
}

export const RBAC_GROUP = "rbac.authorization.k8s.io";
const OBJECTS = ["create", "delete", "get", "list"];
/** What can be asked of the lab's API servers. */
export const KINDS: readonly Kind[] = [
  { ...core("pods", "Pod"), namespaced: true, verbs: OBJECTS, shortNames: ["po"] },
  { ...core("namespaces", "Namespace"), namespaced: false, verbs: OBJECTS, shortNames: ["ns"] },
  { ...grouped("apps", "deployments", "Deployment"), namespaced: true, verbs: OBJECTS, shortNames: ["deploy"] },
  { ...grouped("authentication.k8s.io", "selfsubjectreviews", "SelfSubjectReview"), ...review() },
  { ...grouped("authorization.k8s.io", "selfsubjectaccessreviews", "SelfSubjectAccessReview"), ...review() },
  { ...grouped("authorization.k8s.io", "selfsubjectrulesreviews", "SelfSubjectRulesReview"), ...review() },
  { ...grouped(RBAC_GROUP, "roles", "Role"), namespaced: true, verbs: ["create"] },
  { ...grouped(RBAC_GROUP, "rolebindings", "RoleBinding"), namespaced: true, verbs: ["create"] },
  { ...grouped(RBAC_GROUP, "clusterroles", "ClusterRole"), namespaced: false, verbs: ["create"] },
  { ...grouped(RBAC_GROUP, "clusterrolebindings", "ClusterRoleBinding"), namespaced: false, verbs: ["create"] },
];
const AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

/** The version that the lab's API servers say they are, by the form of their cloud. */
export function version(kind: "eks" | "gke" | "aks"): LabResponse {
  const suffix = { eks: "-eks-lab", gke: "-gke.1", aks: "" }[kind];
  return json(200, {
    major: "1",
    minor: "33",
    gitVersion: `v1.33.1${suffix}`,
    gitCommit: "0000000000000000000000000000000000000000",
    gitTreeState: "clean",
    buildDate: "2025-05-15T00:00:00Z",
    goVersion: "go1.24.2",
    compiler: "gc",
    platform: "linux/amd64",
  });
}

/** The kind of a resource in a version; undefined for one that the lab's API servers do not have. */
export function kindOf(group: string, resource: string): Kind | undefined {
  return KINDS.find((one) => one.resource === resource && one.group === group);
}

/** Discovery, aggregated for clients that ask for it so, else one document a group; undefined for other paths. */
export function discover({ path, headers }: LabRequest): LabResponse | undefined {
  const aggregated = String(headers.accept ?? "").includes("g=apidiscovery.k8s.io;v=v2;");
  if (path === "/api") return aggregated ? inOne([""]) : json(200, { kind: "APIVersions", versions: ["v1"] });
  if (path === "/apis") return aggregated ? inOne(groups()) : groupList();
  const group = path === "/api/v1" ? "" : /^\/apis\/([^/]+)\/v1$/.exec(path)?.[1];
  if (group === undefined || !KINDS.some((one) => one.group === group)) return undefined;
  return resourceList(group);
}

function inOne(names: readonly string[]): LabResponse {
  const items = names.map((group) => ({
    metadata: group ? { name: group } : {},
    versions: [
      {
        version: "v1",
        freshness: "Current",
        resources: of(group).map(({ resource, kind, namespaced, verbs, singular, shortNames = [] }) => ({
          resource,
          responseKind: { group, version: "v1", kind },
          scope: namespaced ? "Namespaced" : "Cluster",
          singularResource: singular,
          ...{ verbs, shortNames },
        })),
      },
    ],
  }));
  const list = { kind: "APIGroupDiscoveryList", apiVersion: "apidiscovery.k8s.io/v2", metadata: {}, items };
  return json(200, list, { "content-type": AGGREGATED });
}

function groupList(): LabResponse {
  return json(200, {
    kind: "APIGroupList",
    apiVersion: "v1",
    groups: groups().map((name) => {
      const named = { groupVersion: `${name}/v1`, version: "v1" };
      return { name, versions: [named], preferredVersion: named };
    }),
  });
}

function resourceList(group: string): LabResponse {
  return json(200, {
    kind: "APIResourceList",
    apiVersion: "v1",
    groupVersion: group ? `${group}/v1` : "v1",
    resources: of(group).map(({ resource, singular, kind, namespaced, verbs, shortNames = [] }) => ({
      ...{ name: resource, singularName: singular, namespaced, kind, verbs, shortNames },
    })),
  });
}

function of(group: string): readonly Kind[] {
  return KINDS.filter((one) => one.group === group);
}

function groups(): string[] {
  return [...new Set(KINDS.map(({ group }) => group))].filter(Boolean);
}

function core(resource: string, kind: string) {
  return grouped("", resource, kind);
}
function grouped(group: string, resource: string, kind: string) {
  return { group, version: "v1", resource, kind, singular: kind.toLowerCase() };
}
function review() {
  return { namespaced: false, verbs: ["create"] };
}
