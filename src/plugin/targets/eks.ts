import { PLUGIN_COMMAND } from "../../exec-contract";
import { EKS_CLUSTER_NAME_FORM } from "../../vendor/aws/eks";
import { ROLE_ARN_FORM } from "../../vendor/aws/iam";
import {
  CHINA_AWS_AUDIENCE,
  DEFAULT_AWS_AUDIENCE,
  EXTERNAL_ID_FORM,
  EXTERNAL_ID_WORDS,
  SESSION_NAME_FORM,
  SESSION_NAME_WORDS,
} from "../../vendor/aws/sts";
import { partitionOf, stsHost } from "../aws/partition";
import { sessionNameFor } from "../aws/session-name";
import { AwsCredentials, Subject, TokenSubject } from "../credential";
import { usageFailure } from "../failure";
import { Run } from "../run";
import { Settings } from "../settings";
import { tokenFor } from "../sources/minted-token";
import { Target, TargetKind } from "./target";
import { eksToken } from "../aws/eks-token";
import * as sts from "../aws/sts";

/** Names a session whose source has no subject to name it after. */
const DEFAULT_SESSION_NAME = PLUGIN_COMMAND;
const MINTED_TOKEN_SECONDS = 300;

interface Role {
  readonly arn: string | undefined;
  readonly sessionName: string | undefined;
  readonly externalId: string | undefined;
  readonly region: string;
  /** The host of the region's STS. */
  readonly host: string;
}

/** An Amazon EKS cluster: the subject assumes a role, whose credentials sign the cluster's token. */
export const eks: TargetKind = { name: "eks", read };

function read(settings: Settings): Target {
  settings.need("cluster-name");
  const clusterName = settings.matching("cluster-name", EKS_CLUSTER_NAME_FORM, "an EKS cluster's name") as string;
  const region = settings.need("region");
  const partition = partitionOf(region);
  const host = stsHost(region, { fips: settings.has("fips"), dualStack: settings.has("dual-stack") });
  const arn = settings.matching("role-arn", ROLE_ARN_FORM, "the ARN of an IAM role");
  const arnPartition = arn?.split(":")[1];
  if (arnPartition !== undefined && arnPartition !== partition.id) {
    throw usageFailure(
      `--role-arn is of the partition ${arnPartition}, --region of ${partition.id}.`,
      "IAM trust does not cross partitions: use a role of the cluster's partition.",
    );
  }
  const sessionName = settings.matching("session-name", SESSION_NAME_FORM, SESSION_NAME_WORDS);
  const externalId = settings.matching("external-id", EXTERNAL_ID_FORM, EXTERNAL_ID_WORDS);
  const role: Role = { arn, sessionName, externalId, region, host };
  const usual = [DEFAULT_AWS_AUDIENCE, ...(partition.id === "aws-cn" ? [CHINA_AWS_AUDIENCE] : [])];
  const audience = settings.get("token-audience");
  const target: Target = {
    kind: "eks",
    needs: { reader: "AWS STS", audiences: audience === undefined ? usual : [audience], oneAudience: true },
    minted: { audience: audience ?? usual[0], seconds: MINTED_TOKEN_SECONDS },
    identity: ["eks", clusterName, region, host, arn ?? "", sessionName ?? "", externalId ?? ""],
    exchange: async (run, subject) => {
      const credentials = await signingCredentials(run, subject, target, role);
      // Signed at the servers' time: by that they count the token's minutes. Published by this machine's.
      const { token, expires } = eksToken(clusterName, region, host, credentials, new Date(run.serverTime));
      return { token, expires: run.localTime(expires) };
    },
  };
  return target;
}

async function signingCredentials(run: Run, subject: Subject, target: Target, role: Role): Promise<AwsCredentials> {
  if (subject.kind === "access-token") throw new Error("no source");
  if (subject.mint || (subject.kind === "token" && subject.throughRole === undefined)) {
    return await fromForeignToken(run, subject, target, role);
  }
  return await fromOwnRole(run, subject, role);
}

/** A token of any issuer that the role's account trusts. */
async function fromForeignToken(run: Run, subject: Subject, target: Target, role: Role): Promise<AwsCredentials> {
  if (role.arn === undefined) {
    throw usageFailure(
      "eks needs --role-arn: the subject's token stands for no role by itself.",
      "Name the role that trusts this subject.",
    );
  }
  if (role.externalId !== undefined) {
    throw usageFailure(
      "--external-id does not go with a role that is assumed by a token.",
      "Leave it out; AssumeRoleWithWebIdentity takes none.",
    );
  }
  const token = await tokenFor(run, subject, target);
  const sessionName = role.sessionName ?? sessionNameFor(token.claims.sub);
  const request = { ...whereOf(role, "exchange"), roleArn: role.arn, sessionName };
  return await sts.assumeRoleWithWebIdentity(run, request, token.token);
}

/** A source that has an AWS role of its own, which signs or assumes the target's role. */
async function fromOwnRole(
  run: Run,
  subject: Exclude<Subject, { kind: "access-token" }>,
  role: Role,
): Promise<AwsCredentials> {
  const usual = subject.kind === "token" ? sessionNameFor(subject.claims.sub) : DEFAULT_SESSION_NAME;
  const sessionName = role.sessionName ?? usual;
  const own = subject.kind === "aws" ? subject.credentials : await ownCredentials(run, subject, role, sessionName);
  const throughRole = subject.kind === "token" ? subject.throughRole : undefined;
  if (role.arn === undefined || role.arn === throughRole) return own;
  const request = { ...whereOf(role, "impersonation"), roleArn: role.arn, sessionName };
  return await sts.assumeRole(run, { ...request, externalId: role.externalId }, own);
}

/** What a pod's own role gives; how its session is called, the pod's environment may tell. */
async function ownCredentials(run: Run, subject: TokenSubject, role: Role, usual: string): Promise<AwsCredentials> {
  const sessionName = role.sessionName ?? (subject.roleSession || usual);
  const request = { ...whereOf(role, "exchange"), roleArn: subject.throughRole as string, sessionName };
  return await sts.assumeRoleWithWebIdentity(run, request, subject.token);
}

function whereOf<H extends "exchange" | "impersonation">({ region, host }: Role, hop: H) {
  return { hop, region, host } as const;
}
