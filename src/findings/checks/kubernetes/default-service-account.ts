import { Check } from "../check";
import { trustedSubjects } from "../support/trusted-subjects";

export const defaultServiceAccount: Check = {
  code: "trust-default-service-account",
  severity: "medium",
  title: "The service account default of a namespace is trusted",
  gain: "Every pod of the namespace that names no service account can use the trust.",
  fix: "Create a dedicated service account for the workload, and trust that one.",
  page: "https://kubernetes.io/docs/concepts/security/service-accounts/",
  find: (world) =>
    trustedSubjects(world)
      .filter(({ text }) => /^system:serviceaccount:[^:]+:default$/.test(text))
      .map(({ resource, argument, text }) => ({ resource, argument, reason: `trusts ${text}` })),
};
