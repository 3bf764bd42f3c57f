import { Check } from "../check";
import { subjectPatterns } from "../support/subjects";
import { ofTrusts } from "../support/of-trusts";

export const subjectOfAnyNamespace: Check = {
  code: "aws-subject-any-namespace",
  severity: "high",
  title: "A pattern matches service accounts of any namespace",
  gain: "Every user who can create a service account of this name in any namespace assumes the role.",
  fix: "Name the namespace: system:serviceaccount:NAMESPACE:NAME.",
  page: "https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html",
  find: ofTrusts((trust) =>
    subjectPatterns(trust).flatMap((pattern) => {
      const [, namespace, name = ""] = /^system:serviceaccount:([^:]*):(.*)$/s.exec(pattern) ?? [];
      if (namespace === undefined || !/[*?]/.test(namespace) || /^[*?]+$/.test(name)) return [];
      return [`matches the service account in other namespaces: ${pattern}`];
    }),
  ),
};
