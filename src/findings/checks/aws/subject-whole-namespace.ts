import { Check } from "../check";
import { subjectPatterns } from "../support/subjects";
import { ofTrusts } from "../support/of-trusts";

export const subjectOfNamespace: Check = {
  code: "aws-subject-whole-namespace",
  severity: "low",
  title: "A pattern matches every service account of a namespace",
  gain: "Every pod of the namespace can assume the role, under any service account.",
  fix: "List the subjects of the service accounts that need the role.",
  page: "https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html",
  find: ofTrusts((trust) =>
    subjectPatterns(trust)
      .filter((pattern) => /^system:serviceaccount:[^:*?]+:[*?]+$/.test(pattern))
      .map((pattern) => `lets in ${pattern}`),
  ),
};
