import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { CloudAccount } from "./cloud-account";
import { GcpIssuerRegistration } from "./gcp-issuer-registration";
import { WorkloadIdentityOptions } from "./gcp-workload-identity-options";
import { IGcpWorkloadIdentityProvider } from "./gcp-workload-identity-provider";
import { Cluster, GkeCluster, ServiceAccount } from "../clusters";
import { isLiteral, otherOwner, problem } from "../common";

/** One Google Cloud project: its workload identity pools and what is granted to their principals. */
export class GcpProject extends CloudAccount {
  /**
   * The project of a target cluster, in the stack of its federation home.
   *
   * @param fallback the stack to use when the cluster has no provider, which fails synth elsewhere
   */
  public static of(cluster: GkeCluster, fallback: TerraformStack): GcpProject {
    const home = cluster.federationHome;
    const stack = home.googleProvider ? TerraformStack.of(home.googleProvider) : fallback;
    const id = isLiteral(home.projectId) ? home.projectId : (home.googleProvider?.friendlyUniqueId ?? "unknown");
    const project = CloudAccount.in(stack, `google-${id}`, (root) => new GcpProject(root, `google-${id}`, home));
    project.offerProvider(home.googleProvider);
    for (const one of [home, cluster]) {
      const { projectId, projectNumber, universeDomain } = one;
      project.agree(`the Google Cloud project "${id}"`, one, () => ({ projectId, projectNumber, universeDomain }));
    }
    return project;
  }

  /** The project's id. */
  public readonly projectId: string;

  private readonly pools = new Map<string, boolean>();

  private constructor(
    scope: Construct,
    id: string,
    public readonly cluster: GkeCluster,
  ) {
    super(scope, id);
    this.projectId = cluster.projectId;
  }

  /**
   * The pool and provider of a service account's cluster, made once in the project, with one more subject.
   *
   * @param existing a provider that was made elsewhere; then nothing is created
   */
  public workloadIdentityProvider(
    serviceAccount: ServiceAccount,
    options: WorkloadIdentityOptions,
    existing?: IGcpWorkloadIdentityProvider,
  ): IGcpWorkloadIdentityProvider {
    const source = serviceAccount.cluster;
    const id = `pool-${source._key}`;
    const wanted = { ...options, workloadIdentityProvider: existing?.providerName };
    const provider =
      this.find<IGcpWorkloadIdentityProvider>(id, wanted) ??
      this.keep(id, wanted, existing ? this.take(existing, source) : this.register(id, source, options));
    if (provider instanceof GcpIssuerRegistration) provider.addSubject(serviceAccount);
    return provider;
  }

  private take(existing: IGcpWorkloadIdentityProvider, source: Cluster): IGcpWorkloadIdentityProvider {
    const wayOut = "Let each source cluster have a provider in a pool of its own";
    this.claim("workloadIdentityProvider", existing.providerName, source, wayOut);
    return existing;
  }

  private register(id: string, source: Cluster, options: WorkloadIdentityOptions): GcpIssuerRegistration {
    const made = new GcpIssuerRegistration(this, id, { source, project: this, ...options });
    const inPool = options.existingPoolId === undefined ? "" : `/${made.providerId}`;
    const property = inPool ? "providerId" : "poolId";
    this.claim(property, `${made.poolId}${inPool}`, made, `Give each source cluster its own ${property}`);
    this.refuseMadeAndExisting(made.poolId, inPool !== "");
    if (!inPool) this.refuseSecondStack(made.poolId);
    return made;
  }

  private refuseMadeAndExisting(poolId: string, exists: boolean): void {
    const existed = this.pools.get(poolId) ?? exists;
    this.pools.set(poolId, existed);
    if (existed === exists) return;
    const reason = `the pool "${poolId}" is made for one source cluster and said to exist for another`;
    this.refuseAlways(problem("existingPoolId", reason, "Give each source cluster a pool of its own"));
  }

  private refuseSecondStack(poolId: string): void {
    if (!isLiteral(this.projectId)) return;
    const other = otherOwner(TerraformStack.of(this), `google-pool ${this.projectId} ${poolId}`);
    if (!other) return;
    this.refuseAlways(
      problem(
        "poolId",
        `the pool "${poolId}" of the project ${this.projectId} is made by the stack "${other.node.id}" already`,
        `Give this stack's GKE clusters a federationHome in "${other.node.id}", an existing workloadIdentityProvider, or another poolId`,
      ),
    );
  }
}
