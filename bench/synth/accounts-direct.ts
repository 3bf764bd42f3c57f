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
import {
  credentialConfig,
  identityConfig,
  issuerConfig,
  poolConfig,
  poolOf,
  poolProviderConfig,
  roleConfig,
} from "./by-hand";
import { fleet, Member } from "./fleet";
import { report } from "./report";
import { bucketOf, vaultOf } from "./services";

const SUBJECT = "system:serviceaccount:etl:loader";
/** Key Vault Secrets User. */
const SECRETS_USER = "4633458b-17de-408a-b874-0445c86b69e6";

function intoAws(to: Member, from: Member): void {
  const provider = to.aws;
  const oidc = new IamOpenidConnectProvider(to.stack, `${from.id}-issuer`, issuerConfig(provider, from));
  const name = `trust-mesh-${from.id}-etl-loader-services`;
  const role = new IamRole(to.stack, `${from.id}-role`, roleConfig(provider, from, [name, SUBJECT], oidc.arn));
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
  const { name } = poolOf(to, from);
  const pool = new IamWorkloadIdentityPool(to.stack, `${from.id}-pool`, poolConfig(provider, to, from));
  const ofPool = poolProviderConfig(provider, [to, from], SUBJECT, pool.workloadIdentityPoolId);
  new IamWorkloadIdentityPoolProvider(to.stack, `${from.id}-provider`, ofPool);
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
  const named = identityConfig(provider, to, `trust-mesh-${from.id}-etl-loader`);
  const identity = new UserAssignedIdentity(to.stack, `${from.id}-identity`, named);
  const ofIdentity = credentialConfig(provider, [to, from], [`${from.id}-etl-loader`, SUBJECT], identity.id);
  new FederatedIdentityCredential(to.stack, `${from.id}-credential`, ofIdentity);
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
