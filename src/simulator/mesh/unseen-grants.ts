import { AzureWorld } from "../azure/entra";
import { GoogleWorld } from "../google/iam";
import { isOfPeople } from "../google/principal";
import { isBuiltIn } from "../kubernetes/azure-roles";
import { block, Configuration, placeOf, Resource, text, texts, unlessUnresolved } from "../../terraform";
import { Edge } from "./edge";

/** Something that was read, may let somebody do more than was tried, and is not simulated. */
export interface UnseenGrant {
  /** Stack and address. */
  readonly place: string;
  readonly reason: string;
}

const AGGREGATION = "rbac.authorization.k8s.io/aggregate-to-";

/** Grants that the trials say nothing of: a table is green beside them. */
export function unseenGrants(
  configuration: Configuration,
  edges: readonly Edge[],
  google: GoogleWorld,
  azure: AzureWorld,
): readonly UnseenGrant[] {
  const all = (...types: readonly string[]) => types.flatMap((type) => configuration.resources(type));
  return [
    ...all(...iamOf("folder"), ...iamOf("organization"))
      .filter(mayMeanWorkloads)
      .map(because("IAM above the project, which the project inherits, is not read")),
    ...google.unknownRoles.map(({ role, resource }) =>
      because(`what ${role} permits is not in what was read`)(resource),
    ),
    ...unknownAzureRoles(edges, azure),
    ...all("kubernetes_cluster_role", "kubernetes_cluster_role_v1")
      .filter(isAggregated)
      .map(because("aggregation, by which ClusterRoles add to each other, is not simulated")),
    ...all("kubernetes_config_map", "kubernetes_config_map_v1", "kubernetes_config_map_v1_data")
      .filter(isAwsAuth)
      .map(because("the ConfigMap aws-auth is not read")),
    ...all("helm_release", "kubectl_manifest").map(because("what it makes in its cluster is not read")),
  ];
}

function because(reason: string): (resource: Resource) => UnseenGrant {
  return (resource) => ({ place: placeOf(resource), reason });
}

function iamOf(level: "folder" | "organization"): string[] {
  return ["member", "binding", "policy"].map((form) => `google_${level}_iam_${form}`);
}

/** A whole policy does, and so does what cannot be known. */
function mayMeanWorkloads(resource: Resource): boolean {
  return unlessUnknown(() => {
    const members = texts(resource.argument("member") ?? resource.argument("members"));
    return members.length === 0 || !members.every(isOfPeople);
  });
}

/** Of the edges' own principals: others are not let in by what was read. */
function unknownAzureRoles(edges: readonly Edge[], azure: AzureWorld): UnseenGrant[] {
  const principals = new Set(edges.map(({ declaration }) => declaration.principal));
  return [...principals].flatMap((principal) =>
    azure
      .assignmentsOf(principal)
      .filter(({ roleId }) => !isBuiltIn(roleId) && azure.customRoleOf(roleId) === undefined)
      .map(({ resource, roleId }) => because(`what the role ${roleId} permits is not in what was read`)(resource)),
  );
}

function isAggregated(resource: Resource): boolean {
  return unlessUnknown(() => {
    const { labels } = block(resource.argument("metadata"));
    const adds = Object.keys(block(labels)).some((label) => label.startsWith(AGGREGATION));
    return adds || text(resource.argument("aggregation_rule")) !== undefined;
  });
}

function isAwsAuth(resource: Resource): boolean {
  return unlessUnknown(() => {
    const { name, namespace } = block(resource.argument("metadata"));
    return name === "aws-auth" && namespace === "kube-system";
  });
}

/** What cannot be known may be. */
function unlessUnknown(test: () => boolean): boolean {
  return unlessUnresolved(test, true);
}
