import { load } from "../node-modules";

/** "AssumeRoleWithWebIdentity", AWS STS API Reference: 2 to 64 characters of these. */
export const SESSION_NAME_FORM = /^[\w+=,.@-]{2,64}$/;
const MAXIMUM_LENGTH = 64;
const DIGEST_LENGTH = 8;
const SERVICE_ACCOUNT_PREFIX = "system:serviceaccount:";

/**
 * A legal session name for a subject: `<namespace>.<name>` for a service account, else the subject itself, so that
 * CloudTrail tells who came. What had to be changed or cut is told apart by a digest of the whole subject.
 */
export function sessionNameFor(subject: string): string {
  const name = subject.startsWith(SERVICE_ACCOUNT_PREFIX)
    ? subject.slice(SERVICE_ACCOUNT_PREFIX.length).replace(":", ".")
    : subject;
  const legal = name.replace(/[^\w+=,.@-]/g, "-");
  if (legal === name && SESSION_NAME_FORM.test(name)) return name;
  const { createHash } = load.crypto();
  const digest = createHash("sha256").update(subject).digest("hex").slice(0, DIGEST_LENGTH);
  return `${legal.slice(0, MAXIMUM_LENGTH - DIGEST_LENGTH - 1)}-${digest}`;
}
