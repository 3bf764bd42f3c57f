import { NameRule } from "../name-rule";
import { AZURE_CLOUDS, type AzureCloudName } from "./clouds";

export const UUID_FORM = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
/** Entra takes a tenant's id or one of its domains. */
export const TENANT_FORM = /^([\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}|[\da-z-]+(\.[\da-z-]+)+)$/i;

/** "Important considerations and restrictions for federated identity credentials", Microsoft Entra Workload ID. */
export const MAX_FEDERATED_CREDENTIALS = 20;
/** The same page: how a token may be signed; others "might work, but haven't been tested". */
export const FEDERATED_TOKEN_ALGORITHMS: readonly string[] = ["RS256"];
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
/** "azuread_application", Terraform registry: `display_name`. */
export const APPLICATION_NAME: NameRule = {
  min: 1,
  max: 120,
  pattern: /^(?=.*\S)[^\n\r]+$/,
  characters: "any characters of one line, and not blanks alone",
};
/** What credentials of an application are added to: its OBJECT id in a path. */
export const APPLICATION_ID_FORM = /^\/applications\/([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/i;

/** The cloud of an azuread provider's `environment`; undefined for one that is not known. Terraform registry: "Azure Active Directory Provider". */
export function azureCloudOfEntra(environment: string): AzureCloudName | undefined {
  const name = environment.toLowerCase();
  if (name === "global" || name === "public") return "public";
  if (/^(usgovernment(l[45])?|l[45]|dod)$/.test(name)) return "usgovernment";
  return name === "china" ? "china" : undefined;
}
/** Hosts of Entra's issuers, in every cloud. "National clouds", Microsoft identity platform. */
const ENTRA_HOSTS = AZURE_CLOUDS.flatMap(({ authority, aliases }) => [authority, ...aliases]);

/**
 * Whether an issuer is one of Entra's own, whose tokens it takes by no federated credential but an application's, for managed
 * identities.
 *
 * Microsoft Entra documentation: "Important considerations and restrictions for federated identity credentials", "Configure an
 * application to trust a managed identity".
 */
export function isEntraIssuer(issuer: string): boolean {
  const [, host = ""] = /^https:\/\/([^/:]+)/i.exec(issuer) ?? [];
  return ENTRA_HOSTS.some((one) => `.${host.toLowerCase()}`.endsWith(`.${one}`));
}
