import { Edge, placeOf, World } from "../../simulator";
import { Finding, Rule } from "../finding";
import { serviceAccountOf } from "../../vendor/kubernetes/names";

type Cluster = World["clusters"][number];
type Binding = Cluster["rbac"]["all"][number];

/** The subresource of a service account that its tokens are made by. */
const TOKENS = "serviceaccounts/token";

/**
 * Subjects that may make tokens of an edge's service account in its own cluster, for whatever audience. Only roles that name the
 * subresource count: who may do everything, or run pods in the namespace, needs no token.
 *
 * Kubernetes documentation: "Managing Service Accounts", on the TokenRequest API.
 *
 * @see https://kubernetes.io/docs/concepts/security/rbac-good-practices/#token-request
 */
export const tokenMinters: Rule = ({ clusters, everyEdge }) =>
  clusters.flatMap((cluster) => {
    const edges = everyEdge.filter((edge) => isFrom(edge, cluster));
    if (edges.length === 0) return [];
    return cluster.rbac.all.flatMap((binding): readonly Finding[] => {
      const { resource, subjects } = binding;
      const edge = resource && edges.find((one) => mints(cluster, binding, one));
      if (!edge || subjects.length === 0) return [];
      const who = subjects.map(({ kind, name }) => `${kind} ${name}`).join(", ");
      const reason = `lets ${who} make tokens of ${edge.declaration.source.subject}, and act as an edge by them`;
      const at = { place: placeOf(resource), resource, argument: "role_ref", edge, hop: "exchange" } as const;
      return [{ code: "given-out", severity: "fault", ...at, what: who, reason }];
    });
  });

function isFrom({ declaration: { source } }: Edge, { name, label }: Cluster): boolean {
  return source.name === undefined ? source.cluster === label : source.name === name;
}

function mints({ rbac }: Cluster, binding: Binding, { declaration: { source } }: Edge): boolean {
  const [namespace, name] = serviceAccountOf(source.subject) ?? [];
  if (namespace === undefined || name === undefined) return false;
  if (binding.namespace !== undefined && binding.namespace !== namespace) return false;
  return (rbac.rulesOf(binding) ?? []).some(
    ({ verbs, apiGroups = [], resources = [], resourceNames = [] }) =>
      resources.includes(TOKENS) &&
      verbs.some((verb) => verb === "create" || verb === "*") &&
      apiGroups.some((group) => group === "" || group === "*") &&
      (resourceNames.length === 0 || resourceNames.includes(name)),
  );
}
