import { isAbsolute } from "node:path";
import { Subject } from "../credential";
import { PluginFailure } from "../failure";
import { Run } from "../run";
import { Target } from "../targets/target";
import { chooseSource, SourceName } from "./choose";
import { subjectFromToken, TokenNeeds } from "./subject-token";
import { readTokenFile } from "./token-file";
import { readCredentialSource } from "../google/external-account";
import { podIdentityCredentials } from "./eks-pod-identity";
import { instanceCredentials } from "./ec2";
import * as google from "./google-metadata";
import * as azure from "./azure-managed-identity";
import { AWS_AGENT_URI, AWS_ROLE_ARN, AWS_TOKEN_FILE, AZURE_TOKEN_FILE } from "../variables";

/** A source and the subject it told. */
export interface Presented {
  readonly source: SourceName;
  readonly subject: Subject;
}

/**
 * Asks the run's source who the subject is. That is always done first, and is always local: a file, or the metadata
 * server of the source's own cloud. So the cache can only ever answer for the identity that is there now.
 *
 * @throws PluginFailure (usage or source)
 */
export async function presentSubject(run: Run, target: Target): Promise<Presented> {
  const source = chooseSource(run.settings, target);
  run.log.debug(`the source is ${source}`);
  return { source, subject: await subjectOf(source, run, target) };
}

async function subjectOf(source: SourceName, run: Run, target: Target): Promise<Subject> {
  const { env, settings } = run;
  switch (source) {
    case "token-file": {
      const path = settings.get("token-file");
      if (path === undefined && target.credentialSource) {
        return subjectFromToken(readCredentialSource(target.credentialSource), target.needs, {
          name: target.credentialSource.file,
        });
      }
      return fromFile(settings.need("token-file"), "--token-file", target.needs);
    }
    case "azure-workload-identity": {
      return fromFile(announced(run, AZURE_TOKEN_FILE, source), AZURE_TOKEN_FILE, target.needs);
    }
    case "irsa": {
      const file = announced(run, AWS_TOKEN_FILE, source);
      if (target.kind !== "eks") return fromFile(file, AWS_TOKEN_FILE, target.needs);
      const throughRole = announced(run, AWS_ROLE_ARN, source);
      return { ...fromFile(file, AWS_TOKEN_FILE, { ...target.needs, audiences: [] }), throughRole };
    }
    case "aws-web-identity":
      return await anyAwsIdentity(run);
    case "eks-pod-identity": {
      return { kind: "aws", credentials: await podIdentityCredentials(run), mint: target.kind !== "eks" };
    }
    case "ec2": {
      return { kind: "aws", credentials: await instanceCredentials(run), mint: target.kind !== "eks" };
    }
    case "google-metadata":
    case "google-id-token": {
      if (source === "google-metadata" && target.kind === "gke") return await google.accessToken(run);
      return await google.idToken(run, target);
    }
    case "azure-managed-identity": {
      if (target.azureResource !== undefined) return await azure.accessToken(run, target.azureResource);
      return await azure.subjectToken(run, target, env.AZURE_CLIENT_ID);
    }
  }
}

/** The AWS identity that is there, by whichever way, for a token of its own. */
async function anyAwsIdentity(run: Run): Promise<Subject> {
  const { env } = run;
  if (env[AWS_TOKEN_FILE] && env[AWS_ROLE_ARN]) {
    const file = fromFile(env[AWS_TOKEN_FILE], AWS_TOKEN_FILE, {
      reader: "AWS STS",
      audiences: [],
    });
    return { ...file, throughRole: env[AWS_ROLE_ARN], mint: true };
  }
  if (env[AWS_AGENT_URI]) {
    return { kind: "aws", credentials: await podIdentityCredentials(run), mint: true };
  }
  return { kind: "aws", credentials: await instanceCredentials(run), mint: true };
}

function fromFile(path: string, told: string, needs: TokenNeeds) {
  const { token, file } = readTokenFile(path, told);
  // A relative path means another file in another working directory: it may not name the subject later.
  return subjectFromToken(token, needs, { name: file, file: isAbsolute(path) ? file : undefined });
}

function announced(run: Run, variable: string, source: SourceName): string {
  const value = run.env[variable];
  if (value) return value;
  throw new PluginFailure(
    "source",
    `--source ${source} needs ${variable}, which is not set.`,
    "The cloud's webhook sets it: annotate the service account, then restart the pod.",
  );
}
