import { Edge } from "./edge";
import { identityOf, providerOf } from "./entrance";
import { flagOf } from "./exec-request";
import { OWN_ROLE_AUDIENCE } from "./own-audience";
import { World } from "./world";

/**
 * The audiences beside the edge's own that are accepted where it comes in: those of the issuer's registration, of the pool's provider, or of
 * the identity's credentials. Tokens for them may be lying about for another purpose.
 */
export function furtherAudiences(world: World, edge: Edge): readonly string[] {
  const own = edge.declaration.audience || OWN_ROLE_AUDIENCE;
  return [...new Set(audiencesAt(world, edge))].filter((one) => one !== own && one !== "");
}

function audiencesAt({ aws, google, azure }: World, { request, declaration }: Edge): readonly string[] {
  switch (request.subcommand) {
    case "eks": {
      const [, partition, , , account] = (flagOf(request, "role-arn") || declaration.principal).split(":");
      return aws.providerOf(declaration.source.issuer, account, partition)?.clientIds ?? [];
    }
    case "gke":
      return providerOf(google, request)?.allowedAudiences ?? [];
    case "aks": {
      const identity = identityOf(azure, request);
      return identity ? azure.credentialsOf(identity).map(({ audience }) => audience) : [];
    }
    case "oidc":
      return [];
  }
}
