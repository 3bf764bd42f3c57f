import { block, Configuration, Resource, text, texts, UnresolvedValue } from "../../terraform";
import { digitsOf } from "../digest";
import { Evidence, majority, Mentions } from "../evidence";

const POOL_BY_NUMBER = /projects\/(\d+)\/locations\/global\/workloadIdentityPools\/([a-z0-9-]+(?:\.svc\.id\.goog)?)/g;

/** Projects have an id, which resources are made with, and a number, which principals and audiences are written with. */
export class GoogleProjects {
  private readonly numbers = new Map<string, string>();
  private pools?: ReadonlyMap<string, ReadonlySet<string>>;
  private mentions?: Mentions;

  public constructor(private readonly configuration: () => Configuration) {}

  /**
   * The id of the project that a resource is in: its own argument, or its provider's.
   *
   * @throws UnresolvedValue where neither says it
   */
  public idOf(resource: Resource): string {
    const id = text(resource.argument("project")) ?? text(resource.provider?.argument("project"));
    if (id !== undefined) return id.replace(/^projects\//, "");
    throw new UnresolvedValue(
      `${resource.stack}: ${resource.address}.project`,
      "is left to the environment",
      "Set project on the resource or on its provider",
    );
  }

  /**
   * A project's number: a data source's or a resource's, else the one that the configuration writes its pools with.
   *
   * @throws UnresolvedValue where as much speaks for one number as for another
   */
  public numberOf(project: string): string {
    if (/^\d+$/.test(project)) return project;
    const known = this.numbers.get(project) ?? this.find(project);
    this.numbers.set(project, known);
    return known;
  }

  /** Whether anything that was read writes a pool's full name. */
  public isWritten(pool: string): boolean {
    return this.mentionsOf(pool).length > 0;
  }

  private find(project: string): string {
    this.pools ??= this.gatherPools();
    // GKE keeps a pool for each project, which has the project's name.
    const own = new Set([...(this.pools.get(project) ?? []), `${project}.svc.id.goog`]);
    // A pool's name tells its project by the number alone where several projects have a pool of the id.
    const others = [...this.pools].filter(([other]) => other !== project).flatMap(([, pools]) => [...pools]);
    const mentioned = majority(
      [...own].flatMap((pool) => (others.includes(pool) ? this.inAudiencesOf(project, pool) : this.mentionsOf(pool))),
    );
    if (typeof mentioned === "object") {
      throw new UnresolvedValue(
        `the Google Cloud project "${project}"`,
        `has a number that is not told, and its pools are written with ${mentioned.tie.join(" and ")}`,
        "Give the GKE cluster its projectNumber",
      );
    }
    return mentioned ?? digitsOf(`google project ${project}`, 12);
  }

  /** The pools of each project, those that have a provider of the configuration and are made elsewhere included. */
  private gatherPools(): ReadonlyMap<string, ReadonlySet<string>> {
    const pools = new Map<string, Set<string>>();
    for (const kind of ["pool", "pool_provider"]) {
      for (const resource of this.configuration().resources(`google_iam_workload_identity_${kind}`)) {
        const project = this.idOf(resource);
        const id = text(resource.argument("workload_identity_pool_id")) ?? "";
        pools.set(project, (pools.get(project) ?? new Set()).add(id));
      }
    }
    return pools;
  }

  /** The numbers that providers of a project's pool are told of themselves, in their audiences. */
  private inAudiencesOf(project: string, pool: string): readonly Evidence[] {
    const found = new Mentions();
    for (const resource of this.configuration().resources("google_iam_workload_identity_pool_provider")) {
      if (this.idOf(resource) !== project || text(resource.argument("workload_identity_pool_id")) !== pool) continue;
      const audiences = texts(block(resource.argument("oidc")).allowed_audiences);
      for (const [, number, of] of audiences.join(" ").matchAll(POOL_BY_NUMBER)) if (of === pool) found.add(of, number);
    }
    return found.of(pool);
  }

  private mentionsOf(pool: string) {
    return (this.mentions ??= this.gather()).of(pool);
  }

  private gather(): Mentions {
    const found = new Mentions();
    for (const { match } of this.configuration().matches(POOL_BY_NUMBER)) found.add(match[2], match[1]);
    return found;
  }
}
