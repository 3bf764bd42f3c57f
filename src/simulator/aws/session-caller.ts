import { Caller } from "./policy-principal";
import type { AwsSession } from "./sts";

/** The ARN of a session, which never has the role's path. */
export function sessionArn({ role, sessionName }: Pick<AwsSession, "role" | "sessionName">): string {
  return `arn:${role.partition}:sts::${role.account}:assumed-role/${role.name}/${sessionName}`;
}

/** A session as policies name it: by its role's ARN or unique id, by its own ARN, or by its account. */
export function callerOf(session: AwsSession): Caller {
  const { role } = session;
  return { kind: "AWS", names: [role.arn, sessionArn(session), role.uniqueId], account: role.account };
}
