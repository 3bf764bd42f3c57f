import { AwsCredentials, AwsSubject, Subject, TokenSubject } from "../credential";
import { Run } from "../run";
import { audienceToMint, Target } from "../targets/target";
import { subjectFromToken } from "./subject-token";
import { stsHost } from "../aws/partition";
import { getWebIdentityToken, assumeRoleWithWebIdentity } from "../aws/sts";
import { sessionNameFor } from "../aws/session-name";
import { Environment } from "../settings";
import { AWS_DUAL_STACK, AWS_FIPS } from "../variables";
import { instanceRegion } from "./ec2";

/** Time between reading the credentials and their use, so that the token never outlives them. */
const MARGIN_SECONDS = 60;
const LEAST_TOKEN_SECONDS = 60;

/** The token that goes to the target: the subject's own, or one that AWS STS makes for its AWS identity. */
export async function tokenFor(run: Run, subject: Subject, target: Target): Promise<TokenSubject> {
  if (subject.kind === "token" && !subject.mint) return subject;
  if (subject.kind === "access-token") throw new Error("no source");
  const region = await sourceRegion(run);
  const where = { hop: "source", region, host: ownStsHost(region, run.env) } as const;
  const credentials = await credentialsOf(run, subject, where);
  const audience = audienceToMint(target);
  const seconds = Math.min(target.minted.seconds, secondsLeft(run, credentials));
  const token = await getWebIdentityToken(run, { ...where, audience, seconds }, credentials);
  return subjectFromToken(token, target.needs, { name: "AWS STS" });
}

async function credentialsOf(
  run: Run,
  subject: TokenSubject | AwsSubject,
  where: { readonly hop: "source"; readonly region: string; readonly host: string },
): Promise<AwsCredentials> {
  if (subject.kind === "aws") return subject.credentials;
  const roleArn = subject.throughRole as string;
  const sessionName = subject.roleSession || sessionNameFor(subject.claims.sub);
  return await assumeRoleWithWebIdentity(run, { ...where, roleArn, sessionName }, subject.token);
}

/** The host of the source's own STS, of which the pod's environment may tell: unlike the target's. */
function ownStsHost(region: string, env: Environment): string {
  const isTrue = (name: string) => env[name]?.toLowerCase() === "true";
  return stsHost(region, { fips: isTrue(AWS_FIPS), dualStack: isTrue(AWS_DUAL_STACK) });
}

/** AWS refuses a token that outlives the credentials it is made with. */
function secondsLeft(run: Run, { expires }: AwsCredentials): number {
  if (expires === undefined) return Infinity;
  return Math.max(LEAST_TOKEN_SECONDS, Math.floor((expires - run.serverTime) / 1000) - MARGIN_SECONDS);
}

/** The region of the source's own STS: GetWebIdentityToken has no global endpoint. */
async function sourceRegion(run: Run): Promise<string> {
  const { AWS_REGION, AWS_DEFAULT_REGION } = run.env;
  const named = AWS_REGION || AWS_DEFAULT_REGION;
  if (named) return named;
  return await instanceRegion(run);
}
