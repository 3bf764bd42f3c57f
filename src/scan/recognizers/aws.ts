import { Recognizer } from "../static-credential";

/**
 * AWS IAM User Guide, "IAM identifiers": AKIA is a long-term access key. ASIA is a temporary one, which ends by itself.
 */
const LONG_TERM_KEY = /(?<![A-Z0-9])AKIA[A-Z2-7]{16}(?![A-Z0-9])/;
const SECRET_NAME =
  /(^|[^a-z])(aws[_.-]?)?secret[_.-]?access[_.-]?key$|(^|[^a-z])aws[_.-]?secret([_.-]?key)?$|^secretAccessKey$/i;

/** An access key id, or a variable that holds its secret half. */
export const awsAccessKey: Recognizer = (name, value) => {
  const isKey = LONG_TERM_KEY.test(value);
  const isSecret = SECRET_NAME.test(name) && /^[A-Za-z0-9/+]{40}$/.test(value.trim());
  return isKey || isSecret ? { kind: "aws-access-key", target: "aws" } : undefined;
};

/** A shared credentials file with a key in it. */
export const awsCredentialsFile: Recognizer = (_name, value) => {
  const isFile = /^\s*aws_secret_access_key\s*=\s*\S+/m.test(value) && /^\s*\[[^\]]+\]/m.test(value);
  return isFile ? { kind: "aws-credentials-file", target: "aws" } : undefined;
};
