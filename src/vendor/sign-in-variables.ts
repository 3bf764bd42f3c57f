/** A cloud whose action signs a job in. */
type SignInCloud = "aws" | "google" | "azure";

/**
 * Variables of a CI job that keep its programs from what the vendors' actions sign in to: those by which the action itself gets another
 * credential, a second value of what it exports, and what SDKs prefer to it.
 *
 * configure-aws-credentials takes `WEB_IDENTITY_TOKEN_FILE`, `ROLE_CHAINING` and `USE_EXISTING_CREDENTIALS` as inputs, and asks GitHub for
 * no token then; AWS's SDK for JavaScript prefers a profile to the keys that it exports. After Azure Login programs act by the Azure CLI,
 * which comes last in DefaultAzureCredential.
 *
 * @see https://github.com/aws-actions/configure-aws-credentials/blob/main/src/helpers.ts "translateEnvVariables", "exportCredentials"
 * @see https://github.com/google-github-actions/auth "Inputs: Miscellaneous", export_environment_variables
 * @see https://learn.microsoft.com/azure/developer/python/sdk/authentication/credential-chains "Credential chains"
 */
const PREFERRED: Readonly<Record<SignInCloud, readonly string[]>> = {
  aws: [
    ...["WEB_IDENTITY_TOKEN_FILE", "ROLE_CHAINING", "USE_EXISTING_CREDENTIALS"],
    ...["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_REGION", "AWS_DEFAULT_REGION"],
    ...["AWS_PROFILE", "AWS_DEFAULT_PROFILE"],
  ],
  google: [
    ...["GOOGLE_APPLICATION_CREDENTIALS", "CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE", "GOOGLE_GHA_CREDS_PATH"],
    ...["CLOUDSDK_PROJECT", "CLOUDSDK_CORE_PROJECT", "GCP_PROJECT", "GCLOUD_PROJECT", "GOOGLE_CLOUD_PROJECT"],
    ...["CLOUDSDK_AUTH_ACCESS_TOKEN_FILE"],
  ],
  azure: [
    ...["AZURE_CLIENT_SECRET", "AZURE_CLIENT_CERTIFICATE_PATH", "AZURE_USERNAME", "AZURE_PASSWORD"],
    ...["AZURE_FEDERATED_TOKEN_FILE"],
  ],
};

/** Where Google's action sends the job's token instead of to Google: `GHA_ENDPOINT_OVERRIDE_sts`. */
const ENDPOINT_OVERRIDE = /^GHA_ENDPOINT_OVERRIDE_/;

/** What DefaultAzureCredential tries, and the values by which the Azure CLI is among it, in small letters. */
const CHOICE = "AZURE_TOKEN_CREDENTIALS";
const CLI_CHOICES = ["azureclicredential", "dev"];

/** The variables of a job that keep its programs from the sign-in to any of the clouds. An empty variable is none. */
export function shadowsOfSignIn(
  env: Readonly<Record<string, string>>,
  clouds: readonly SignInCloud[],
): readonly string[] {
  const preferred = new Set(clouds.flatMap((cloud) => PREFERRED[cloud]));
  return Object.entries(env).flatMap(([name, value]) => {
    const isOtherChoice =
      name === CHOICE && clouds.includes("azure") && !CLI_CHOICES.includes(value.trim().toLowerCase());
    const isOtherHost = clouds.includes("google") && ENDPOINT_OVERRIDE.test(name);
    return value !== "" && (preferred.has(name) || isOtherChoice || isOtherHost) ? [name] : [];
  });
}
