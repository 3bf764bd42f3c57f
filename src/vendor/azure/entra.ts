import { NameRule } from "../name-rule";

export const UUID_FORM = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
/** Entra takes a tenant's id or one of its domains. */
export const TENANT_FORM = /^([\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}|[\da-z-]+(\.[\da-z-]+)+)$/i;

/** "Important considerations and restrictions for federated identity credentials", Microsoft Entra Workload ID. */
export const MAX_FEDERATED_CREDENTIALS = 20;
/** Characters of issuer, subject, audience and description. */
export const MAX_CREDENTIAL_FIELD_LENGTH = 600;
export const FEDERATED_CREDENTIAL_NAME: NameRule = {
  min: 3,
  max: 120,
  pattern: /^[A-Za-z0-9][A-Za-z0-9_-]*$/,
  characters: "letters, digits, dashes and underscores, starting with a letter or digit",
};
/** "Naming rules and restrictions for Azure resources", Microsoft.ManagedIdentity. */
export const IDENTITY_NAME: NameRule = {
  min: 3,
  max: 128,
  pattern: /^[A-Za-z0-9][A-Za-z0-9_-]*$/,
  characters: "letters, digits, dashes and underscores, starting with a letter or digit",
};
/** Issuers that Entra refuses in a federated credential. */
export const REFUSED_ISSUERS: readonly string[] = ["https://login.microsoftonline.com", "https://sts.windows.net"];
