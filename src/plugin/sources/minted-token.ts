import { AwsCredentials, AwsSubject, Subject, TokenSubject } from "../credential";
import { Run } from "../run";
import { audienceToMint, Target } from "../targets/target";
import { subjectFromToken } from "./subject-token";
import { getWebIdentityToken, assumeRoleWithWebIdentity } from "../aws/sts";
import { sessionNameFor } from "../aws/session-name";
import { instanceRegion } from "./ec2";

/** Time between reading the credentials and their use, so that the token never outlives them. */
const MARGIN_SECONDS = 60;
const LEAST_TOKEN_SECONDS = 60;

/** The token that goes to the target: the subject's own, or one that AWS STS makes for its AWS identity. */
export async function tokenFor(run: Run, subject: Subject, target: Target): Promise<TokenSubject> {
  if (subject.kind === "token" && !subject.mint) return subject;
  if (subject.kind === "access-token") throw new Error("no source");
  const region = await sourceRegion(run);
  const credentials = await credentialsOf(run, subject, region);
  const audience = audienceToMint(target);
  const seconds = Math.min(target.minted.seconds, secondsLeft(credentials));
  const token = await getWebIdentityToken(run, { hop: "source", region, audience, seconds }, credentials);
  return subjectFromToken(token, target.needs, { name: "AWS STS" });
}

async function credentialsOf(run: Run, subject: TokenSubject | AwsSubject, region: string): Promise<AwsCredentials> {
  if (subject.kind === "aws") return subject.credentials;
  const roleArn = subject.throughRole as string;
  const sessionName = sessionNameFor(subject.claims.sub);
  return await assumeRoleWithWebIdentity(run, { hop: "source", region, roleArn, sessionName }, subject.token);
}

/** AWS refuses a token that outlives the credentials it is made with. */
function secondsLeft({ expires }: AwsCredentials): number {
  if (expires === undefined) return Infinity;
  return Math.max(LEAST_TOKEN_SECONDS, Math.floor((expires - Date.now()) / 1000) - MARGIN_SECONDS);
}

/** The region of the source's own STS: GetWebIdentityToken has no global endpoint. */
async function sourceRegion(run: Run): Promise<string> {
  const { AWS_REGION, AWS_DEFAULT_REGION } = run.env;
  const named = AWS_REGION || AWS_DEFAULT_REGION;
  if (named) return named;
  return await instanceRegion(run);
}
