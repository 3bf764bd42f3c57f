import { Edge, travel } from "../../simulator";
import { ownClaims } from "../pods/own-identity";
import { endsOf } from "./outcome";
import { firstRight } from "./rights";
import { Attempt, Found, Trial, TrialContext } from "./trial";

/**
 * Service accounts that no edge lets into the cluster, with the identities that edges into other clusters give them: a role
 * without an access entry has no user, a principal of the same project or tenant has one without rights. Asked once a cluster,
 * at its first edge.
 */
export const identitiesFromElsewhere: Trial = {
  code: "identity-from-elsewhere",
  category: "layer",
  way: "simulator",
  at: (context, edge) => {
    const { world } = context.bench;
    if (world.besides(edge)[0] !== edge) return [];
    const cluster = world.clusterOf(edge);
    // A principal that acts in this cluster too has told by its own trials what it may.
    const declared = new Set(world.besides(edge).map(({ declaration }) => declaration.principal));
    return world.edges
      .filter((other) => world.clusterOf(other).kind === cluster.kind && !declared.has(other.declaration.principal))
      .map((other) => attempt(context, edge, other));
  },
};

function attempt({ bench }: TrialContext, edge: Edge, other: Edge): Attempt {
  const { world, lab } = bench;
  const { from } = endsOf(other);
  const run = async (): Promise<Found> => {
    const cluster = world.clusterOf(edge);
    const token = { claims: ownClaims(lab, other), signature: "good" } as const;
    const { user } = travel(world, other, token, lab.clock.now, cluster);
    const base = { from, expected: { kind: "no-right" }, milliseconds: 0 } as const;
    const right = user && firstRight(world, cluster, edge, user);
    if (right) return { ...base, ...right, verdict: "surprise", hop: "authorization" };
    const observed = user ? ({ kind: "none" } as const) : ({ kind: "refused" } as const);
    return await Promise.resolve({ ...base, observed, verdict: "as declared" });
  };
  return { variant: `${from} in ${world.clusterOf(other).label}`, run };
}
