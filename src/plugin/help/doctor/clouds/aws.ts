import type { AwsCredentials, TokenSubject } from "../../../credential";
import type { Run } from "../../../run";
import {
  assumeRoleWithWebIdentity,
  CHINA_AWS_AUDIENCE,
  DEFAULT_AWS_AUDIENCE,
  elementText,
  partitionOf,
  PluginFailure,
  podIdentityCredentials,
  sessionNameFor,
  stsHost,
  subjectFromFile,
  usageFailure,
} from "../../borrowed";
import { AwsWiring, awsWiring } from "./aws-wiring";
import { bucketsOf, objectsOf, secretOf, signedCall } from "./aws-calls";
import { Cloud, COMMON_FLAGS, NO_CALL, Step } from "./cloud";
import { tokenLine, until } from "./token-line";

/** "General purpose bucket naming rules", Amazon S3 User Guide; once they also allowed capitals and underscores. */
const BUCKET_FORM = /^[\w.-]{3,255}$/;

/** What AWS's SDKs do in a pod. */
export const aws: Cloud = {
  name: "aws",
  flags: [
    { name: "role-arn", value: "ARN", description: "The role.", variables: ["AWS_ROLE_ARN"] },
    { name: "token-file", value: "PATH", description: "The token.", variables: ["AWS_WEB_IDENTITY_TOKEN_FILE"] },
    { name: "profile", value: "NAME", description: "The profile of AWS_CONFIG_FILE.", variables: ["AWS_PROFILE"] },
    { name: "region", value: "REGION", description: "The region.", variables: ["AWS_REGION", "AWS_DEFAULT_REGION"] },
    { name: "token-audience", value: "AUDIENCE", description: "The audience agreed on, if not AWS's usual one." },
    { name: "bucket", value: "NAME", description: "List one object of this bucket." },
    { name: "prefix", value: "PREFIX", description: "Beneath this prefix." },
    { name: "list-buckets", description: "List the account's buckets." },
    { name: "secret", value: "ID", description: "Read this secret, by name or ARN; its value is not told." },
    ...COMMON_FLAGS,
  ],
  steps,
};

function steps(run: Run): readonly Step[] {
  let wiring: AwsWiring;
  let subject: TokenSubject | undefined;
  let credentials: AwsCredentials;
  return [
    {
      label: "token",
      take: async () => {
        wiring = awsWiring(run);
        if (wiring.tokenFile === undefined) {
          credentials = await podIdentityCredentials(run);
          return `EKS Pod Identity gave credentials${until(credentials.expires)}${wiring.note}`;
        }
        subject = subjectFromFile(wiring.tokenFile, wiring.origin, tokenNeeds(run, wiring.region));
        return tokenLine(subject) + wiring.note;
      },
    },
    {
      label: "exchange",
      take: async () => {
        if (!subject || !wiring.roleArn) return "the agent's own";
        const { region, roleArn } = wiring;
        const sessionName = run.env.AWS_ROLE_SESSION_NAME || sessionNameFor(subject.claims.sub);
        const place = { hop: "exchange", region, host: stsHost(region, { fips: false, dualStack: false }) } as const;
        credentials = await assumeRoleWithWebIdentity(run, { ...place, roleArn, sessionName }, subject.token);
        return `credentials of ${roleArn}${until(credentials.expires)}`;
      },
    },
    {
      label: "identity",
      take: async () => {
        const host = stsHost(wiring.region, { fips: false, dualStack: false });
        const body = "Action=GetCallerIdentity&Version=2011-06-15";
        const what = { what: "GetCallerIdentity", service: "sts", host, body, form: true };
        const answer = await signedCall(run, wiring.region, credentials, what);
        const arn = elementText(answer.body, "Arn");
        if (arn) return arn;
        throw new PluginFailure("access", "GetCallerIdentity names no one.", "Check for a proxy or portal in between.");
      },
    },
    {
      label: "call",
      take: async () => {
        const { settings } = run;
        const [bucket, prefix, secret] = ["bucket", "prefix", "secret"].map((flag) => settings.get(flag));
        if (bucket !== undefined && !BUCKET_FORM.test(bucket)) {
          throw usageFailure(`--bucket "${bucket}" is not a bucket's name.`, "Pass it without s3:// and path.");
        }
        const { suffix, id } = partitionOf(wiring.region);
        const place = { region: wiring.region, suffix, partition: id };
        const asked = bucket
          ? objectsOf(place, bucket, prefix)
          : secret
            ? secretOf(place, secret)
            : settings.has("list-buckets")
              ? bucketsOf(place)
              : undefined;
        if (!asked) return `${NO_CALL}: pass --bucket, --secret or --list-buckets`;
        await signedCall(run, wiring.region, credentials, asked);
        return asked.what;
      },
    },
  ];
}

function tokenNeeds(run: Run, region: string) {
  const agreed = run.settings.get("token-audience");
  const usual = [DEFAULT_AWS_AUDIENCE, ...(partitionOf(region).id === "aws-cn" ? [CHINA_AWS_AUDIENCE] : [])];
  return { reader: "AWS STS", audiences: agreed === undefined ? usual : [agreed], oneAudience: true };
}
