import { Answer, granted, refused } from "../answer";
import { act } from "./act";
import { AwsWorld } from "./read";
import { sessionArn } from "./session-caller";
import { AwsSession } from "./sts";

/** What a role's session asks of GetWebIdentityToken. */
export interface OutboundRequest {
  readonly audience: string;
  readonly seconds: number;
  readonly algorithm: string;
}

const ACTION = "sts:GetWebIdentityToken";

/**
 * What STS answers to a role's session that asks for a token of its account's issuer: a role that was read must have the
 * permission; one of elsewhere is taken to have it.
 *
 * AWS STS API Reference: "GetWebIdentityToken"; IAM User Guide: "Controlling access with IAM policies" of outbound federation.
 *
 * @param issuer the account's; undefined where nothing tells it
 * @param now seconds since 1970
 */
export function getWebIdentityToken(
  aws: AwsWorld,
  session: AwsSession,
  issuer: string | undefined,
  { audience, seconds, algorithm }: OutboundRequest,
  now: number,
): Answer<string> {
  const { role } = session;
  if (issuer === undefined) {
    const line = `no edge declares an issuer of the account ${role.account}`;
    const message = "Outbound web identity federation is disabled for this account.";
    return refused("source", "OutboundWebIdentityFederationDisabled", message, { line });
  }
  const keys = new Map([
    ["sts:identitytokenaudience", [audience]],
    ["sts:durationseconds", [String(seconds)]],
    ["sts:signingalgorithm", [algorithm]],
  ]);
  const decision = role.resource ? act(aws, { session, action: ACTION, resource: "*", keys }, now) : undefined;
  if (decision && !decision.allowed && decision.gaps.length === 0) {
    const message = `User: ${sessionArn(session)} is not authorized to perform: ${ACTION}`;
    return refused("source", "AccessDenied", message, decision.because);
  }
  return granted("source", issuer, decision?.because ?? { line: `${role.arn} is taken to have ${ACTION}` });
}
