import { Cloud } from "../cloud";
import { Edge } from "./edge";
import { FurtherTrust } from "./further-trust";

/** The part of a world that knows its clouds. */
interface Mesh {
  readonly everyEdge: readonly Edge[];
  readonly clouds: readonly Cloud[];
}

/**
 * Identities that are admitted where an edge's service account is: each subject of the role's trust policy, each federated
 * credential of the identity, each other provider of the pool and each member that may impersonate must be some edge's.
 * Intruders alone would not find a subject that nothing names.
 */
export class FurtherTrusts {
  private static readonly ofWorlds = new WeakMap<Mesh, FurtherTrusts>();

  private readonly admitted: ReadonlyMap<string, (edge: Edge) => readonly FurtherTrust[]>;
  private readonly found = new Map<Edge, readonly FurtherTrust[]>();

  /** Those of a world, which are found once. */
  public static of(world: Mesh): FurtherTrusts {
    const known = FurtherTrusts.ofWorlds.get(world) ?? new FurtherTrusts(world);
    FurtherTrusts.ofWorlds.set(world, known);
    return known;
  }

  public constructor({ clouds, everyEdge }: Mesh) {
    this.admitted = new Map(clouds.map((cloud) => [cloud.kind, cloud.admittedTo(everyEdge)] as const));
  }

  /** Those at one edge. */
  public at(edge: Edge): readonly FurtherTrust[] {
    const known = this.found.get(edge) ?? this.admitted.get(edge.request.subcommand)?.(edge) ?? [];
    this.found.set(edge, known);
    return known;
  }
}
