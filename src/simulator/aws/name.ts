import { CloudName, KubernetesUser } from "../kubernetes/user";

/** AWS knows a user by the role's ARN. */
export interface AwsName extends CloudName {
  readonly cloud: "aws";
  readonly roleArn: string;
}

export function awsName(roleArn: string): AwsName {
  return { cloud: "aws", roleArn };
}

/** The role that a user acts by; undefined for a user of another cloud. */
export function roleArnOf({ cloudName }: Pick<KubernetesUser, "cloudName">): string | undefined {
  return cloudName.cloud === "aws" ? (cloudName as AwsName).roleArn : undefined;
}
