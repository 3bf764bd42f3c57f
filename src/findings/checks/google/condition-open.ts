import { Check } from "../check";
import { attributesOf, CelFault, evaluateCel, hasUnknown, PoolProvider } from "../../../simulator";
import { oidcProviders } from "../support/google-providers";
import { isQuick } from "../support/quick-cel";
import { strangersClaims } from "../support/strangers";
import { choicesIn } from "../support/strangers-choices";

/** So many names of a condition are tried. */
const MOST = 20;

function letsStrangersIn(provider: PoolProvider): boolean {
  const { condition = "", issuer } = provider;
  const expressions = [condition, ...Object.values(provider.mapping)];
  if (condition === "" || isNothingKnown(condition) || !expressions.every(isQuick)) return false;
  return [undefined, ...namesLike(condition)].some((owner) =>
    choicesIn(provider).some((chosen) => {
      const claims = strangersClaims(issuer, { owner, chosen });
      return claims !== undefined && holdsFor(provider, condition, claims);
    }),
  );
}

/** Names with the prefix that the condition compares, which another owner may register. */
function namesLike(condition: string): readonly string[] {
  const literals = [...condition.matchAll(/["']([^"']{1,100})["']/g)].map(([, text]) => text);
  const names = literals.map((text) => text.replace(/^(repo|project_path|organization):/, ""));
  return [...new Set(names)]
    .filter((name) => /^[\w.-]+$/.test(name))
    .slice(0, MOST)
    .map((name) => `${name}-stranger`);
}

function holdsFor(provider: PoolProvider, condition: string, claims: Readonly<Record<string, unknown>>): boolean {
  const { subject, groups, attributes } = attributesOf(provider, claims as never);
  try {
    return evaluateCel(condition, { assertion: claims, google: { subject, groups }, attribute: attributes }) === true;
  } catch (error) {
    if (error instanceof CelFault) return false;
    throw error;
  }
}

/** A condition that comes from elsewhere as a whole says nothing here. */
function isNothingKnown(condition: string): boolean {
  return hasUnknown(condition) && !/[=(]/.test(condition);
}

export const conditionOpen: Check = {
  code: "gcp-condition-open",
  severity: "critical",
  title: "A condition accepts unrelated subjects of the issuer",
  gain: "Every user of the issuer, or every service account of the cluster, is a principal of the pool.",
  fix: "Compare the owner of the token by equality: assertion.repository_owner_id, assertion.sub or a namespace.",
  page: "https://cloud.google.com/iam/docs/best-practices-for-using-workload-identity-federation",
  find: (world) =>
    oidcProviders(world)
      .filter(letsStrangersIn)
      .map(({ resource, condition, issuer }) => ({
        resource,
        argument: "attribute_condition",
        reason: `accepts unrelated subjects of ${issuer}: ${condition}`,
      })),
};
