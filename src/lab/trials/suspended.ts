import { deciderOf } from "../../simulator";
import { firstRight } from "./rights";
import { Trial } from "./trial";

/**
 * The service account of a suspended edge is refused, by a cloud or by the API server, or has no right there that was granted.
 * A client that fails before anything refused it proves nothing.
 */
export const suspendedTrial: Trial = {
  code: "suspended",
  category: "own",
  way: "client",
  at: ({ bench, ownWay }, edge) => [
    {
      run: async () => {
        const { seen, user, bearer, milliseconds } = await ownWay(edge);
        const base = { expected: { kind: "no-right" }, milliseconds } as const;
        const { world } = bench;
        if (!seen.reached || !user) {
          const refusal = bench.refusalOf(bearer);
          const message = seen.reached ? "the API server did not tell its user" : seen.message;
          if (!refusal) return { ...base, observed: { kind: "refused", message }, verdict: "surprise", hop: "source" };
          const { hop, code, because } = refusal;
          const observed = { kind: "refused", hop, code, message: refusal.message } as const;
          return { ...base, observed, verdict: "as declared", hop, decidedBy: deciderOf(world, because) };
        }
        const right = firstRight(world, world.clusterOf(edge), edge, user);
        if (right) return { ...base, ...right, verdict: "surprise", hop: "authorization" };
        const observed = { kind: "reached", user: { name: user.name, groups: [...user.groups] } } as const;
        return { ...base, observed, verdict: "as declared" };
      },
    },
  ],
};
