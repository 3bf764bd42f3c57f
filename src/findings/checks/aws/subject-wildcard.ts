import { Check } from "../check";
import { isBoundBesideSubject, subjectPatterns } from "../support/subjects";
import { ofTrusts } from "../support/of-trusts";

/** What the subjects of every holder begin with, so that a wildcard behind it means all of them. */
const COMMON = /^(|system:serviceaccount:|repo:|project_path:|organization:|pipeline:|org\/|project:)$/;

/** Whether nothing in a pattern tells one holder from another. */
function isOfAll(pattern: string): boolean {
  const [before] = pattern.split(/[*?]/);
  const [, , namespace, name] = pattern.split(":");
  const isOneName = pattern.startsWith("system:serviceaccount:") && namespace && name && !/^[*?]+$/.test(name);
  return COMMON.test(before) && !isOneName && !/^repo:[*?]+\/[^*?]/.test(pattern);
}

export const subjectWildcard: Check = {
  code: "aws-subject-wildcard",
  severity: "critical",
  title: "A pattern matches every subject of the issuer",
  gain: "Every subject of the issuer can assume the role, as if the subject were not compared.",
  fix: 'Name the subject: "system:serviceaccount:NAMESPACE:NAME", or "repo:OWNER/REPOSITORY:ref:refs/heads/main".',
  page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html",
  find: ofTrusts((trust) =>
    (isBoundBesideSubject(trust) ? [] : subjectPatterns(trust))
      .filter(isOfAll)
      .map((pattern) => `lets every subject in: ${pattern}`),
  ),
};
