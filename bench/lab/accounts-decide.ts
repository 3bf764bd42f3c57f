/** Decides every edge of a synthesized mesh into its account and all its requests, without a socket. */
import {
  claimsOf,
  enterService,
  FurtherTrusts,
  isServicePromised,
  principalName,
  serviceProbesOf,
  usesBeside,
  useService,
} from "../../src/simulator";
import { measure } from "./measure";

measure((world, now) => {
  let decided = 0;
  let decisions = 0;
  const trusts = new FurtherTrusts(world);
  for (const edge of world.services) {
    const { source, audience, principal } = edge.declaration;
    const claims = claimsOf(source.issuer, source.subject, audience, now);
    const { identity } = enterService(world, edge, { claims, signature: "good" }, now);
    if (identity === undefined || principalName(world, edge, identity) !== principal) continue;
    const probes = serviceProbesOf(world, edge, identity);
    const right = probes.every(({ request }) => {
      decisions++;
      const { allowed, gaps } = useService(world, edge, identity, request, now);
      return gaps.length === 0 && allowed === isServicePromised(world, edge, request, now);
    });
    const isUsed = probes.some(({ kind }) => kind === "own");
    const others = usesBeside(world, edge, now).flatMap(({ grants }) => grants.filter((one) => !one.isDeclared));
    if (right && isUsed && others.length + trusts.at(edge).length === 0) decided++;
  }
  return { edges: world.services.length, decided, decisions };
});
