/** The types of Azure whose grants are simulated, or told one by one. */
export const SIMULATED_TYPES: readonly string[] = [
  "azuread_application",
  "azuread_application_federated_identity_credential",
  "azuread_service_principal",
  "azurerm_federated_identity_credential",
  "azurerm_key_vault",
  "azurerm_key_vault_access_policy",
  "azurerm_pim_active_role_assignment",
  "azurerm_role_assignment",
  "azurerm_role_definition",
  "azurerm_user_assigned_identity",
];

/** Types that give out the identity that they mention to whatever uses them. */
export const GIVING_OUT: readonly string[] = [
  ...["azuread_application_certificate", "azuread_application_password"],
  ...["azuread_service_principal_certificate", "azuread_service_principal_password"],
  ...["azurerm_container_app", "azurerm_container_group"],
  ...["azurerm_linux_function_app", "azurerm_windows_function_app", "azurerm_linux_web_app", "azurerm_windows_web_app"],
  ...["azurerm_linux_virtual_machine", "azurerm_windows_virtual_machine"],
  ...["azurerm_linux_virtual_machine_scale_set", "azurerm_windows_virtual_machine_scale_set"],
];
