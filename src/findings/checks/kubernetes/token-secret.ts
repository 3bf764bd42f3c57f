import { Check } from "../check";
import { resourcesOf, textOf } from "../support/arguments";

export const tokenSecret: Check = {
  code: "kubernetes-token-secret",
  severity: "medium",
  title: "A Secret holds a token that does not expire",
  gain: "An attacker who reads the Secret, or this configuration's state, acts as the service account until the Secret is removed.",
  fix: "Use a projected token: it expires, and other clusters and clouds can trust it.",
  page: "https://kubernetes.io/docs/concepts/configuration/secret/#service-account-token-secrets",
  find: (world) =>
    resourcesOf(world, ["kubernetes_secret", "kubernetes_secret_v1"])
      .filter((resource) => textOf(resource, "type") === "kubernetes.io/service-account-token")
      .map((resource) => ({
        resource,
        argument: "type",
        reason: "makes a token of a service account that does not expire",
      })),
};
