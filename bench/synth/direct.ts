/** The same resources as mesh.ts makes, written with the providers' classes: what an engineer would do by hand. */
import { EksAccessEntry } from "@cdktf/provider-aws/lib/eks-access-entry";
import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { FederatedIdentityCredential } from "@cdktf/provider-azurerm/lib/federated-identity-credential";
import { UserAssignedIdentity } from "@cdktf/provider-azurerm/lib/user-assigned-identity";
import { IamWorkloadIdentityPool } from "@cdktf/provider-google/lib/iam-workload-identity-pool";
import { IamWorkloadIdentityPoolProvider } from "@cdktf/provider-google/lib/iam-workload-identity-pool-provider";
import { ProjectIamMember } from "@cdktf/provider-google/lib/project-iam-member";
import { ClusterRoleBindingV1 } from "@cdktf/provider-kubernetes/lib/cluster-role-binding-v1";
import { fleet, Member } from "./fleet";
import { report } from "./report";

const SUBJECT = "system:serviceaccount:ci:runner";
const API_GROUP = "rbac.authorization.k8s.io";

function bind(to: Member, from: Member, kind: string, name: string, dependsOn?: EksAccessEntry): void {
  new ClusterRoleBindingV1(to.stack, `${from.id}-binding`, {
    provider: to.kubernetes,
    metadata: {
      name: `trust-mesh-${from.id}-ci-runner-view`,
      labels: { "app.kubernetes.io/managed-by": "hand" },
      annotations: {
        "example.com/source-cluster": from.id,
        "example.com/source-subject": SUBJECT,
        "example.com/target-cluster": `${to.account}/${to.id}`,
      },
    },
    roleRef: { apiGroup: API_GROUP, kind: "ClusterRole", name: "view" },
    subject: [{ apiGroup: API_GROUP, kind, name }],
    dependsOn: dependsOn && [dependsOn],
  });
}

function intoEks(to: Member, from: Member): void {
  const provider = to.aws;
  const oidc = new IamOpenidConnectProvider(to.stack, `${from.id}-issuer`, {
    provider,
    url: from.issuer,
    clientIdList: ["sts.amazonaws.com"],
  });
  const host = from.issuer.slice("https://".length);
  const name = `trust-mesh-${from.id}-ci-runner`;
  const role = new IamRole(to.stack, `${from.id}-role`, {
    provider,
    name,
    description: `Assumed from another cluster by ${from.id}:ci:runner`,
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
  const group = `trust-mesh:arn:aws:iam::${to.account}:role/${name}`;
  const entry = new EksAccessEntry(to.stack, `${from.id}-entry`, {
    provider,
    region: "eu-west-1",
    clusterName: to.id,
    principalArn: role.arn,
    type: "STANDARD",
    userName: `trust-mesh:${from.id}:ci:runner:{{SessionName}}`,
    kubernetesGroups: [group],
    lifecycle: { replaceTriggeredBy: [`aws_iam_role.${role.friendlyUniqueId}.unique_id`] },
  });
  bind(to, from, "Group", group, entry);
}

function intoGke(to: Member, from: Member): void {
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
  const principal = `principal://iam.googleapis.com/${name}/subject/${SUBJECT}`;
  new ProjectIamMember(to.stack, `${from.id}-lookup`, {
    provider,
    project: to.account,
    role: "roles/container.clusterViewer",
    member: principal,
    dependsOn: [pool],
  });
  bind(to, from, "User", principal);
}

function intoAks(to: Member, from: Member): void {
  const provider = to.azurerm;
  const identity = new UserAssignedIdentity(to.stack, `${from.id}-identity`, {
    provider,
    name: `trust-mesh-${from.id}-ci-runner`,
    resourceGroupName: to.id,
    location: "westeurope",
  });
  new FederatedIdentityCredential(to.stack, `${from.id}-credential`, {
    provider,
    name: `${from.id}-ci-runner`,
    resourceGroupName: to.id,
    parentId: identity.id,
    issuer: from.issuer,
    subject: SUBJECT,
    audience: ["api://AzureADTokenExchange"],
  });
  bind(to, from, "User", identity.principalId);
}

const INTO = { eks: intoEks, gke: intoGke, aks: intoAks };

report((app, size) => {
  const members = fleet(app, size);
  for (const to of members) for (const from of members) if (from !== to) INTO[to.kind](to, from);
});
