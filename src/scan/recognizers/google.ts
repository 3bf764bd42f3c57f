import { Recognizer } from "../static-credential";

/** A key file within other text, such as a block of YAML or a script. */
const IN_TEXT = /["']?type["']?\s{0,4}:\s{0,4}["']?service_account\b/;
const PRIVATE_KEY = /-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----/;
const EMAIL = /["']?client_email["']?\s{0,4}:\s{0,4}["']?([^\s"',]{1,200})/;
const ACCOUNT = /^[a-z0-9-]{1,63}@[a-z0-9.-]{1,100}\.gserviceaccount\.com$/;

/** A key file of a Google service account: its `type` and `private_key`. */
export const googleServiceAccountKey: Recognizer = (_name, value) => {
  if (!value.includes("service_account") || !value.includes("private_key")) return undefined;
  const file = parsed(value);
  const isFile = file ? file.type === "service_account" && typeof file.private_key === "string" : IN_TEXT.test(value);
  if (!isFile || (!file && !PRIVATE_KEY.test(value))) return undefined;
  const email = file ? file.client_email : EMAIL.exec(value)?.[1];
  const about = typeof email === "string" && ACCOUNT.test(email) ? email : undefined;
  return { kind: "google-service-account-key", target: "google", about };
};

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Cloud Storage documentation, "HMAC keys": the access id of a service account has 61 characters, that of a user 24; the secret has 40
 * in Base64.
 */
const HMAC_ID = /(?<![A-Za-z0-9])GOOG[A-Z0-9]{20}(?:[A-Z0-9]{37})?(?![A-Za-z0-9])/;
const HMAC_SECRET_NAME = /(^|[^a-z])(gs|gcs|google|hmac)[_.-]?(secret[_.-]?access[_.-]?key|hmac[_.-]?secret|secret)$/i;

/** An HMAC key of Cloud Storage: its access id, or a variable that holds its secret. */
export const googleHmacKey: Recognizer = (name, value) => {
  const isSecret = HMAC_SECRET_NAME.test(name) && /^[A-Za-z0-9/+]{40}$/.test(value.trim());
  return HMAC_ID.test(value) || isSecret ? { kind: "google-hmac-key", target: "google" } : undefined;
};

/**
 * Application default credentials of a person, as `gcloud auth application-default login` writes them: a refresh token that does not end
 * by itself. Google Cloud documentation: "How Application Default Credentials works".
 */
export const googleUserCredentials: Recognizer = (_name, value) => {
  const isOfUser = /["']?type["']?\s{0,4}[:=]\s{0,4}["']?authorized_user\b/.test(value);
  const hasToken = /["']?refresh_token["']?\s{0,4}[:=]\s{0,4}["']?[^\s"'$<{]{8}/.test(value);
  return isOfUser && hasToken ? { kind: "google-user-credentials", target: "google" } : undefined;
};
