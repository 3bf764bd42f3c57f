import { SESSION_NAME_FORM, SESSION_SECONDS } from "../../vendor/aws/sts";

/** What a caller asks of AssumeRole or AssumeRoleWithWebIdentity. */
interface SessionRequest {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly durationSeconds?: number;
}

const ROLE_ARN = /^arn:aws[\w-]*:iam::\d{12}:role\/.+$/;

/**
 * Why STS refuses the parameters of a request, in its words; undefined for those that it takes.
 *
 * AWS STS API Reference: "AssumeRoleWithWebIdentity", "AssumeRole".
 */
export function sessionRequestFault({ roleArn, sessionName, durationSeconds }: SessionRequest): string | undefined {
  if (!ROLE_ARN.test(roleArn)) return "Request ARN is invalid";
  if (!SESSION_NAME_FORM.test(sessionName)) {
    const rule = "Member must satisfy regular expression pattern: [\\w+=,.@-]*";
    return constraint(sessionName, "roleSessionName", rule);
  }
  const { min: least, max: most } = SESSION_SECONDS;
  if (durationSeconds === undefined || (durationSeconds >= least && durationSeconds <= most)) return undefined;
  const rule =
    durationSeconds < least
      ? `Member must have value greater than or equal to ${least}`
      : `Member must have value less than or equal to ${most}`;
  return constraint(String(durationSeconds), "durationSeconds", rule);
}

function constraint(value: string, member: string, rule: string): string {
  return `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${rule}`;
}
