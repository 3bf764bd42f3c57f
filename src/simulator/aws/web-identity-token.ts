import { Reason, refused, Refused } from "../answer";
import { WEB_IDENTITY_ALGORITHMS } from "../../vendor/aws/sts";
import { audiencesOf, headerOf, ShownToken, timeOf } from "../token";

/** How far STS lets clocks differ, in seconds. */
const TOLERANCE_SECONDS = 300;
const REQUIRED_CLAIMS = ["iss", "sub", "aud", "iat", "exp"];

/**
 * What keeps STS from taking a token whoever issued it: its claims, its time, and audiences that it cannot choose from.
 *
 * @param now seconds since 1970
 */
export function problemOf(token: ShownToken, now: number): Refused | undefined {
  return algorithmProblem(token) ?? claimProblem(token) ?? timeProblem(token, now) ?? audienceProblem(token);
}

/** The answer to a token that is not accepted. */
export function invalid(message: string, because: Reason): Refused {
  return refused("exchange", "InvalidIdentityToken", message, because);
}

function algorithmProblem(token: ShownToken): Refused | undefined {
  const { alg } = headerOf(token);
  if (WEB_IDENTITY_ALGORITHMS.includes(alg)) return undefined;
  const line = `the token is signed by ${alg}, and STS takes ${WEB_IDENTITY_ALGORITHMS.join(", ")}`;
  return invalid("The ID Token provided is not a valid JWT.", { line });
}

function claimProblem({ claims }: ShownToken): Refused | undefined {
  const missing = REQUIRED_CLAIMS.find((name) => claims[name] === undefined);
  if (missing !== undefined) {
    return invalid(`Missing a required claim: ${missing}`, { line: `the token has no ${missing}` });
  }
  const noText = ["iss", "sub"].find((name) => typeof claims[name] !== "string");
  if (noText !== undefined) {
    return invalid("The ID Token provided is not a valid JWT.", {
      line: `${noText} is ${JSON.stringify(claims[noText])}`,
    });
  }
  const odd = ["iat", "exp", "nbf"].find((name) => claims[name] !== undefined && !Number.isInteger(claims[name]));
  if (odd !== undefined) {
    return invalid("Invalid timestamp in token claims.", { line: `${odd} is ${JSON.stringify(claims[odd])}` });
  }
  if (URL.canParse(claims.iss)) return undefined;
  return invalid("Issuer must be a valid URL", { line: `iss is "${claims.iss}"` });
}

function timeProblem({ claims }: ShownToken, now: number): Refused | undefined {
  const { exp, iat, nbf } = claims;
  if (exp + TOLERANCE_SECONDS < now) {
    const message = `Token expired: current date/time ${now - TOLERANCE_SECONDS} must be before the expiration date/time ${exp}`;
    return refused("exchange", "ExpiredTokenException", message, { line: `the token expired at ${timeOf(exp)}` });
  }
  if (iat - TOLERANCE_SECONDS > now) {
    return invalid(`Token issued in the future: ${iat}`, {
      line: `the token was issued at ${timeOf(iat)}, in the future`,
    });
  }
  if (nbf !== undefined && nbf - TOLERANCE_SECONDS > now) {
    const message = `Token not yet valid: current date/time ${now + TOLERANCE_SECONDS} must be after or equal to the not-before date/time ${nbf}`;
    return invalid(message, { line: `the token is good from ${timeOf(nbf)} on` });
  }
  return undefined;
}

function audienceProblem({ claims }: ShownToken): Refused | undefined {
  const audiences = audiencesOf(claims);
  if (audiences.length === 0) return invalid("Claim is not allowed to be empty: aud", { line: "the token has no aud" });
  if (audiences.length === 1 || claims.azp !== undefined) return undefined;
  return invalid("Token audience contains more than one audience while authorized party is not present", {
    line: `the token is for ${audiences.length} audiences: ${audiences.join(", ")}`,
  });
}
