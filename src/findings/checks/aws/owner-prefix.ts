import { Check } from "../check";
import { issuerKindOf } from "../support/issuers";
import { ofTrusts } from "../support/of-trusts";
import { isBoundBesideSubject, subjectPatterns } from "../support/subjects";

/**
 * The beginning of a subject up to its organization or group, by issuer. Any user of these issuers can register one.
 *
 * GitLab Docs: "Configure OpenID Connect in AWS"; HashiCorp documentation: "Workload identity tokens"; Buildkite Docs: "OIDC with AWS".
 */
const OWNERS: Readonly<Record<string, RegExp>> = {
  GitLab: /^project_path:([^/:]*)/,
  "HCP Terraform": /^organization:([^:]*)/,
  Buildkite: /^organization:([^:]*)/,
};

export const ownerPrefix: Check = {
  code: "aws-owner-prefix",
  severity: "critical",
  title: "A pattern matches other owners of a shared issuer",
  gain: "An attacker registers an organization or a group whose name matches the pattern, and assumes the role from it.",
  fix: 'Write the owner in full, with what ends it: "project_path:GROUP/PROJECT:…", "organization:NAME:…".',
  page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html",
  find: ofTrusts((trust) => {
    const { name } = issuerKindOf(trust.issuer);
    const owners = Object.hasOwn(OWNERS, name) ? OWNERS[name] : undefined;
    if (!owners || isBoundBesideSubject(trust)) return [];
    return subjectPatterns(trust).flatMap((pattern) => {
      const owner = owners.exec(pattern)?.[1] ?? "";
      const isBegun = /^[^*?].*[*?]/s.test(owner);
      return isBegun ? [`matches owners of ${name} that begin like the named one: ${pattern}`] : [];
    });
  }),
};
