import { hexOf } from "../digest";

const SERVICE_ACCOUNT = "system:serviceaccount:";
/** What AWS takes as RoleSessionName. */
const FORM = /^[\w+=,.@-]{2,64}$/;
const MAX_LENGTH = 64;
const DIGEST_LENGTH = 8;

/**
 * How the plugin names the session of a subject: after namespace and name of a service account. What AWS does not take
 * becomes a dash, and is told apart by a digest of the whole.
 */
export function sessionNameOf(subject: string): string {
  const isAccount = subject.startsWith(SERVICE_ACCOUNT);
  const name = isAccount ? subject.slice(SERVICE_ACCOUNT.length).replace(":", ".") : subject;
  const legal = name.replace(/[^\w+=,.@-]/g, "-");
  if (legal === name && FORM.test(name)) return name;
  return `${legal.slice(0, MAX_LENGTH - DIGEST_LENGTH - 1)}-${hexOf(subject, DIGEST_LENGTH)}`;
}
