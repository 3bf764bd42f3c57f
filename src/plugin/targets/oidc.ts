import { ClusterCredential, publishedExpiry } from "../credential";
import { Settings } from "../settings";
import { tokenFor } from "../sources/minted-token";
import { Target } from "./target";

const MINTED_TOKEN_SECONDS = 3600;

/** A cluster whose API server trusts the subject's issuer itself: its token is the credential. */
export function oidcTarget(settings: Settings): Target {
  const audience = settings.get("token-audience") ?? settings.get("audience");
  return {
    kind: "oidc",
    needs: { reader: "the API server", audiences: audience === undefined ? [] : [audience] },
    minted: { audience, seconds: MINTED_TOKEN_SECONDS },
    identity: ["oidc", audience ?? ""],
    exchange: async (run, subject): Promise<ClusterCredential> => {
      const { token, claims } = await tokenFor(run, subject, oidcTarget(settings));
      return { token, expires: publishedExpiry(claims.exp * 1000) };
    },
  };
}
