import { AwsSubject, TokenSubject } from "../credential";
import { sourceFailure } from "../failure";
import { Run } from "../run";
import { AWS_AGENT_URI, AWS_TOKEN_FILE } from "../variables";
import { instanceCredentials } from "./ec2";
import { podIdentityCredentials } from "./eks-pod-identity";
import { subjectOfRole } from "./irsa";
import { Source } from "./source";

/** A token that AWS STS makes for the AWS identity that is there, by whichever way (GetWebIdentityToken). */
export const awsWebIdentity: Source = {
  name: "aws-web-identity",
  variables: [],
  read: async (run) => ({ ...(await ownIdentity(run)), mint: true }),
};

async function ownIdentity(run: Run): Promise<TokenSubject | AwsSubject> {
  const { [AWS_TOKEN_FILE]: file, [AWS_AGENT_URI]: agent, AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: task } = run.env;
  // Without it the machine's own role would stand in for the pod's or the task's.
  if (!file && !agent && task) {
    throw sourceFailure("an ECS task's role is not read.", "Use EKS Pod Identity, IRSA or an instance's role.");
  }
  if (file) return subjectOfRole(run, "aws-web-identity", file, { reader: "AWS STS", audiences: [] });
  return { kind: "aws", credentials: agent ? await podIdentityCredentials(run) : await instanceCredentials(run) };
}
