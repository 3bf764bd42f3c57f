import { DEFAULT_UNIVERSE } from "../../vendor/google/federation";
import { jsonDocument } from "../json-document";
import { SdkEnvironment, sdkPath, SdkVariable } from "./sdk-environment";

/** A principal that a container acts as in one Google Cloud project. */
export interface GoogleSdkIdentity {
  readonly cloud: "google";
  /** The project's construct id. */
  readonly name: string;
  /** The provider's full name as STS wants it: `//iam.googleapis.com/projects/…/providers/…`. */
  readonly audience: string;
  readonly tokenFile: string;
  /** The project that clients use, so that they need not ask for it. */
  readonly projectId: string;
  readonly universeDomain: string;
  /** The service account that is impersonated; undefined where the principal acts itself. */
  readonly impersonatedEmail?: string;
}

/**
 * What Google's clients read: a credential file of type `external_account`, which is no secret. Only one identity fits,
 * because one variable names one file.
 *
 * Google Cloud documentation: "Configure Workload Identity Federation with other identity providers"
 *
 * @see https://cloud.google.com/iam/docs/workload-identity-federation-with-other-providers
 */
export function googleEnvironment(identities: readonly GoogleSdkIdentity[]): SdkEnvironment {
  const [first] = identities;
  if (!first) return { variables: [], files: [] };
  const files = identities.map((identity) => ({
    name: fileOf(identity),
    content: jsonDocument(credentialFile(identity)),
  }));
  const path = sdkPath(fileOf(first));
  const variables = [
    { name: "GOOGLE_APPLICATION_CREDENTIALS", value: path },
    { name: "CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE", value: path },
    { name: "GOOGLE_CLOUD_PROJECT", value: first.projectId },
    ...universeVariables(first),
  ];
  return { variables, files };
}

/** Clients refuse a file of another universe than the one that they are told, which is Google's own by default. */
function universeVariables({ universeDomain: value }: GoogleSdkIdentity): SdkVariable[] {
  if (value === DEFAULT_UNIVERSE) return [];
  return ["GOOGLE_CLOUD_UNIVERSE_DOMAIN", "CLOUDSDK_CORE_UNIVERSE_DOMAIN"].map((name) => ({ name, value }));
}

function fileOf({ name }: GoogleSdkIdentity): string {
  return `google-${name}.json`;
}

/** The credential file of a principal. */
function credentialFile({ audience, tokenFile, universeDomain, impersonatedEmail }: GoogleSdkIdentity): object {
  return {
    type: "external_account",
    ...(universeDomain === DEFAULT_UNIVERSE ? {} : { universe_domain: universeDomain }),
    audience,
    subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
    token_url: `https://sts.${universeDomain}/v1/token`,
    credential_source: { file: tokenFile, format: { type: "text" } },
    ...(impersonatedEmail === undefined
      ? { token_info_url: `https://sts.${universeDomain}/v1/introspect` }
      : {
          service_account_impersonation_url: `https://iamcredentials.${universeDomain}/v1/projects/-/serviceAccounts/${impersonatedEmail}:generateAccessToken`,
        }),
  };
}
