import { hasUnknown, isUnknown, withSources } from "../../../simulator";
import { Check } from "../check";
import { attributeOf, resourcesOf, textOf } from "../support/arguments";
import { trustPolicies, webIdentityTrusts } from "../support/web-identity";

/** A registration that no role needs, beside roles that need others. */
export const providerUnused: Check = {
  code: "aws-provider-unused",
  severity: "low",
  title: "No role trusts an OIDC provider",
  gain: "A stale issuer stays registered. A role that names it later accepts tokens of an issuer that is out of use.",
  fix: "Remove the provider, or read the stacks of its roles as well.",
  page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html#manage-oidc-provider-console",
  find: (world) => {
    const trusts = webIdentityTrusts(world);
    // Without a role that tokens assume, roles are elsewhere.
    if (trusts.length === 0) return [];
    // A plan knows no ARN of a provider that it makes: the keys of a condition tell whose tokens they are, or nothing does.
    const issuers = new Set(trusts.map(({ issuer }) => issuer));
    if (trusts.some(({ provider, issuer }) => isUnknown(provider) && issuer === "")) return [];
    const named = new Set(trusts.map(({ provider }) => withSources(provider)));
    const unknown = trustPolicies(world).flatMap(({ document = "", statements }) => (statements ? [] : [document]));
    return resourcesOf(world, ["aws_iam_openid_connect_provider"])
      .filter((resource) => {
        const arn = attributeOf(resource, "arn") ?? "";
        if (arn === "" || named.has(withSources(arn))) return false;
        if (hasUnknown(arn) && issuers.has((textOf(resource, "url") ?? "").replace(/^https:\/\//, ""))) return false;
        return ![...named, ...unknown].some((text) => text.includes(`${resource.address}.`));
      })
      .map((resource) => ({ resource, argument: "url", reason: "no trust policy that was read names it" }));
  },
};
