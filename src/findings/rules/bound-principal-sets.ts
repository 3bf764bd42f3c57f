import { placeOf } from "../../simulator";
import { Finding, Rule } from "../finding";

/** `principalSet://iam.googleapis.com/projects/<number>/locations/global/workloadIdentityPools/<pool>/…`, by the pool. */
const SET = /^principalSet:\/\/iam\.[^/]+\/projects\/[^/]+\/locations\/global\/workloadIdentityPools\/([^/]+)\//;

/**
 * Bindings to a set of principals of an edge's pool. Google documents such groups of pools of people ("Configure Workforce Identity
 * Federation"), and not whether GKE's API servers put workloads into them.
 */
export const boundPrincipalSets: Rule = (world) =>
  world.clusters.flatMap((cluster) => {
    const edges = world.into(cluster);
    if (edges.length === 0) return [];
    return cluster.rbac.all.flatMap(({ resource, subjects }): readonly Finding[] => {
      const sets = subjects.flatMap(({ kind, name }) => (kind === "Group" && SET.test(name) ? [name] : []));
      const edge = edges.find(({ declaration: { user } }) =>
        sets.some((one) => user.includes(`/workloadIdentityPools/${SET.exec(one)?.[1] ?? ""}/`)),
      );
      if (!resource || !edge) return [];
      const reason = `binds ${sets.join(", ")}, of an edge's pool: whether its principals are in that group is not known`;
      const at = { place: placeOf(resource), resource, argument: "subject", edge, what: sets[0] };
      return [{ code: "unseen-grant", severity: "gap", ...at, reason }];
    });
  });
