import { placeOf, Resource, text } from "../../terraform";
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
 * Trusts that the configuration makes and that no kubeconfig or Argo CD secret declares: they are not tried, since nothing
 * says where their cluster is and what was promised.
 */
export function unclaimedTrusts({ configuration, edges }: World): readonly UnclaimedTrust[] {
  const claimed = new Set(edges.map(({ declaration: { source } }) => `${source.issuer} ${source.subject}`));
  const found = [
    ...configuration
      .resources("azurerm_federated_identity_credential")
      .flatMap((resource) =>
        told(resource, "issuer").flatMap((issuer) => trust(resource, issuer, told(resource, "subject"))),
      ),
    ...configuration.resources("google_iam_workload_identity_pool_provider").flatMap((resource) => {
      const { issuer_uri } = (resource.argument("oidc") ?? {}) as { issuer_uri?: string };
      return trust(resource, issuer_uri ?? "", told(resource, "attribute_condition"));
    }),
    ...configuration.resources("aws_iam_role").flatMap((resource) => {
      const [policy = ""] = told(resource, "assume_role_policy");
      const [, host] = /:oidc-provider\/([^"]+)"/.exec(policy) ?? [];
      return host === undefined ? [] : trust(resource, `https://${host}`, [policy]);
    }),
  ];
  return found.filter(({ issuer, subject }) => !claimed.has(`${issuer} ${subject}`));
}

function told(resource: Resource, argument: string): string[] {
  return [text(resource.argument(argument))].filter((one) => one !== undefined);
}

function trust(resource: Resource, issuer: string, texts: readonly string[]): UnclaimedTrust[] {
  const subjects = new Set(texts.flatMap((one) => one.match(SUBJECT) ?? []));
  return [...subjects].map((subject) => ({ subject, issuer, place: placeOf(resource) }));
}
