import { lookUp } from "../json";

const ADVICE: { readonly [code: string]: string } = {
  "AssumeRoleWithWebIdentity AccessDenied":
    "The role's trust policy does not name this issuer, subject and audience: compare them with doctor.",
  "AssumeRole AccessDenied":
    "The source's role may not assume it, or its trust policy does not name that role or the external id.",
  "GetWebIdentityToken AccessDenied":
    "Allow sts:GetWebIdentityToken for the source's role, with this audience and lifetime.",
  InvalidIdentityToken:
    "The account has no IAM OIDC provider for exactly this issuer and audience, or AWS cannot read the issuer's keys.",
  ExpiredToken: "The token's exp has passed: is the file a projected volume that kubelet renews?",
  IDPCommunicationError: "AWS could not reach the issuer's keys: the issuer must be public.",
  OutboundWebIdentityFederationDisabled: "Enable outbound web identity federation in the source's AWS account.",
  RegionDisabled: "Activate STS for this region in the account, or use another --region.",
  SignatureDoesNotMatch: "Check this machine's clock and --region.",
  InvalidClientTokenId: "The source's credentials are of another partition, or no longer valid.",
  ValidationError: "Check --role-arn and --session-name.",
};

/** What a refusal of AWS STS asks of the reader ("Errors" of each action, AWS STS API Reference). */
export function stsAdvice(action: string, code: string): string | undefined {
  // The query protocol leaves "Exception" off some codes.
  const name = code.replace(/Exception$/, "");
  return lookUp(ADVICE, `${action} ${name}`) ?? lookUp(ADVICE, name);
}
