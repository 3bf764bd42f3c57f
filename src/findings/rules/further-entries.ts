import { Edge, flagOf, placeOf } from "../../simulator";
import { Finding, Rule } from "../finding";
import { DeclaredSubjects } from "../declared-subjects";
import { roleWithoutPath } from "../role-without-path";

/**
 * Access entries of EKS, and mappings of its ConfigMap `aws-auth`, that give another principal the group or the user of an edge: it has what the edge was given, although
 * no binding names it.
 *
 * Amazon EKS User Guide: "Grant IAM users access to Kubernetes with EKS access entries".
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html
 */
export const furtherEntries: Rule = (world) =>
  world.clusters.flatMap((cluster) => {
    const mode = cluster.settings?.find(({ name }) => name === "authenticationMode")?.value;
    const mapped = (mode === "API" ? [] : (cluster.authMaps ?? [])).flatMap(({ resource, mappings }) =>
      mappings.map((one) => ({ ...one, resource, argument: "data" })),
    );
    const entries = [...(mode === "CONFIG_MAP" ? [] : world.aws.entriesOf(cluster.name)), ...mapped];
    if (entries.length === 0) return [];
    const edges = world.into(cluster);
    const principals = new Set(edges.flatMap(principalsOf));
    for (const arn of [...principals]) principals.add(roleWithoutPath(arn));
    const declared = new DeclaredSubjects(edges.map(({ declaration }) => declaration));
    return entries.flatMap((entry): readonly Finding[] => {
      const { resource, principalArn, groups, userName } = entry;
      if (principals.has("argument" in entry ? principalArn.toLowerCase() : principalArn)) return [];
      const user = { kind: "User", name: userName, argument: "user_name", index: declared.firstOfTemplate(userName) };
      const ofGroups = groups.map((name) => {
        return {
          kind: "Group",
          name,
          argument: "kubernetes_groups",
          // Groups of aws-auth are templates, too; those of access entries are not.
          index:
            "argument" in entry ? declared.firstOfGroupTemplate(name) : declared.firstWith({ kind: "Group", name }),
        };
      });
      const shared = [...ofGroups, user].find(({ index }) => Number.isFinite(index));
      if (!shared) return [];
      const reason = `gives ${principalArn} the ${shared.kind} ${shared.name} of an edge, which no edge declares`;
      const argument = "argument" in entry ? entry.argument : shared.argument;
      const at = { place: placeOf(resource), resource, argument };
      const edge = edges[shared.index];
      return [
        { code: "further-trust", severity: "fault", ...at, edge, hop: "authentication", what: principalArn, reason },
      ];
    });
  });

function principalsOf({ declaration, request }: Edge): readonly string[] {
  return [declaration.principal, flagOf(request, "role-arn") ?? declaration.principal];
}
