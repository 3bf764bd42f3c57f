/** The same resources as accounts-mesh.ts makes, written with the providers' classes: what an engineer would do by hand. */
import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { FederatedIdentityCredential } from "@cdktf/provider-azurerm/lib/federated-identity-credential";
import { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import { UserAssignedIdentity } from "@cdktf/provider-azurerm/lib/user-assigned-identity";
import { IamWorkloadIdentityPool } from "@cdktf/provider-google/lib/iam-workload-identity-pool";
import { IamWorkloadIdentityPoolProvider } from "@cdktf/provider-google/lib/iam-workload-identity-pool-provider";
import { StorageBucketIamMember } from "@cdktf/provider-google/lib/storage-bucket-iam-member";
import { fleet, Member } from "./fleet";
import { report } from "./report";
import { bucketOf, vaultOf } from "./services";

const SUBJECT = "system:serviceaccount:etl:loader";
/** Key Vault Secrets User. */
const SECRETS_USER = "4633458b-17de-408a-b874-0445c86b69e6";

function intoAws(to: Member, from: Member): void {
  const provider = to.aws;
  const oidc = new IamOpenidConnectProvider(to.stack, `${from.id}-issuer`, {
    provider,
    url: from.issuer,
    clientIdList: ["sts.amazonaws.com"],
  });
  const host = from.issuer.slice("https://".length);
  const role = new IamRole(to.stack, `${from.id}-role`, {
    provider,
    name: `trust-mesh-${from.id}-etl-loader-services`,
    description: `Assumed from another cluster by ${from.id}:etl:loader`,
    assumeRolePolicy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Federated: oidc.arn },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: { StringEquals: { [`${host}:aud`]: "sts.amazonaws.com", [`${host}:sub`]: SUBJECT } },
        },
      ],
    }),
  });
  const bucket = `arn:aws:s3:::${bucketOf(to)}`;
  new IamRolePolicy(to.stack, `${from.id}-policy`, {
    provider,
    role: role.name,
    name: "trust-mesh",
    policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: ["s3:ListBucket"], Resource: [bucket] },
        { Effect: "Allow", Action: ["s3:GetObject"], Resource: [`${bucket}/*`] },
      ],
    }),
  });
}

function intoGoogle(to: Member, from: Member): void {
  const provider = to.google;
  const poolId = `from-${from.id}`;
  const pool = new IamWorkloadIdentityPool(to.stack, `${from.id}-pool`, {
    provider,
    project: to.account,
    workloadIdentityPoolId: poolId,
    description: `Service accounts of the Kubernetes cluster ${from.id}`,
  });
  const name = `projects/${to.projectNumber}/locations/global/workloadIdentityPools/${poolId}`;
  new IamWorkloadIdentityPoolProvider(to.stack, `${from.id}-provider`, {
    provider,
    project: to.account,
    workloadIdentityPoolId: pool.workloadIdentityPoolId,
    workloadIdentityPoolProviderId: "kubernetes",
    attributeMapping: { "google.subject": "assertion.sub" },
    attributeCondition: `assertion.sub in ['${SUBJECT}']`,
    oidc: { issuerUri: from.issuer, allowedAudiences: [`https://iam.googleapis.com/${name}/providers/kubernetes`] },
  });
  new StorageBucketIamMember(to.stack, `${from.id}-member`, {
    provider,
    bucket: bucketOf(to),
    role: "roles/storage.objectViewer",
    member: `principal://iam.googleapis.com/${name}/subject/${SUBJECT}`,
    dependsOn: [pool],
  });
}

function intoAzure(to: Member, from: Member): void {
  const provider = to.azurerm;
  const identity = new UserAssignedIdentity(to.stack, `${from.id}-identity`, {
    provider,
    name: `trust-mesh-${from.id}-etl-loader`,
    resourceGroupName: to.id,
    location: "westeurope",
  });
  new FederatedIdentityCredential(to.stack, `${from.id}-credential`, {
    provider,
    name: `${from.id}-etl-loader`,
    resourceGroupName: to.id,
    parentId: identity.id,
    issuer: from.issuer,
    subject: SUBJECT,
    audience: ["api://AzureADTokenExchange"],
  });
  new RoleAssignment(to.stack, `${from.id}-assignment`, {
    provider,
    scope: vaultOf(to),
    roleDefinitionId: `/subscriptions/${to.account}/providers/Microsoft.Authorization/roleDefinitions/${SECRETS_USER}`,
    principalId: identity.principalId,
    principalType: "ServicePrincipal",
    skipServicePrincipalAadCheck: true,
  });
}

const INTO = { eks: intoAws, gke: intoGoogle, aks: intoAzure };

report((app, size) => {
  const members = fleet(app, size);
  for (const to of members) for (const from of members) if (from !== to) INTO[to.kind](to, from);
});
