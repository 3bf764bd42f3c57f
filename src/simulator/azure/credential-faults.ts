import { hasUnknown } from "../../terraform";
import { FEDERATED_CREDENTIAL_NAME, MAX_CREDENTIAL_FIELD_LENGTH } from "../../vendor/azure/entra";

/** A federated credential as it is written. */
export interface WrittenCredential {
  /** Where its form is checked; the names of applications' credentials are not. */
  readonly name?: string;
  readonly issuer: string;
  /** Undefined for one with an expression. */
  readonly subject?: string;
  readonly audiences: readonly string[];
}

/**
 * Why Azure does not store a federated credential: no token is exchanged by it. Undefined for one that Azure stores.
 *
 * Microsoft Entra documentation: "Important considerations and restrictions for federated identity credentials"; Microsoft Graph:
 * "federatedIdentityCredential resource type".
 *
 * @see https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations
 */
export function credentialFault({ name, issuer, subject, audiences }: WrittenCredential): string | undefined {
  if (hasUnknown([name, issuer, subject, audiences])) return undefined;
  if (audiences.length !== 1) return `it has ${audiences.length} audiences, and Azure takes one`;
  if (name !== undefined && !isName(name)) {
    return `its name is "${name}", and must have ${FEDERATED_CREDENTIAL_NAME.min} to ${FEDERATED_CREDENTIAL_NAME.max} ${FEDERATED_CREDENTIAL_NAME.characters}`;
  }
  const fields = { issuer, audience: audiences[0], ...(subject === undefined ? {} : { subject }) };
  const [wrong] = Object.entries(fields).filter(([, value]) => !isStorable(value));
  return wrong && `its ${wrong[0]} has ${wrong[1].length} characters, and may have 1 to ${MAX_CREDENTIAL_FIELD_LENGTH}`;
}

/** Whether an issuer, a subject or an audience has a length that Azure stores. */
export function isStorable(value: string): boolean {
  return value.length > 0 && value.length <= MAX_CREDENTIAL_FIELD_LENGTH;
}

function isName(name: string): boolean {
  const { min, max, pattern } = FEDERATED_CREDENTIAL_NAME;
  return name.length >= min && name.length <= max && pattern.test(name);
}
