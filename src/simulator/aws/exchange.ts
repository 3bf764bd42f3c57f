import { Answer } from "../answer";
import { Exchange } from "../cloud";
import { Edge, hasOwnRole, nativeSource } from "../edges/edge";
import { flagOf } from "../edges/exec-request";
import { sessionNameOf } from "../edges/session-name";
import { ShownToken } from "../token";
import { assumeRoleForPodIdentity } from "./pod-identity";
import { AwsWorld } from "./read";
import { assumeRole, assumeRoleWithWebIdentity, AwsSession } from "./sts";

/** The session of the role that an edge acts by: its own role first where pods have one, then the one that the stanza names. */
export function exchange(aws: AwsWorld, edge: Edge, token: ShownToken, now: number): Exchange<AwsSession> {
  const { request } = edge;
  const sessionName = flagOf(request, "session-name") ?? sessionNameOf(subjectIn(token));
  const roleArn = flagOf(request, "role-arn");
  const own = hasOwnRole(edge) ? ownSession(aws, edge, token, sessionName, now) : undefined;
  const answers: Answer<AwsSession>[] = own ? [own] : [];
  if (own?.granted && roleArn !== undefined && roleArn !== own.value.role.arn) {
    const externalId = flagOf(request, "external-id");
    answers.push(assumeRole(aws, own.value, { roleArn, sessionName, externalId }, now));
  } else if (!own) {
    answers.push(assumeRoleWithWebIdentity(aws, { roleArn: roleArn ?? "", sessionName, token }, now));
  }
  const last = answers.at(-1) as Answer<AwsSession>;
  return last.granted ? { answers, identity: last.value, sessionName } : { answers, refusal: last };
}

/** The subject as the plugin reads it for a name; whether a token with another than a text is taken is for STS to say. */
function subjectIn({ claims: { sub } }: ShownToken): string {
  return typeof sub === "string" ? sub : String(JSON.stringify(sub));
}

/** The session of the role that the pod has by itself: from EKS's agent, or from a token of its own cluster. */
function ownSession(
  aws: AwsWorld,
  edge: Edge,
  token: ShownToken,
  sessionName: string,
  now: number,
): Answer<AwsSession> {
  const { principal } = edge.declaration;
  if (nativeSource(edge) === "irsa") {
    return assumeRoleWithWebIdentity(aws, { roleArn: principal, sessionName, token }, now);
  }
  return assumeRoleForPodIdentity(aws, edge, token.claims.sub, sessionName, now);
}
