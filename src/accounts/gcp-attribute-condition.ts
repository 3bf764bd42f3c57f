import { OidcSubject } from "../subjects";
import { MAX_SUBJECT_BYTES } from "../vendor/google/federation";

const UID = "assertion['kubernetes.io'].serviceaccount.uid";

/**
 * The CEL condition of a pool provider: exactly the subjects that a trust was made for. Without a condition every
 * token of the issuer would be accepted.
 */
export function attributeCondition(subjects: readonly OidcSubject[]): string {
  const exact = subjects.filter((one) => !one.isPattern).map((one) => celString(one.subject));
  const namespaces = subjects.filter((one) => one.isPattern).map((one) => celString(one.subject.slice(0, -1)));
  return [
    ...(exact.length ? [`assertion.sub in [${unique(exact).join(", ")}]`] : []),
    ...unique(namespaces).map((prefix) => `assertion.sub.startsWith(${prefix})`),
  ].join(" || ");
}

/**
 * How token claims become Google attributes. A subject that is too long for Google is told by the service account's
 * uid; a whole namespace is told by an attribute of its own.
 */
export function attributeMapping(subjects: readonly OidcSubject[]): { [attribute: string]: string } {
  const long = subjects.some(mappedByUid);
  const groups = subjects.map((one) => one._group).filter((group) => group !== undefined);
  return {
    "google.subject": long ? `size(assertion.sub) <= ${MAX_SUBJECT_BYTES} ? assertion.sub : ${UID}` : "assertion.sub",
    ...Object.fromEntries(groups.map(({ attribute, expression }) => [`attribute.${attribute}`, expression])),
  };
}

/** Whether Google knows this subject by its uid, because its subject does not fit. */
export function mappedByUid(subject: OidcSubject): boolean {
  return !subject.isPattern && Buffer.byteLength(subject.subject) > MAX_SUBJECT_BYTES;
}

function celString(text: string): string {
  return `'${text.replace(/[\\']/g, (character) => `\\${character}`)}'`;
}

function unique(items: string[]): string[] {
  return [...new Set(items)].sort();
}
