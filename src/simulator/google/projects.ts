import { block, Configuration, Resource, text, texts, unlessUnresolved, UnresolvedValue } from "../../terraform";
import { digitsOf } from "../digest";
import { Evidence, majority, Mentions } from "../evidence";

const POOL_BY_NUMBER = /projects\/(\d+)\/locations\/global\/workloadIdentityPools\/([a-z0-9-]+(?:\.svc\.id\.goog)?)/g;

interface Pools {
  /** The pools of each project by their ids, with their providers. */
  readonly ofProjects: ReadonlyMap<string, ReadonlyMap<string, readonly Resource[]>>;
  /** How many projects have a pool of an id. */
  readonly projectsWith: ReadonlyMap<string, number>;
}

function isNumber(project: string): boolean {
  return /^\d+$/.test(project);
}

/** The number of a project where nothing tells one. */
const madeUpFor = (project: string) => digitsOf(`google project ${project}`, 12);

/** Projects have an id, which resources are made with, and a number, which principals and audiences are written with. */
export class GoogleProjects {
  private readonly numbers = new Map<string, string>();
  private pools?: Pools;
  private ids?: readonly string[];
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
    if (isNumber(project)) return project;
    const known = this.numbers.get(project) ?? this.find(project);
    this.numbers.set(project, known);
    return known;
  }

  /** A project's number where something tells it, and not as much another one; undefined where `numberOf` makes one up. */
  public toldNumberOf(project: string): string | undefined {
    const number = unlessUnresolved(() => this.numberOf(project), undefined);
    return number === madeUpFor(project) ? undefined : number;
  }

  /** Whether two names, each an id or a number, mean the same project; undefined for an id and a number of which nothing tells. */
  public isSame(one: string, other: string): boolean | undefined {
    if (one === other) return true;
    const [first, second] = [one, other].map((name) => this.idWith(name) ?? name);
    if (first === second) return true;
    if (isNumber(first) === isNumber(second)) return false;
    const [id, number] = isNumber(first) ? [second, first] : [first, second];
    const told = this.toldNumberOf(id);
    return told === undefined ? undefined : told === number;
  }

  /** A name by a project's id, where it has the project's number: both are the same to the clouds' services. */
  public byId(name: string, project: string): string {
    const [, number] = /(?:^|\/)projects\/(\d+)(?=\/|$)/.exec(name) ?? [];
    return number !== undefined && this.numberOf(project) === number
      ? name.replace(`projects/${number}`, () => `projects/${project}`)
      : name;
  }

  /** Whether anything that was read writes a pool's full name. */
  public isWritten(pool: string): boolean {
    return this.mentionsOf(pool).length > 0;
  }

  /** The id of the project that is known to have a number, or that one was made up for. */
  private idWith(number: string): string | undefined {
    if (!isNumber(number)) return undefined;
    for (const id of (this.ids ??= this.gatherIds())) this.toldNumberOf(id);
    return [...this.numbers].find(([, known]) => known === number)?.[0];
  }

  /** The ids of the projects that are read, or have a pool. */
  private gatherIds(): readonly string[] {
    const read = this.ofType("google_project").map((one) =>
      unlessUnresolved(() => text(one.argument("project_id")), undefined),
    );
    const pools = unlessUnresolved(() => (this.pools ??= this.gatherPools()).ofProjects, new Map<string, never>());
    return [...read.flatMap((id) => id ?? []), ...pools.keys()];
  }

  /** The resources and the data sources of a type. */
  private ofType(type: string): readonly Resource[] {
    const configuration = this.configuration();
    return [...configuration.resources(type), ...configuration.dataSources(type)];
  }

  private find(project: string): string {
    const told = this.toldBy(project);
    if (told !== undefined) return told;
    const { ofProjects, projectsWith } = (this.pools ??= this.gatherPools());
    const made = ofProjects.get(project) ?? new Map<string, readonly Resource[]>();
    // GKE keeps a pool for each project, which has the project's name.
    const own = new Set([...made.keys(), `${project}.svc.id.goog`]);
    const isOfOthers = (pool: string) => (projectsWith.get(pool) ?? 0) > (made.has(pool) ? 1 : 0);
    // A pool's name tells its project by the number alone where several projects have a pool of the id.
    const mentioned = majority(
      [...own].flatMap((pool) =>
        isOfOthers(pool) ? inAudiencesOf(pool, made.get(pool) ?? []) : this.mentionsOf(pool),
      ),
    );
    if (typeof mentioned === "object") {
      throw new UnresolvedValue(
        `the Google Cloud project "${project}"`,
        `has a number that is not told, and its pools are written with ${mentioned.tie.join(" and ")}`,
        "Give the GKE cluster its projectNumber",
      );
    }
    return mentioned ?? madeUpFor(project);
  }

  /** The number that a resource or a data source of the project has, in a plan or a state. */
  private toldBy(project: string): string | undefined {
    return this.ofType("google_project")
      .map((one) =>
        unlessUnresolved(
          () => (text(one.argument("project_id")) === project ? text(one.argument("number")) : undefined),
          undefined,
        ),
      )
      .find((number) => number !== undefined && /^\d+$/.test(number));
  }

  /** The pools of each project, those that have a provider of the configuration and are made elsewhere included. */
  private gatherPools(): Pools {
    const ofProjects = new Map<string, Map<string, Resource[]>>();
    const projectsWith = new Map<string, number>();
    const add = (resource: Resource): Resource[] => {
      const project = this.idOf(resource);
      const pool = text(resource.argument("workload_identity_pool_id")) ?? "";
      const pools = ofProjects.get(project) ?? new Map<string, Resource[]>();
      ofProjects.set(project, pools);
      const known = pools.get(pool);
      if (known) return known;
      projectsWith.set(pool, (projectsWith.get(pool) ?? 0) + 1);
      const providers: Resource[] = [];
      pools.set(pool, providers);
      return providers;
    };
    for (const pool of this.configuration().resources("google_iam_workload_identity_pool")) add(pool);
    for (const provider of this.configuration().resources("google_iam_workload_identity_pool_provider")) {
      add(provider).push(provider);
    }
    return { ofProjects, projectsWith };
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

/** The numbers that providers of a pool are told of themselves, in their audiences. */
function inAudiencesOf(pool: string, providers: readonly Resource[]): readonly Evidence[] {
  const found = new Mentions();
  for (const provider of providers) {
    const audiences = texts(block(provider.argument("oidc")).allowed_audiences);
    for (const [, number, of] of audiences.join(" ").matchAll(POOL_BY_NUMBER)) if (of === pool) found.add(of, number);
  }
  return found.of(pool);
}
