import { block, placeOf, Resource, text, UnresolvedValue } from "../../terraform";
import { claimsOf } from "../token";
import { Edge } from "./edge";
import { travel } from "./journey";
import { World } from "./world";

/** A subject that some cloud trusts, and no client's document uses. */
export interface UnclaimedTrust {
  readonly subject: string;
  readonly issuer: string;
  /** Stack and address of what trusts it. */
  readonly place: string;
}

/** A service account's subject, in whatever text. */
const SUBJECT = /system:serviceaccount:[a-z0-9.-]+:[a-z0-9.*-]+/g;

/**
 * Trusts that the configuration makes and that no kubeconfig or Argo CD secret uses: they are not tried, since nothing says where
 * their cluster is and what was promised.
 *
 * @param now seconds since 1970
 */
export function unclaimedTrusts(world: World, now: number): readonly UnclaimedTrust[] {
  const { configuration } = world;
  const claimed = new Set(world.edges.map((edge) => claimOf(world, edge, now)));
  const found = [
    ...configuration
      .resources("azurerm_federated_identity_credential")
      .flatMap((resource) =>
        told(resource, "issuer").flatMap((issuer) => trust(resource, issuer, told(resource, "subject"))),
      ),
    ...configuration.resources("google_iam_workload_identity_pool_provider").flatMap((resource) => {
      const [condition = ""] = told(resource, "attribute_condition");
      const { issuer_uri } = condition ? block(resource.argument("oidc")) : {};
      return trust(resource, text(issuer_uri) ?? "", [condition]);
    }),
    ...configuration.resources("aws_iam_role").flatMap((resource) => {
      const [policy = ""] = told(resource, "assume_role_policy");
      const [, host] = /:oidc-provider\/([^"]+)"/.exec(policy) ?? [];
      return host === undefined ? [] : trust(resource, `https://${host}`, [policy]);
    }),
  ];
  return found.filter(({ place, subject }) => !claimed.has(`${place} ${subject}`));
}

/** The trust that lets an edge's own service account in. */
function claimOf(world: World, edge: Edge, now: number): string {
  const { source, audience } = edge.declaration;
  const claims = claimsOf(source.issuer, source.subject, audience, now, source.uid);
  const [exchange] = travel(world, edge, { claims, signature: "good" }, now).answers;
  const { resource } = exchange.because;
  return `${resource ? placeOf(resource) : ""} ${source.subject}`;
}

/** What an argument says, unless it cannot be known: this list is a help and decides nothing. */
function told(resource: Resource, argument: string): string[] {
  try {
    return [text(resource.argument(argument))].filter((one) => one !== undefined);
  } catch (error) {
    if (error instanceof UnresolvedValue) return [];
    throw error;
  }
}

function trust(resource: Resource, issuer: string, texts: readonly string[]): UnclaimedTrust[] {
  const subjects = new Set(texts.flatMap((one) => one.match(SUBJECT) ?? []));
  return [...subjects].map((subject) => ({ subject, issuer, place: placeOf(resource) }));
}
