/**
 * What both programs by hand write into the resources by which an account lets a subject in. Data alone: each program calls the
 * providers' classes itself, because a frame more in the call stack is time and memory.
 */
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { Member } from "./fleet";

const AUDIENCE = "sts.amazonaws.com";

export function issuerConfig(provider: AwsProvider | undefined, from: Member) {
  return { provider, url: from.issuer, clientIdList: [AUDIENCE] };
}

export function roleConfig(
  provider: AwsProvider | undefined,
  from: Member,
  [name, subject]: readonly [name: string, subject: string],
  oidcProviderArn: string,
) {
  const host = from.issuer.slice("https://".length);
  return {
    provider,
    name,
    description: `Assumed from another cluster by ${from.id}:${subject.split(":").slice(2).join(":")}`,
    assumeRolePolicy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Federated: oidcProviderArn },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: { StringEquals: { [`${host}:aud`]: AUDIENCE, [`${host}:sub`]: subject } },
        },
      ],
    }),
  };
}

/** The pool's id in the project, and its resource name. */
export function poolOf(to: Member, from: Member) {
  const id = `from-${from.id}`;
  return { id, name: `projects/${to.projectNumber}/locations/global/workloadIdentityPools/${id}` };
}

export function poolConfig(provider: GoogleProvider | undefined, to: Member, from: Member) {
  return {
    provider,
    project: to.account,
    workloadIdentityPoolId: poolOf(to, from).id,
    description: `Service accounts of the Kubernetes cluster ${from.id}`,
  };
}

export function poolProviderConfig(
  provider: GoogleProvider | undefined,
  [to, from]: readonly [to: Member, from: Member],
  subject: string,
  workloadIdentityPoolId: string,
) {
  const { name } = poolOf(to, from);
  return {
    provider,
    project: to.account,
    workloadIdentityPoolId,
    workloadIdentityPoolProviderId: "kubernetes",
    attributeMapping: { "google.subject": "assertion.sub" },
    attributeCondition: `assertion.sub in ['${subject}']`,
    oidc: { issuerUri: from.issuer, allowedAudiences: [`https://iam.googleapis.com/${name}/providers/kubernetes`] },
  };
}

export function identityConfig(provider: AzurermProvider | undefined, to: Member, name: string) {
  return { provider, name, resourceGroupName: to.id, location: "westeurope" };
}

export function credentialConfig(
  provider: AzurermProvider | undefined,
  [to, from]: readonly [to: Member, from: Member],
  [name, subject]: readonly [name: string, subject: string],
  parentId: string,
) {
  return {
    provider,
    name,
    resourceGroupName: to.id,
    parentId,
    issuer: from.issuer,
    subject,
    audience: ["api://AzureADTokenExchange"],
  };
}
