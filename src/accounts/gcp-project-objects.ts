import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { AccountObjects } from "./account-objects";
import { GcpIssuerRegistration } from "./gcp-issuer-registration";
import type { GcpProject } from "./gcp-project";
import { WorkloadIdentityOptions } from "./gcp-workload-identity-options";
import { IGcpWorkloadIdentityProvider } from "./gcp-workload-identity-provider";
import { isLiteral, problem, renamedChild, SharedObjects } from "../common";
import { OidcIssuer, OidcSubject } from "../subjects";

/** The workload identity pools of one Google Cloud project, and what is granted to their principals. */
export class GcpProjectObjects extends AccountObjects {
  /** The objects of a project in a stack. */
  public static of(project: GcpProject, stack: TerraformStack): GcpProjectObjects {
    const shared = project._stableKey.id((key) => `google-${key}`);
    return SharedObjects.in(stack, shared, (root, id) => new GcpProjectObjects(root, id, project)).serve(project);
  }

  private readonly pools = new Map<string, boolean>();

  private constructor(
    scope: Construct,
    id: string,
    public readonly owner: GcpProject,
  ) {
    super(scope, id, owner);
  }

  /** Notes a name of which the project has room for one. */
  public claimHere(property: string, name: string, by: Construct, wayOut: string): void {
    if (isLiteral(name)) this.claim({ property, name: () => name, by, wayOut, place: () => this.owner._place });
  }

  /**
   * The pool and provider of a subject's issuer, created once in the project, with one more subject.
   *
   * @param given a provider that exists and was given to a single trust; then nothing is created
   */
  public workloadIdentityProvider(
    subject: OidcSubject,
    shape: WorkloadIdentityOptions,
    given?: IGcpWorkloadIdentityProvider,
  ): IGcpWorkloadIdentityProvider {
    const source = subject.issuedBy;
    this.noteSource(source);
    const { workloadIdentityProvider: adopted, ...adoptedShape } = this.owner._adoptedFor(source);
    const existing = given ?? adopted;
    const options = given ? shape : { ...adoptedShape, ...withoutUndefined(shape) };
    const id = renamedChild(
      this,
      source._stableKey.id((key) => `pool-${key}`),
    );
    const wanted = { ...options, workloadIdentityProvider: existing?.providerName };
    const provider =
      this.find<IGcpWorkloadIdentityProvider>(id, wanted) ??
      this.keep(id, wanted, existing ? this.take(existing, source) : this.register(id, source, options));
    if (provider instanceof GcpIssuerRegistration) provider.addSubject(subject);
    return provider;
  }

  private take(existing: IGcpWorkloadIdentityProvider, source: OidcIssuer): IGcpWorkloadIdentityProvider {
    const wayOut = "Let each source cluster have a provider in a pool of its own";
    this.claim({
      property: "workloadIdentityProvider",
      name: () => existing.providerName,
      by: source,
      wayOut,
      place: () => undefined,
    });
    return existing;
  }

  private register(id: string, source: OidcIssuer, options: WorkloadIdentityOptions): GcpIssuerRegistration {
    const made = new GcpIssuerRegistration(this, id, { source, objects: this, ...options });
    const inPool = options.existingPoolId === undefined ? "" : `/${made.providerId}`;
    const property = inPool ? "providerId" : "poolId";
    const wayOut = `Give each source cluster its own ${property}, and the clusters of one project one GcpProject as their account`;
    this.claimHere(property, `${made.poolId}${inPool}`, made, wayOut);
    this.refuseMadeAndExisting(made.poolId, inPool !== "");
    return made;
  }

  private refuseMadeAndExisting(poolId: string, exists: boolean): void {
    const existed = this.pools.get(poolId) ?? exists;
    this.pools.set(poolId, existed);
    if (existed === exists) return;
    const reason = `the pool "${poolId}" is made for one source cluster and said to exist for another`;
    this.refuseAlways(problem("existingPoolId", reason, "Give each source cluster a pool of its own"));
  }
}

function withoutUndefined(options: WorkloadIdentityOptions): WorkloadIdentityOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
