import { OWN_ROLE_AUDIENCE } from "../aws/own-audience";
import { Cloud } from "../cloud";
import { Edge } from "./edge";

/**
 * The audiences beside the edge's own that are accepted where it comes in: those of the issuer's registration, of the pool's
 * provider, or of the identity's credentials. Tokens for them may exist for another purpose.
 */
export function furtherAudiences({ clouds }: { readonly clouds: readonly Cloud[] }, edge: Edge): readonly string[] {
  const own = audienceOf(edge);
  const cloud = clouds.find(({ kind }) => kind === edge.request.subcommand);
  return [...new Set(cloud?.audiencesAt(edge))].filter((one) => one !== own && one !== "");
}

/** The audience of the token that an edge's document has projected. */
export function audienceOf({ declaration }: Pick<Edge, "declaration">): string {
  return declaration.audience || OWN_ROLE_AUDIENCE;
}
