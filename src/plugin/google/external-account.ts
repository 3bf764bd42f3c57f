import { IMPERSONATED_TOKEN_SECONDS } from "../../vendor/google/federation";
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { PluginFailure } from "../failure";
import { jsonObject } from "../json";
import { parseUrl } from "../http/endpoint";
import { keepSecret } from "../redaction";
import { readTokenFile } from "../sources/token-file";
import { CredentialSource } from "../targets/target";

/** What an `external_account` file tells ("AIP-4117: External Account Credentials"). */
export interface ExternalAccount {
  readonly audience: string;
  readonly universeDomain: string;
  readonly serviceAccount: string | undefined;
  readonly tokenLifetime: number | undefined;
  readonly credentialSource: CredentialSource | undefined;
}

const TOKEN_TYPES = ["urn:ietf:params:oauth:token-type:jwt", "urn:ietf:params:oauth:token-type:id_token"];
const MAKE_ANEW = "Make it with: gcloud iam workload-identity-pools create-cred-config.";
const IMPERSONATION_PATH = /^\/v1\/projects\/-\/serviceAccounts\/([\w.-]+@[\w.-]+):generateAccessToken$/;

/**
 * Reads an `external_account` file. Its URLs are checked, not followed: whoever can change such a file could otherwise
 * have the subject's token sent to himself.
 *
 * @param explicit whether the universe domain was given by a flag, which the file may then not contradict
 * @throws PluginFailure (usage) when it is unreadable, of another type, or names a URL outside the universe's domain
 */
export function readExternalAccount(path: string, universe: string, explicit: boolean): ExternalAccount {
  const refuse = (what: string, wayOut: string) =>
    new PluginFailure("usage", `the credential file ${path} ${what}.`, wayOut);
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw refuse(`cannot be read: ${(error as NodeJS.ErrnoException).code}`, "Correct --credential-file.");
  }
  const file = jsonObject(text);
  if (!file) throw refuse("is not a JSON object", MAKE_ANEW);
  if (file.type !== "external_account") {
    throw refuse(`is of type ${JSON.stringify(file.type)}`, "Only external_account files hold no secret.");
  }
  const { audience } = file;
  if (typeof audience !== "string") throw refuse("has no audience", "Pass --audience.");
  if (typeof file.subject_token_type !== "string" || !TOKEN_TYPES.includes(file.subject_token_type)) {
    throw refuse("is for a subject_token_type other than a JSON Web Token", MAKE_ANEW);
  }
  const told = typeof file.universe_domain === "string" ? file.universe_domain : universe;
  if (explicit && told !== universe) {
    throw refuse(`is of the universe ${told}, not ${universe}`, "Correct --universe-domain.");
  }
  if (!isHost(file.token_url, `sts.${told}`)) {
    throw refuse(`has a token_url outside ${told}`, "Use --google-sts-endpoint instead.");
  }
  const url = file.service_account_impersonation_url;
  const account =
    isHost(url, `iamcredentials.${told}`) && IMPERSONATION_PATH.exec(new URL(url).pathname.replace(/%40/g, "@"))?.[1];
  if (url !== undefined && !account) {
    throw refuse(`has a service_account_impersonation_url outside ${told}`, "Use --service-account instead.");
  }
  const lifetime = (file.service_account_impersonation as { token_lifetime_seconds?: unknown } | undefined)
    ?.token_lifetime_seconds;
  return {
    audience,
    universeDomain: told,
    serviceAccount: account || undefined,
    tokenLifetime: isLifetime(lifetime) ? lifetime : undefined,
    credentialSource: sourceIn(file.credential_source, path),
  };
}

/** Reads the token that a credential source names: the whole file, or one member of its JSON. */
export function readCredentialSource({ file, field }: CredentialSource): string {
  const { token } = readTokenFile(file, "credential_source.file");
  if (field === undefined) return token;
  const value = jsonObject(token)?.[field];
  if (typeof value === "string" && value !== "") return keepSecret(value);
  throw new PluginFailure(
    "source",
    `${file} has no member "${field}" with a token.`,
    "Correct credential_source.format.subject_token_field_name.",
  );
}

function sourceIn(value: unknown, path: string): CredentialSource | undefined {
  const { file, format } = (value ?? {}) as { readonly file?: unknown; readonly format?: unknown };
  if (typeof file !== "string") return undefined;
  const { type, subject_token_field_name: field } = (format ?? {}) as { readonly [member: string]: unknown };
  const asJson = type === "json" && typeof field === "string";
  return { file: resolve(dirname(path), file), field: asJson ? field : undefined };
}

function isHost(value: unknown, host: string): value is string {
  const url = typeof value === "string" ? parseUrl(value) : undefined;
  return url?.protocol === "https:" && url.host === host && !url.username;
}

function isLifetime(value: unknown): value is number {
  const { min, max } = IMPERSONATED_TOKEN_SECONDS;
  return typeof value === "number" && value >= min && value <= max;
}
