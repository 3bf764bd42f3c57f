import { SdkEnvironment, sdkPath, SdkVariable } from "./sdk-environment";

/** A role that a container assumes in one AWS account. */
export interface AwsSdkIdentity {
  readonly cloud: "aws";
  /** The account's construct id: the profile's name where there are several. */
  readonly name: string;
  readonly roleArn: string;
  readonly tokenFile: string;
  /** The session's name, which CloudTrail shows. */
  readonly sessionName: string;
  /** The region in which STS and services are called. */
  readonly region: string;
}

const CONFIG_FILE = "aws-config";

/**
 * What AWS's SDKs read. boto3 reads `AWS_DEFAULT_REGION` alone and the SDK for JavaScript `AWS_REGION` alone. Several
 * accounts need profiles, and then the role must not be in variables as well: some SDKs let the variables win, and some
 * the profile.
 *
 * AWS SDKs and Tools Reference Guide: "Assume role credential provider", "AWS Region"
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-assume-role-credentials.html
 */
export function awsEnvironment(identities: readonly AwsSdkIdentity[]): SdkEnvironment {
  const [first] = identities;
  if (!first) return { variables: [], files: [] };
  if (identities.length === 1) {
    const { roleArn, tokenFile, sessionName } = first;
    const variables = [
      { name: "AWS_ROLE_ARN", value: roleArn },
      { name: "AWS_WEB_IDENTITY_TOKEN_FILE", value: tokenFile },
      { name: "AWS_ROLE_SESSION_NAME", value: sessionName },
    ];
    return { variables: [...variables, ...regionVariables(first)], files: [] };
  }
  const variables = [
    { name: "AWS_CONFIG_FILE", value: sdkPath(CONFIG_FILE) },
    { name: "AWS_PROFILE", value: first.name },
  ];
  const content = identities.map(profile).join("\n");
  return { variables: [...variables, ...regionVariables(first)], files: [{ name: CONFIG_FILE, content }] };
}

function regionVariables({ region }: AwsSdkIdentity): SdkVariable[] {
  return [
    { name: "AWS_REGION", value: region },
    { name: "AWS_DEFAULT_REGION", value: region },
    { name: "AWS_STS_REGIONAL_ENDPOINTS", value: "regional" },
  ];
}

function profile({ name, roleArn, tokenFile, sessionName, region }: AwsSdkIdentity): string {
  return [
    `[profile ${name}]`,
    `role_arn = ${roleArn}`,
    `web_identity_token_file = ${tokenFile}`,
    `role_session_name = ${sessionName}`,
    `region = ${region}`,
    "sts_regional_endpoints = regional",
    "",
  ].join("\n");
}
