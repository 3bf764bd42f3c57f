import { awsAccessKey, awsCredentialsFile } from "./aws";
import { azureClientSecret, azureConnectionString, azureSharedAccessSignature, azureStorageAccountKey } from "./azure";
import { googleHmacKey, googleServiceAccountKey, googleUserCredentials } from "./google";
import { googleP12Key } from "./google-p12";
import { Recognized, Recognizer } from "../static-credential";

/** Every recognizer: the first that knows a value names it. */
const RECOGNIZERS: readonly Recognizer[] = [
  googleServiceAccountKey,
  googleUserCredentials,
  googleHmacKey,
  awsCredentialsFile,
  awsAccessKey,
  azureConnectionString,
  azureSharedAccessSignature,
  azureStorageAccountKey,
  azureClientSecret,
];

/** A value longer than this is no credential, and patterns must not be tried on it: 1 MiB is the most that a Secret holds. */
const MAX_LENGTH = 1_048_576;

/** The static credential that an entry holds; undefined for none. */
export function recognize(name: string, value: string): Recognized | undefined {
  if (value === "" || value.length > MAX_LENGTH) return undefined;
  for (const recognizer of RECOGNIZERS) {
    const found = recognizer(name, value);
    if (found) return found;
  }
  return undefined;
}

/** Of an entry in base64 that holds no text; longer ones are no key. */
export function recognizeBytes(base64: string): Recognized | undefined {
  return /^MII/.test(base64) && base64.length < MAX_LENGTH ? googleP12Key(Buffer.from(base64, "base64")) : undefined;
}
