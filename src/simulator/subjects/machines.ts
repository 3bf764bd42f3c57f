import { SubjectKind } from "./subject-kind";
import { AWS_OUTBOUND_ISSUER_FORM, ENTRA_ISSUER_FORM, GOOGLE_ISSUER } from "../../vendor/issuers/clouds";

const ANOTHER_ID = "199999999999999999999";
const ANOTHER_OBJECT = "1ab1ab1a-b1ab-41ab-81ab-1ab1ab1ab1ab";

/** What machines' subjects have in common: one is one, and says nothing of itself. */
const MACHINE = {
  nameOf: (subject: string) => subject,
  listsAudience: false,
  exampleOf: (pattern: string) => pattern.replace(/\*$/, ""),
  namesakesOf: () => [],
};

/**
 * Google service accounts, by ID tokens: `azp` is the unique id too.
 *
 * Compute Engine documentation: "Verify the identity of VMs".
 */
export const google: SubjectKind = {
  ...MACHINE,
  pluginSource: "google-id-token",
  owns: ({ issuer }) => issuer === GOOGLE_ISSUER,
  claims: (subject) => ({ azp: subject, email: `${subject}@lab.example`, email_verified: true }),
  strangersTo: () => [{ who: "another Google service account", subject: ANOTHER_ID }],
};

/**
 * AWS roles, by tokens of AWS STS.
 *
 * IAM User Guide: "Understanding token claims".
 */
export const aws: SubjectKind = {
  ...MACHINE,
  pluginSource: "aws-web-identity",
  owns: ({ issuer }) => AWS_OUTBOUND_ISSUER_FORM.test(issuer),
  claims: (subject) => ({ "https://sts.amazonaws.com/": { aws_account: subject.split(":")[4] ?? "" } }),
  strangersTo: (subject) => [
    { who: "another role", subject: subject.replace(/[^/]*$/, "lab-intruder") },
    { who: "a role of the name in another account", subject: subject.replace(/::\d+:/, "::199999999999:") },
  ],
  namesakesOf: (subject: string) => [`${subject}-x`],
};

/**
 * Azure's managed identities, by tokens for an application.
 *
 * Microsoft identity platform documentation: "Access token claims reference".
 */
export const azure: SubjectKind = {
  ...MACHINE,
  pluginSource: "azure-managed-identity",
  owns: ({ issuer }) => ENTRA_ISSUER_FORM.test(issuer),
  claims: (subject) => ({ oid: subject, idtyp: "app" }),
  strangersTo: () => [{ who: "another identity of the tenant", subject: ANOTHER_OBJECT }],
};
