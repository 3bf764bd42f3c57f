import { Check } from "../check";
import { gather, hasUnknown, PoolProvider } from "../../../simulator";
import { textOf } from "../support/arguments";
import { OidcPoolProvider, oidcProviders } from "../support/google-providers";

/** Whether a subject of one can be one of the other. */
function collide(one: PoolProvider, other: PoolProvider): boolean {
  const [a, b] = [one, other].map(({ mapping }) => (mapping["google.subject"] ?? "").trim());
  const isMarked = (expression: string) => /^["'][^"']+["']\s*\+/.test(expression);
  return one.issuer !== other.issuer && !(a !== b && (isMarked(a) || isMarked(b)));
}

export const severalIssuers: Check = {
  code: "gcp-several-issuers",
  severity: "high",
  title: "Several issuers share a pool and their subjects",
  gain: "A service account of one cluster gets the roles of a service account with the same namespace and name in the other.",
  fix: "Create one pool for each issuer, or prefix google.subject with the issuer.",
  page: "https://cloud.google.com/iam/docs/best-practices-for-using-workload-identity-federation",
  find: (world) => {
    const pools = new Map<string, OidcPoolProvider[]>();
    for (const provider of oidcProviders(world).filter(({ disabled }) => !disabled)) {
      const { resource, pool } = provider;
      const key = hasUnknown(pool) ? `${resource.stack} ${textOf(resource, "workload_identity_pool_id")}` : pool;
      gather(pools, key, provider);
    }
    return [...pools.values()].flatMap((providers) =>
      providers
        .filter((one, i) => providers.slice(0, i).some((other) => collide(one, other)))
        .map(({ resource, issuer }) => ({
          resource,
          argument: "oidc.issuer_uri",
          reason: `accepts tokens of ${issuer} into a pool that also has subjects of ${providers[0].issuer}`,
        })),
    );
  },
};
