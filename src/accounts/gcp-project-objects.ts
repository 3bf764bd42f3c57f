import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { AccountObjects } from "./account-objects";
import type { GcpIssuerRegistration, GcpIssuerRegistrationProps } from "./gcp-issuer-registration";
import type { GcpProject } from "./gcp-project";
import { WorkloadIdentityOptions } from "./gcp-workload-identity-options";
import { IGcpWorkloadIdentityProvider } from "./gcp-workload-identity-provider";
import { isLiteral, Missing, problem, renamedChild, SharedObjects } from "../common";
import { TokenIssuer } from "../subjects";

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
  public claimHere(property: string, name: string, by: Construct, wayOut: string, prefix?: string): void {
    if (isLiteral(name)) this.claim({ property, prefix, name, by, wayOut, place: this.owner });
  }

  /**
   * The pool and provider of a subject's issuer, or what is missing for them: the caller makes a `GcpIssuerRegistration` and keeps
   * it by `register`. A project has one for each issuer.
   *
   * @param given a provider that exists and was given to a single trust; then nothing is created
   */
  public workloadIdentityProvider(
    source: TokenIssuer,
    shape: WorkloadIdentityOptions = {},
    given?: IGcpWorkloadIdentityProvider,
  ): IGcpWorkloadIdentityProvider | Missing<GcpIssuerRegistrationProps> {
    this.noteSource(source);
    const { workloadIdentityProvider: adopted, ...adoptedShape } = given ? {} : this.owner._adoptedFor(source);
    const existing = given ?? adopted;
    const audience = source._fixedAudience;
    const fixed = audience === undefined ? {} : { audience };
    const options = given ? shape : { ...fixed, ...withoutUndefined(adoptedShape), ...shape };
    const id = renamedChild(
      this,
      source._stableKey.id((key) => `pool-${key}`),
    );
    const wanted = existing ? { ...options, workloadIdentityProvider: existing.providerName } : options;
    const known = this.find<IGcpWorkloadIdentityProvider>(id, wanted);
    if (known) return known;
    if (existing) return this.keep(id, wanted, this.take(existing, source));
    return new Missing(this, id, wanted, { source, objects: this, ...options });
  }

  /** Keeps the registration of an issuer, for which the project has one pool or one provider in a pool. */
  public register(missing: Missing<GcpIssuerRegistrationProps>, made: GcpIssuerRegistration): GcpIssuerRegistration {
    const inPool = missing.props.existingPoolId === undefined ? "" : `/${made.providerId}`;
    const property = inPool ? "providerId" : "poolId";
    const wayOut = `Give each source cluster its own ${property}, and the clusters of one project one GcpProject as their account`;
    this.claimHere(property, `${made.poolId}${inPool}`, made, wayOut);
    this.refuseMadeAndExisting(made.poolId, inPool !== "");
    return missing.keep(made);
  }

  private take(existing: IGcpWorkloadIdentityProvider, source: TokenIssuer): IGcpWorkloadIdentityProvider {
    const wayOut = "Let each source cluster have a provider in a pool of its own";
    this.claim({
      property: "workloadIdentityProvider",
      name: () => existing.providerName,
      by: source,
      wayOut,
    });
    return existing;
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
