import { TokenSubject } from "../credential";
import { sourceFailure } from "../failure";
import { cloudOfAudience } from "../azure/clouds";
import { readClaims } from "../jwt";
import { isTime } from "../lifetime";
import { shown } from "../redaction";

/** What a target asks of the subject's token. */
export interface TokenNeeds {
  /** Who will read it, for messages: "AWS STS". */
  readonly reader: string;
  /** The audiences of which it must carry one; empty when any will do. */
  readonly audiences: readonly string[];
  /** Whether a token of several audiences is refused unless `azp` tells which one counts. */
  readonly oneAudience?: boolean;
}

/** Issuers' and readers' clocks may differ so much; the clouds allow about as much. */
const CLOCK_TOLERANCE_SECONDS = 300;

/**
 * A subject from a token, checked for what its reader would refuse anyway: saying it here names the two strings.
 *
 * @throws PluginFailure (source) when it is no token, has expired, is not valid yet, or is for another audience
 */
export function subjectFromToken(
  token: string,
  needs: TokenNeeds,
  origin: { readonly name: string; readonly file?: string },
  now: number = Date.now(),
): TokenSubject {
  const claims = readClaims(token);
  const from = origin.name;
  if (!claims) {
    throw sourceFailure(
      `what ${from} holds is not a JSON Web Token with iss, sub, aud and exp.`,
      "Have it give a projected serviceAccountToken or an ID token.",
    );
  }
  if (!isTime(claims.exp) || !isTime(claims.nbf ?? 0)) {
    throw sourceFailure(`the token of ${from} has an exp or nbf that is no time in seconds.`, "Correct its issuer.");
  }
  const seconds = Math.floor(now / 1000);
  if (claims.exp <= seconds) {
    throw sourceFailure(
      `the token of ${from} expired ${Math.round(seconds - claims.exp)} s ago.`,
      "kubelet renews projected volumes only, not copies. Or this machine's clock is ahead.",
    );
  }
  if (claims.nbf !== undefined && claims.nbf > seconds + CLOCK_TOLERANCE_SECONDS) {
    throw sourceFailure(
      `the token of ${from} is not valid for another ${Math.round(claims.nbf - seconds)} s.`,
      "This machine's clock is behind: correct it.",
    );
  }
  const counting = needs.oneAudience && claims.azp !== undefined ? [claims.azp] : claims.aud;
  if (needs.audiences.length > 0 && !counting.some((audience) => needs.audiences.includes(audience))) {
    const cloud = needs.audiences.some(cloudOfAudience) && counting.map(cloudOfAudience).find((one) => one);
    throw sourceFailure(
      `the token of ${from} is for the audience ${quoted(counting)}; ${needs.reader} wants ${quoted(needs.audiences)}.`,
      cloud
        ? `That is the audience of another Azure cloud: pass --cloud ${cloud.name} if the cluster is there.`
        : "Project a token for it, or name the audience agreed on with --token-audience.",
    );
  }
  if (needs.oneAudience && claims.azp === undefined && claims.aud.length > 1) {
    throw sourceFailure(
      `the token of ${from} has ${claims.aud.length} audiences.`,
      `${needs.reader} takes exactly one: project a token for this target alone.`,
    );
  }
  return { kind: "token", token, claims, file: origin.file };
}

function quoted(texts: readonly string[]): string {
  return texts.map(shown).join(" or ") || "(none)";
}
