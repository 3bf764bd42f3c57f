import { Check } from "../check";
import { blocksOf, resourcesOf, textOf } from "../support/arguments";

export const localAccounts: Check = {
  code: "aks-local-accounts",
  severity: "medium",
  title: "A cluster has local accounts enabled",
  gain: "A user who can list the cluster's admin credentials bypasses Microsoft Entra authentication, Conditional Access and sign-in logs.",
  fix: "Set local_account_disabled to true.",
  page: "https://learn.microsoft.com/azure/aks/manage-local-accounts-managed-azure-ad",
  find: (world) =>
    resourcesOf(world, ["azurerm_kubernetes_cluster"])
      .filter((resource) => blocksOf(resource, "azure_active_directory_role_based_access_control").length > 0)
      .filter((resource) => {
        const disabled = textOf(resource, "local_account_disabled") ?? "false";
        return disabled === "false";
      })
      .map((resource) => ({ resource, argument: "local_account_disabled", reason: "local accounts are enabled" })),
};
