import { ProjectIamMember } from "@cdktf/provider-google/lib/project-iam-member";
import { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import type { GcpProject } from "./gcp-project";
import { GkeCluster, ServiceAccount } from "../clusters";
import { warn } from "../common";

/** What a built-in principal is made from. */
export interface GcpBuiltInPrincipalProps {
  readonly project: GcpProject;
  readonly serviceAccount: ServiceAccount;
  /** An IAM role for looking the cluster up; undefined for none. */
  readonly lookupRole?: string;
}

/**
 * A GKE service account as the workload identity pool that GKE itself keeps for its project knows it. The pool is the
 * project's: the same namespace and name in any cluster of the project is the same principal.
 *
 * Google Cloud documentation: "About Workload Identity Federation for GKE", section on identity sameness.
 */
export class GcpBuiltInPrincipal extends Construct {
  /** The principal as an IAM member. */
  public readonly member: string;
  /** What Kubernetes RBAC sees as the user's name. */
  public readonly kubernetesUser: string;
  /** What must exist before the principal can act. */
  public readonly resources: TerraformResource[] = [];

  public constructor(scope: Construct, id: string, props: GcpBuiltInPrincipalProps) {
    super(scope, id);
    const { project, serviceAccount, lookupRole } = props;
    const { cluster, namespace, name } = serviceAccount;
    const pool = cluster instanceof GkeCluster ? cluster.builtInPool : "";
    this.member = `serviceAccount:${pool}[${namespace}/${name}]`;
    this.kubernetesUser = this.member;
    warn(
      this,
      "identity-sameness",
      `"${namespace}/${name}" of every cluster in the source project is this principal (identity sameness). Leave builtInPool out for an identity of "${cluster.node.id}" alone.`,
    );
    if (lookupRole === undefined) return;
    const lookup = new ProjectIamMember(this, "lookup", {
      provider: project.provider,
      project: project.projectId,
      role: lookupRole,
      member: this.member,
    });
    this.resources.push(project.adopt(lookup));
  }
}
