import { block, placeOf, Resource, text, unlessUnresolved } from "../../terraform";
import { Edge } from "./edge";
import { identityOf, providerOf } from "./entrance";
import { flagOf } from "./exec-request";
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
 */
export function unclaimedTrusts(world: World): readonly UnclaimedTrust[] {
  const { configuration } = world;
  const claimed = new Set(world.edges.flatMap((edge) => claimsOf(world, edge)));
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

/** What an edge uses, whether it lets the edge's service account in or not: the trials tell that. */
function claimsOf({ aws, google, azure }: World, { request, declaration }: Edge): string[] {
  const identity = identityOf(azure, request);
  const used = [
    aws.roleOf(flagOf(request, "role-arn") ?? "")?.resource,
    aws.roleOf(declaration.principal)?.resource,
    providerOf(google, request)?.resource,
    ...(identity ? azure.credentialsOf(identity) : []).map(({ resource }) => resource),
  ];
  return used.flatMap((resource) => (resource ? [`${placeOf(resource)} ${declaration.source.subject}`] : []));
}

/** What an argument says, unless it cannot be known: this list is a help and decides nothing. */
function told(resource: Resource, argument: string): string[] {
  return [unlessUnresolved(() => text(resource.argument(argument)), undefined)].filter((one) => one !== undefined);
}

function trust(resource: Resource, issuer: string, texts: readonly string[]): UnclaimedTrust[] {
  const subjects = new Set(texts.flatMap((one) => one.match(SUBJECT) ?? []));
  return [...subjects].map((subject) => ({ subject, issuer, place: placeOf(resource) }));
}
