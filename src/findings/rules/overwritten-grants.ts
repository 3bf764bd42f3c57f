import { exampleOf, federatedAs, placeOf } from "../../simulator";
import { Finding, Rule } from "../finding";

/**
 * Policies and bindings of Google Cloud that take over what something else grants to an edge: they keep their own members alone, so
 * that the edge has its right until the next apply at most.
 *
 * Terraform registry: "google_project_iam", on resources that are authoritative.
 */
export const overwrittenGrants: Rule = ({ google, everyEdge }, now) => {
  const members = new Set(
    everyEdge.flatMap((edge) => {
      const { source, principal } = edge.declaration;
      if (edge.request.subcommand !== "gke") return [];
      return [principal, federatedAs(google, edge, exampleOf(source), now, source.uid)?.name ?? ""];
    }),
  );
  return google.authoritative.flatMap(({ resource, on, role, condition }): readonly Finding[] => {
    const all = google.grantsOn(on);
    const isOfRole = (one: (typeof all)[number]) =>
      role === undefined || (one.role === role && one.condition === condition);
    const kept = new Set(all.filter((one) => one.resource === resource).map((one) => `${one.role} ${one.member}`));
    const lost = all.find(
      (one) =>
        one.resource !== resource && isOfRole(one) && members.has(one.member) && !kept.has(`${one.role} ${one.member}`),
    );
    if (!lost) return [];
    const reason = `takes over ${role ?? "the whole policy"}, and so takes ${lost.role} from ${lost.member}, which ${placeOf(lost.resource)} grants`;
    const at = { place: placeOf(resource), resource, hop: "authorization", what: lost.role } as const;
    return [{ code: "missing-grant", severity: "fault", ...at, reason }];
  });
};
