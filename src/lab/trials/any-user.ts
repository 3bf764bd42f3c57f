import { ANONYMOUS, Cluster, Edge, EVERYONE_AUTHENTICATED, KubernetesUser, World } from "../../simulator";
import { firstRight } from "./rights";
import { Found, Trial } from "./trial";
import { Workbench } from "./workbench";

/** Any authenticated or anonymous user has the rights of every user, and nothing of what the edge may. */
export const anyUser: Trial = {
  code: "any-user",
  category: "layer",
  way: "simulator",
  at: ({ bench }, edge) => [{ run: async () => await Promise.resolve(find(bench, edge)) }],
};

function find({ world }: Workbench, edge: Edge): Found {
  const cluster = world.clusterOf(edge);
  const base = { expected: { kind: "no-right" }, milliseconds: 0 } as const;
  const stranger = strangerTo(world, cluster);
  const right = [stranger, { ...stranger, ...ANONYMOUS }]
    .map((user) => firstRight(world, cluster, edge, user))
    .find((one) => one !== undefined);
  if (!right) return { ...base, observed: { kind: "none" }, verdict: "as declared" };
  return { ...base, ...right, verdict: "surprise", hop: "authorization" };
}

function strangerTo(world: World, cluster: Cluster): KubernetesUser {
  const name = "lab-intruder";
  const cloudName = world.cloudOf(cluster).stranger(name);
  return { name, groups: [EVERYONE_AUTHENTICATED], extra: {}, cloudName };
}
