import { ProjectIamMember } from "@cdktf/provider-google/lib/project-iam-member";
import { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { claimLookup } from "./gcp-project-member";
import type { GcpProjectObjects } from "./gcp-project-objects";
import { warn } from "../common";

/** What a built-in principal is made from. */
export interface GcpBuiltInPrincipalProps {
  readonly objects: GcpProjectObjects;
  /** The source project's own pool: `<project>.svc.id.goog`. */
  readonly pool: string;
  /** The subject in the pool: `<namespace>/<name>`. */
  readonly subject: string;
  /** The source cluster, for people. */
  readonly source: string;
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

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: GcpBuiltInPrincipalProps,
  ) {
    super(scope, id);
    const { pool, subject, source } = props;
    this.member = `serviceAccount:${pool}[${subject}]`;
    this.kubernetesUser = this.member;
    warnOfSameness(this, subject, source);
  }

  /** Grants the principal what all its trusts need, once; a suspended trust does not ask for it. */
  public admit(): void {
    const { objects, lookupRole } = this.props;
    if (lookupRole === undefined || this.resources.length) return;
    const wanted = { role: lookupRole, member: this.member };
    const { provider, owner } = objects;
    const lookup = new ProjectIamMember(this, "lookup", { provider, project: owner.projectId, ...wanted });
    this.resources.push(objects.created(lookup));
    claimLookup(objects, lookup, wanted);
  }
}

/**
 * Warns that GKE's own pool tells clusters of one project not apart.
 *
 * @param subject `<namespace>/<name>`
 * @param source the source cluster, for people
 */
export function warnOfSameness(scope: Construct, subject: string, source: string): void {
  warn(
    scope,
    "identity-sameness",
    `"${subject}" of every cluster in the source project is this principal (identity sameness). Leave builtInPool out for an identity of "${source}" alone.`,
  );
}
