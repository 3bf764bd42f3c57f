import { Cloud } from "../cloud";
import { Edge } from "./edge";
import { FurtherTrust } from "./further-trust";

/** The part of a world that knows its clouds. */
interface Mesh {
  readonly edges: readonly Edge[];
  readonly clouds: readonly Cloud[];
}

/**
 * Identities that are admitted where an edge's service account is: each subject of the role's trust policy, each federated
 * credential of the identity, each other provider of the pool and each member that may impersonate must be some edge's.
 * Intruders alone would not find a subject that nothing names.
 */
export class FurtherTrusts {
  private readonly admitted: ReadonlyMap<string, (edge: Edge) => readonly FurtherTrust[]>;

  public constructor({ clouds, edges }: Mesh) {
    this.admitted = new Map(clouds.map((cloud) => [cloud.kind, cloud.admittedTo(edges)] as const));
  }

  /** Those at one edge. */
  public at(edge: Edge): readonly FurtherTrust[] {
    return this.admitted.get(edge.request.subcommand)?.(edge) ?? [];
  }
}
