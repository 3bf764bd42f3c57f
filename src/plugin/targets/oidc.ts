import { publishedExpiry } from "../credential";
import { Settings } from "../settings";
import { tokenFor } from "../sources/minted-token";
import { Target, TargetKind } from "./target";

const MINTED_TOKEN_SECONDS = 3600;

/** A cluster whose API server trusts the subject's issuer itself: its token is the credential. */
export const oidc: TargetKind = { name: "oidc", read };

function read(settings: Settings): Target {
  const audience = settings.get("token-audience") ?? settings.get("audience");
  const target: Target = {
    kind: "oidc",
    needs: { reader: "the API server", audiences: audience === undefined ? [] : [audience] },
    minted: { audience, seconds: MINTED_TOKEN_SECONDS },
    identity: ["oidc", audience ?? ""],
    exchange: async (run, subject) => {
      const { token, claims } = await tokenFor(run, subject, target);
      return { token, expires: publishedExpiry(run.localTime(claims.exp * 1000)) };
    },
  };
  return target;
}
