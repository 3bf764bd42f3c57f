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
  const oidc = new IamOpenidConnectProvider(to.stack, `${from.id}-issuer`, issuerConfig(provider, from));
  const name = `trust-mesh-${from.id}-ci-runner`;
  const role = new IamRole(to.stack, `${from.id}-role`, roleConfig(provider, from, [name, SUBJECT], oidc.arn));
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
  const { name } = poolOf(to, from);
  const pool = new IamWorkloadIdentityPool(to.stack, `${from.id}-pool`, poolConfig(provider, to, from));
  const ofPool = poolProviderConfig(provider, [to, from], SUBJECT, pool.workloadIdentityPoolId);
  new IamWorkloadIdentityPoolProvider(to.stack, `${from.id}-provider`, ofPool);
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
  const named = identityConfig(provider, to, `trust-mesh-${from.id}-ci-runner`);
  const identity = new UserAssignedIdentity(to.stack, `${from.id}-identity`, named);
  const ofIdentity = credentialConfig(provider, [to, from], [`${from.id}-ci-runner`, SUBJECT], identity.id);
  new FederatedIdentityCredential(to.stack, `${from.id}-credential`, ofIdentity);
  bind(to, from, "User", identity.principalId);
}

const INTO = { eks: intoEks, gke: intoGke, aks: intoAks };

report((app, size) => {
  const members = fleet(app, size);
  for (const to of members) for (const from of members) if (from !== to) INTO[to.kind](to, from);
});
