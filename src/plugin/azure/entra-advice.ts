import { lookUp } from "../json";

const COMPARE = "compare the two strings byte by byte with doctor";
const ISSUER_UNREAD =
  "Entra could not read the issuer's discovery document or keys: they must be public, without a firewall or VPN before them.";

/** "Microsoft Entra authentication and authorization error codes", and the answers to federated credentials. */
const ADVICE: { readonly [code: string]: string } = {
  AADSTS70021: "No federated identity credential fits; one that is new takes minutes to be known.",
  AADSTS700211: `No credential has this issuer: ${COMPARE}; AKS issuers end in a slash.`,
  AADSTS700212: "No credential has this audience: project the token with the credential's audience.",
  AADSTS700213: `No credential has this subject: ${COMPARE}.`,
  AADSTS7002138: "A credential's subject differs in upper and lower case only: make them equal.",
  AADSTS70025: "The identity has no federated identity credential: create one, or check --client-id.",
  AADSTS700016: "The tenant has no such application: check --client-id and --tenant-id.",
  AADSTS90002: "There is no such tenant: check --tenant-id and --cloud.",
  AADSTS700024: "The token is outside its time: check this machine's clock and that kubelet renews the file.",
  AADSTS90061: ISSUER_UNREAD,
  AADSTS50166: ISSUER_UNREAD,
  AADSTS501661: ISSUER_UNREAD,
};

/** What a refusal by Entra asks of the reader. */
export function entraAdvice(code: string): string | undefined {
  return lookUp(ADVICE, code);
}
