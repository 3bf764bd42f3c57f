/** Decides every edge of a synthesized mesh into its cluster and all its probes, without a socket. */
import {
  authorize,
  claimsOf,
  declaredAccess,
  furtherRights,
  FurtherTrusts,
  probesFor,
  promised,
  travel,
} from "../../src/simulator";
import { measure } from "./measure";

measure((world, now) => {
  let decided = 0;
  let decisions = 0;
  const trusts = new FurtherTrusts(world);
  for (const edge of world.edges) {
    const { source, audience } = edge.declaration;
    const claims = claimsOf(source.issuer, source.subject, audience, now);
    const { user } = travel(world, edge, { claims, signature: "good" }, now);
    if (!user) continue;
    const cluster = world.clusterOf(edge);
    const accesses = declaredAccess(world, edge);
    const right = probesFor(world, edge).every((probe) => {
      decisions++;
      return (
        authorize(world, cluster, user, probe).allowed === (promised(world, cluster, accesses, probe) === "allowed")
      );
    });
    const others = furtherRights(world, cluster, user, accesses).length + trusts.at(edge).length;
    if (right && others === 0) decided++;
  }
  return { edges: world.edges.length, decided, decisions };
});
