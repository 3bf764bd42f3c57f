import { Configuration, Resource, text, UnresolvedValue } from "../../terraform";
import { digitsOf } from "../digest";
import { majority } from "../evidence";

const POOL_BY_NUMBER = /projects\/(\d+)\/locations\/global\/workloadIdentityPools\/([a-z0-9-]+)/g;

/** Projects have an id, which resources are made with, and a number, which principals and audiences are written with. */
export class GoogleProjects {
  private readonly numbers = new Map<string, string>();
  private mentions?: ReadonlyMap<string, readonly { readonly value: string; readonly stack: string }[]>;

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

  private find(project: string): string {
    const pools = ["pool", "pool_provider"].flatMap((kind) =>
      this.configuration()
        .resources(`google_iam_workload_identity_${kind}`)
        .filter((resource) => this.idOf(resource) === project)
        .map((resource) => text(resource.argument("workload_identity_pool_id")) ?? ""),
    );
    const mentioned = majority([...new Set(pools)].flatMap((pool) => this.mentionsOf(pool)));
    if (typeof mentioned === "object") {
      throw new UnresolvedValue(
        `the Google Cloud project "${project}"`,
        `has a number that is not told, and its pools are written with ${mentioned.tie.join(" and ")}`,
        "Give the GKE cluster its projectNumber",
      );
    }
    return mentioned ?? digitsOf(`google project ${project}`, 12);
  }

  private mentionsOf(pool: string) {
    this.mentions ??= this.gather();
    return this.mentions.get(pool) ?? [];
  }

  private gather() {
    const found = new Map<string, { value: string; stack: string }[]>();
    for (const { stack, match } of this.configuration().matches(POOL_BY_NUMBER)) {
      found.set(match[2], [...(found.get(match[2]) ?? []), { value: match[1], stack }]);
    }
    return found;
  }
}
