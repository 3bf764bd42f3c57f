import { dirname } from "node:path";
import { IMPERSONATED_TOKEN_SECONDS } from "../../vendor/google/federation";
import { PluginFailure, usageFailure } from "../failure";
import { asObject, JsonObject, jsonObject } from "../json";
import { readTextFile, UnreadableFile } from "../read-file";
import { shown } from "../redaction";
import { serviceUrl } from "./hosts";
import { JWT_TYPE, TOKEN_TYPE } from "./sts";

/** What an `external_account` file tells ("AIP-4117: External Account Credentials"). */
export interface ExternalAccount {
  /** The file's path, for messages. */
  readonly path: string;
  /** The folder from which relative paths count. */
  readonly folder: string;
  readonly audience: string;
  /** The type of token that it says it is for. */
  readonly tokenType: string;
  /** Where Google's STS is, without the path. */
  readonly stsUrl: string;
  readonly iamUrl: string | undefined;
  readonly serviceAccount: string | undefined;
  readonly tokenLifetime: number | undefined;
  /** Where the subject's token is: read only by the source of that name. */
  readonly credentialSource: JsonObject | undefined;
}

const MAXIMUM_FILE_BYTES = 64 * 1024;
/** The types of token that are taken: JSON Web Tokens. */
export const TOKEN_TYPES = [JWT_TYPE, `${TOKEN_TYPE}id_token`];
const MAKE_ANEW = "Make it with: gcloud iam workload-identity-pools create-cred-config.";
const IMPERSONATION_PATH = /^\/v1\/projects\/-\/serviceAccounts\/([\w.-]+(?:@|%40)[\w.-]+):generateAccessToken$/;

/**
 * Reads an `external_account` file. Its URLs must be of the universe that the settings name: otherwise
 * an attacker who can change the file could have the subject's token sent to another host.
 *
 * @param universe the domain that a flag names, or Google's own
 * @throws PluginFailure (usage) when it is unreadable, of another type, or names a URL outside the universe's domain
 */
export function readExternalAccount(path: string, universe: string): ExternalAccount {
  const refuse = refuserOf(path);
  let text: string;
  try {
    text = readTextFile(path, MAXIMUM_FILE_BYTES);
  } catch (error) {
    throw refuse(`cannot be read: ${(error as UnreadableFile).code}`, "Correct --credential-file.");
  }
  const file = jsonObject(text);
  if (!file) throw refuse("is not a JSON object", MAKE_ANEW);
  if (file.type !== "external_account") {
    throw refuse(`is of type ${shown(file.type)}`, "Only external_account files hold no secret.");
  }
  const { audience, universe_domain: domain } = file;
  if (typeof audience !== "string") throw refuse("has no audience", "Pass --audience.");
  if (domain !== undefined && domain !== universe) {
    throw refuse(
      `is of the universe ${shown(domain)}, not ${universe}`,
      "A file does not vouch for itself: pass --universe-domain if that one is meant.",
    );
  }
  const { subject_token_type: tokenType } = file;
  if (typeof tokenType !== "string" || !TOKEN_TYPES.includes(tokenType)) {
    throw refuse(
      `is for tokens of the type ${shown(tokenType)}, not for JSON Web Tokens`,
      "Pass --token-file; for an AWS identity --source aws-web-identity.",
    );
  }
  const stsUrl = serviceUrl(file.token_url, "sts", universe, /^\/v1\/token$/)?.origin;
  if (stsUrl === undefined) {
    throw refuse(`has a token_url outside ${universe}, or none of its STS`, "Use --google-sts-endpoint instead.");
  }
  const url = file.service_account_impersonation_url;
  const iam = serviceUrl(url, "iamcredentials", universe, IMPERSONATION_PATH);
  if (url !== undefined && !iam) {
    throw refuse(
      `has a service_account_impersonation_url outside ${universe}, or none of a service account there`,
      "Use --service-account and --google-iam-endpoint instead.",
    );
  }
  return {
    path,
    folder: dirname(path),
    audience,
    tokenType,
    stsUrl,
    iamUrl: iam?.origin,
    serviceAccount: iam && IMPERSONATION_PATH.exec(iam.pathname)?.[1].replace("%40", "@"),
    tokenLifetime: lifetimeIn(file, refuse),
    credentialSource: asObject(file.credential_source),
  };
}

/** How a credential file is refused: the rest of a sentence about it, and the way out. */
export type Refuse = (what: string, wayOut: string) => PluginFailure;

/** Refuses the credential file of this path. */
export function refuserOf(path: string): Refuse {
  return (what, wayOut) => usageFailure(`the credential file ${path} ${what}.`, wayOut);
}

function lifetimeIn(file: JsonObject, refuse: Refuse): number | undefined {
  const lifetime = asObject(file.service_account_impersonation)?.token_lifetime_seconds;
  if (lifetime === undefined) return undefined;
  const { min: least, max: most } = IMPERSONATED_TOKEN_SECONDS;
  if (Number.isInteger(lifetime) && (lifetime as number) >= least && (lifetime as number) <= most) {
    return lifetime as number;
  }
  throw refuse(`has a token_lifetime_seconds that is no number of ${least} to ${most}`, "Correct it.");
}
