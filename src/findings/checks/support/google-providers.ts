import { PoolProvider, readProvider, Resource, unlessUnresolved } from "../../../simulator";
import { resourcesOf } from "./arguments";
import { once } from "./once";

/** A provider of a pool that takes tokens of an OIDC issuer. */
export interface OidcPoolProvider extends PoolProvider {
  readonly resource: Resource;
}

/** Every provider of OIDC that was read. */
export const oidcProviders = once((world): readonly OidcPoolProvider[] =>
  resourcesOf(world, ["google_iam_workload_identity_pool_provider"]).flatMap((resource) => {
    const provider = unlessUnresolved(() => readProvider(resource), undefined);
    return provider && provider.issuer !== "" ? [{ ...provider, resource }] : [];
  }),
);
