/** Reads a synthesized mesh and decides every edge and all its probes, without a socket; prints what that took. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  authorize,
  claimsOf,
  declaredAccess,
  furtherRights,
  FurtherTrusts,
  probesFor,
  promised,
  readWorld,
  travel,
} from "../../src/simulator";

const [folder] = process.argv.slice(2);
const milliseconds = (act: () => void) => {
  const started = performance.now();
  act();
  return performance.now() - started;
};

const stacks = readdirSync(join(folder, "stacks"));
const parse = milliseconds(() => {
  for (const stack of stacks) JSON.parse(readFileSync(join(folder, "stacks", stack, "cdk.tf.json"), "utf8"));
});
let world = readWorld([]);
const read = milliseconds(() => {
  world = readWorld([folder]);
});
const now = Math.floor(Date.now() / 1000);
let decided = 0;
let decisions = 0;
const decide = milliseconds(() => {
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
});
const peak = process.resourceUsage().maxRSS / 1024;
process.stdout.write(JSON.stringify({ edges: world.edges.length, decided, decisions, parse, read, decide, peak }));
