/** Synthesizes the three-cloud mesh and tells, edge by edge, what it made and where. Nothing leaves the machine. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformResource, TerraformStack, Token } from "cdktf";
import { Trust } from "cdktf-trust-mesh";
import { build } from "../examples/three-cloud-mesh/main";

/** What a resource is for, in the words of its cloud. */
const PURPOSES: Record<string, string> = {
  aws_iam_openid_connect_provider: "IAM OIDC provider: the account believes the issuer",
  aws_iam_role: "IAM role: exactly this subject and audience assume it",
  aws_eks_access_entry: "EKS access entry: the role gets a group and a readable name",
  aws_eks_access_policy_association: "EKS access policy: rights by the cloud itself",
  google_iam_workload_identity_pool: "workload identity pool: one for the source cluster",
  google_iam_workload_identity_pool_provider: "pool provider: exactly these subjects and this audience",
  google_project_iam_member: "IAM member: may look the cluster up",
  azurerm_user_assigned_identity: "user-assigned identity: what acts in the tenant",
  azurerm_federated_identity_credential: "federated credential: exactly this issuer, subject and audience",
  kubernetes_role_binding_v1: "RoleBinding",
  kubernetes_cluster_role_binding_v1: "ClusterRoleBinding",
};

function describe(resource: TerraformResource): string {
  const purpose = PURPOSES[resource.terraformResourceType] ?? resource.terraformResourceType;
  return `    ${purpose}\n      ${resource.terraformResourceType}.${resource.friendlyUniqueId}`;
}

function tell(trust: Trust): void {
  const { serviceAccount, targetCluster } = trust;
  const source = serviceAccount.cluster;
  const user = Token.isUnresolved(trust.kubernetesUser) ? "an object id, known after apply" : trust.kubernetesUser;
  console.log(
    [
      "",
      `${source.kind} ${source.node.id} → ${targetCluster.kind} ${targetCluster.node.id}`,
      `  who       ${serviceAccount.namespace}/${serviceAccount.name}, issuer ${source.issuer}`,
      `  audience  ${trust.audience}`,
      `  seen as   ${trust.kubernetesGroups.length ? `group ${trust.kubernetesGroups.join(", ")}` : `user ${user}`}`,
      `  may       ${trust.accesses.map((access) => access.describe()).join("; ")}`,
      `  made in   stack ${TerraformStack.of(trust).node.id}`,
      ...trust.resources.map(describe),
    ].join("\n"),
  );
}

function main(): void {
  const outdir = mkdtempSync(join(tmpdir(), "trust-mesh-demo-"));
  try {
    const app = new App({ outdir });
    const { trusts } = build(app);
    app.synth();
    trusts.forEach(tell);
    const resources = new Set(trusts.flatMap((trust) => trust.resources));
    const stacks = new Set(trusts.map((trust) => TerraformStack.of(trust)));
    console.log(`\n${trusts.length} edges, ${resources.size} resources in ${stacks.size} stacks, no stored secret.`);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

main();
