import { Check } from "../check";
import { World } from "../../../simulator";
import { googleGrants } from "../support/google-grants";
import { once } from "../support/once";
import { oidcProviders } from "../support/google-providers";

const BY_NAME = /serviceaccount['"\].\s[]+name\b/;

/** The attributes that principal sets are of. */
const grantedAttributes = once(
  (world: World): ReadonlySet<string> =>
    new Set(googleGrants(world).flatMap(({ member }) => /\/(attribute\.[^/]+)\//.exec(member)?.[1] ?? [])),
);

export const namespaceBlindGrant: Check = {
  code: "gcp-namespace-blind",
  severity: "high",
  title: "A pool identifies service accounts by name without the namespace",
  gain: "Every user who can create a service account of this name in any namespace gets its roles.",
  fix: "Map the namespace as well: attribute.account to assertion['kubernetes.io']['namespace'] + '/' + the name, or grant to the subject.",
  page: "https://cloud.google.com/iam/docs/best-practices-for-using-workload-identity-federation",
  find: (world) =>
    oidcProviders(world).flatMap(({ resource, mapping }) =>
      Object.entries(mapping)
        .filter(([, expression]) => BY_NAME.test(expression) && !/namespace|assertion\.sub\b/.test(expression))
        .filter(([attribute]) => attribute === "google.subject" || grantedAttributes(world).has(attribute))
        .map(([attribute, expression]) => ({
          resource,
          argument: "attribute_mapping",
          reason: `maps ${attribute} to ${expression}, which has no namespace`,
        })),
    ),
};
