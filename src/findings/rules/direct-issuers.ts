import { block, placeOf, Resource, text, unlessUnresolved, World } from "../../simulator";
import { Finding, Rule } from "../finding";

/**
 * Issuers whose tokens an EKS cluster takes itself, without IAM, and whose claims may name the group or the user of an edge.
 *
 * Amazon EKS User Guide: "Grant users access to Kubernetes with an external OIDC provider".
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/authenticate-oidc-identity-provider.html
 */
export const directIssuers: Rule = (world) =>
  world.configuration.resources("aws_eks_identity_provider_config").flatMap((resource): readonly Finding[] => {
    const edge = clustersOf(world, resource)
      .flatMap((cluster) => world.into(cluster))
      .find(({ declaration: { groups, user } }) => {
        const { groups: groupsBegin, user: userBegins } = prefixesOf(resource);
        const isGiven = (prefix: string | undefined, name: string) => prefix !== undefined && name.startsWith(prefix);
        return groups.some((one) => isGiven(groupsBegin, one)) || isGiven(userBegins, user);
      });
    if (!edge) return [];
    const at = { place: placeOf(resource), resource, argument: "oidc", edge, what: resource.type };
    const reason =
      "lets its issuer name the user or a group of an edge in tokens: set username_prefix and groups_prefix";
    return [{ code: "further-trust", severity: "gap", hop: "authentication", ...at, reason }];
  });

function clustersOf({ clusters, aws }: World, resource: Resource): World["clusters"] {
  const name = unlessUnresolved(() => text(resource.argument("cluster_name")), undefined);
  const region = unlessUnresolved(
    () => text(resource.argument("region")) ?? aws.accounts.regionOf(resource.provider),
    undefined,
  );
  return clusters.filter((cluster) => {
    const [, , service, where, , id] = cluster.name.split(":");
    return service === "eks" && (name === undefined || id === `cluster/${name}`) && (!region || where === region);
  });
}

/** What users and groups of the issuer begin with; undefined where it gives none. */
function prefixesOf(resource: Resource): { readonly user?: string; readonly groups?: string } {
  return unlessUnresolved(
    () => {
      const oidc = block(resource.argument("oidc"));
      // "OidcIdentityProviderConfigRequest", Amazon EKS API Reference: the issuer's URL unless it is said, and "-" for nothing.
      const user = text(oidc.username_prefix) ?? `${text(oidc.issuer_url) ?? ""}#`;
      const hasGroups = text(oidc.groups_claim) !== undefined;
      return { user: user === "-" ? "" : user, ...(hasGroups ? { groups: text(oidc.groups_prefix) ?? "" } : {}) };
    },
    { user: "", groups: "" },
  );
}
