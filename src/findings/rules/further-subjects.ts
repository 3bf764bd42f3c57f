import { placeOf } from "../../simulator";
import { Finding, Rule } from "../finding";
import { DeclaredSubjects } from "../declared-subjects";

/** Subjects of an edge's own bindings that no edge into the cluster declares: each has what the edge was given. */
export const furtherSubjects: Rule = (world) =>
  world.clusters.flatMap((cluster) => {
    const edges = world.into(cluster);
    const declared = new DeclaredSubjects(edges.map(({ declaration }) => declaration));
    return cluster.rbac.all.flatMap(({ resource, subjects }): readonly Finding[] => {
      if (!resource) return [];
      const first = Math.min(...subjects.map((subject) => declared.firstWith(subject)));
      if (!Number.isFinite(first)) return [];
      const others = subjects.filter((subject) => !Number.isFinite(declared.firstWith(subject)));
      return others.map(({ kind, name }): Finding => {
        const what = `${kind} ${name}`;
        const reason = `binds the role of an edge to ${what} too, which no edge declares`;
        const at = { place: placeOf(resource), resource, argument: "subject", edge: edges[first] };
        return { code: "further-trust", severity: "fault", ...at, hop: "authorization", what, reason };
      });
    });
  });
