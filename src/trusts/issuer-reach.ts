import { internalIssuerProblem } from "../clusters/internal-issuer";
import { TokenIssuer } from "../subjects";
import { TargetCloud } from "../subjects/token-way";

/** What is wrong with a source's issuer for the target's cloud, which fetches the keys unless they are uploaded to Google. */
export function issuerReachProblem(source: TokenIssuer, cloud: TargetCloud): string | undefined {
  const isGoogle = cloud === "google";
  if (isGoogle && source._uploadedKeys !== undefined) return undefined;
  const publish =
    "Set the API server's --service-account-issuer to a public URL and publish discovery document and keys there";
  return internalIssuerProblem(
    source.issuer,
    isGoogle ? `${publish}, or give jwks to upload the keys to Google` : publish,
  );
}
