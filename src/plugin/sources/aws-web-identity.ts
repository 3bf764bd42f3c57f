import { AwsSubject, TokenSubject } from "../credential";
import { Run } from "../run";
import { AWS_AGENT_URI, AWS_ROLE_ARN, AWS_TOKEN_FILE } from "../variables";
import { instanceCredentials } from "./ec2";
import { podIdentityCredentials } from "./eks-pod-identity";
import { Source } from "./source";
import { subjectFromFile } from "./token-file";

/** A token that AWS STS makes for the AWS identity that is there, by whichever way (GetWebIdentityToken). */
export const awsWebIdentity: Source = {
  name: "aws-web-identity",
  variables: [],
  read: async (run) => ({ ...(await ownIdentity(run)), mint: true }),
};

async function ownIdentity(run: Run): Promise<TokenSubject | AwsSubject> {
  const { [AWS_TOKEN_FILE]: file, [AWS_ROLE_ARN]: throughRole, [AWS_AGENT_URI]: agent } = run.env;
  if (file && throughRole) {
    return { ...subjectFromFile(file, AWS_TOKEN_FILE, { reader: "AWS STS", audiences: [] }), throughRole };
  }
  return { kind: "aws", credentials: agent ? await podIdentityCredentials(run) : await instanceCredentials(run) };
}
