import { Configuration, block, Resource, text } from "../../terraform";
import { wildcard } from "../wildcard";
import { audiencesOf, Claims } from "../token";
import { azapiObject, credentialIn } from "./azapi";

/** A credential with an expression in place of a subject. */
export interface FlexibleCredential {
  /** The id of its application or managed identity. */
  readonly parent: string;
  readonly issuer: string;
  readonly audience: string;
  readonly expression: string;
  readonly resource: Resource;
  /** Why Azure does not store it: no token is exchanged by it. */
  readonly fault?: string;
}

/** The only version of the expressions' language. Microsoft Graph: "federatedIdentityExpression resource type". */
const LANGUAGE = 1;
const FLEXIBLE = "azuread_application_flexible_federated_identity_credential";

/** Those of applications. */
export function applicationFlexibleCredentials(configuration: Configuration): readonly Resource[] {
  return configuration.resources(FLEXIBLE);
}

/**
 * Reads one of them.
 *
 * @throws UnresolvedValue
 */
export function applicationFlexibleCredential(resource: Resource): FlexibleCredential {
  const said = (name: string) => text(resource.argument(name)) ?? "";
  const parent = said("application_id");
  return {
    parent: parent.startsWith("/") ? parent : `/applications/${parent}`,
    ...{ issuer: said("issuer"), audience: said("audience"), expression: said("claims_matching_expression") },
    resource,
  };
}

/**
 * The one that azapi makes; undefined for a credential with a subject.
 *
 * Azure REST API 2025-01-31-preview: "Federated Identity Credentials", `claimsMatchingExpression`.
 *
 * @throws UnresolvedValue
 */
export function azapiFlexibleCredential(resource: Resource): FlexibleCredential | undefined {
  const object = azapiObject(resource);
  const { value, languageVersion } = block(object.properties.claimsMatchingExpression);
  const expression = text(value);
  if (expression === undefined) return undefined;
  const { issuer, audience, subject, fault: known } = credentialIn(object);
  const version = text(languageVersion);
  const fault =
    known ??
    (subject === "" ? undefined : "it has a subject and an expression, and Azure takes one of them") ??
    (version === String(LANGUAGE)
      ? undefined
      : `its languageVersion is ${version ?? "missing"}, and must be ${LANGUAGE}`);
  return { parent: object.parent, issuer, audience, expression, resource, ...(fault === undefined ? {} : { fault }) };
}

/** The claims that may be asked for, by issuer. Others have no flexible credentials. */
const CLAIMS: readonly [issuer: RegExp, claims: readonly string[]][] = [
  [/^https:\/\/token\.actions\.githubusercontent\.com$/, ["sub", "job_workflow_ref"]],
  [/^https:\/\/gitlab\.(com|[^./]+\.(com|ca))$/, ["sub"]],
  [/^https:\/\/app\.(eu\.)?terraform\.io$/, ["sub"]],
];
const TERM = /^\s*claims\['([^']+)'\] (eq|matches) '((?:[^']|'')*)'/;

/**
 * Whether a credential takes a token: its issuer and audience are the token's, and each part of its expression fits.
 *
 * Microsoft Entra documentation: "Flexible federated identity credentials".
 *
 * @see https://learn.microsoft.com/entra/workload-id/workload-identities-flexible-federated-identity-credentials
 */
export function takesToken({ issuer, audience, expression }: FlexibleCredential, claims: Claims): boolean {
  if (claims.iss !== issuer || !audiencesOf(claims).includes(audience)) return false;
  const known = CLAIMS.find(([form]) => form.test(issuer))?.[1] ?? [];
  let rest = expression;
  for (;;) {
    const [term, claim, operator, comparand] = TERM.exec(rest) ?? [];
    if (term === undefined || !known.includes(claim)) return false;
    const [given, wanted] = [claims[claim], comparand.replaceAll("''", "'")];
    if (typeof given !== "string") return false;
    if (operator === "eq" ? given !== wanted : !wildcard(wanted).test(given)) return false;
    rest = rest.slice(term.length);
    if (rest.trim() === "") return true;
    if (!rest.startsWith(" and ")) return false;
    rest = rest.slice(" and ".length);
  }
}
