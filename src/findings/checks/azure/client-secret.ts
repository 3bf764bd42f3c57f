import { Check } from "../check";
import { resourcesOf } from "../support/arguments";

export const clientSecret: Check = {
  code: "azure-client-secret",
  severity: "medium",
  title: "An application has a client secret",
  gain: "An attacker who reads the secret in a pipeline, a log or this configuration's state acts as the application until the secret expires.",
  fix: "Give the application a federated identity credential, and remove the secret.",
  page: "https://learn.microsoft.com/entra/identity-platform/security-best-practices-for-app-registration",
  find: (world) =>
    resourcesOf(world, ["azuread_application_password", "azuread_service_principal_password"]).map((resource) => ({
      resource,
      argument: resource.type === "azuread_application_password" ? "application_id" : "service_principal_id",
      reason: "makes a client secret",
    })),
};
