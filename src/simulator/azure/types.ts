/** The types of Azure whose grants are simulated, or told one by one. */
export const SIMULATED_TYPES: readonly string[] = [
  "azurerm_federated_identity_credential",
  "azurerm_role_assignment",
  "azurerm_role_definition",
  "azurerm_user_assigned_identity",
];

/** Types that give out the identity that they mention to whatever uses them. */
export const GIVING_OUT: readonly string[] = [];
