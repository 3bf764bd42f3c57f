import { readFileSync } from "node:fs";
import { Tunnel } from "../clients/tunnel";
import { Trial } from "./trial";

/** A token of EKS is good for a quarter of an hour; after that the API server refuses it. */
export const replayedToken: Trial = {
  code: "replayed-token",
  category: "intruder",
  way: "direct",
  isLater: true,
  at: ({ bench, ownWay }, edge) => {
    if (bench.world.clusterOf(edge).kind !== "eks") return [];
    const run = async () => {
      const { lab, builtIn } = bench;
      const expected = { kind: "refused", hop: "authentication" } as const;
      const { entered } = await ownWay(edge);
      if (!entered.reached) {
        return { expected, observed: { kind: "untried" }, verdict: "not tried", milliseconds: 0 } as const;
      }
      const { server, tlsServerName } = edge.client;
      const tunnel = new Tunnel(lab.proxyUrl, readFileSync(lab.caFile, "utf8"), new URL(server), tlsServerName);
      const started = performance.now();
      try {
        const accepted = await builtIn.shows({ token: entered.value.token, tunnel });
        const milliseconds = performance.now() - started;
        if (accepted) {
          const observed = { kind: "accepted", by: "cluster" } as const;
          return { expected, observed, verdict: "surprise", milliseconds } as const;
        }
        const observed = { kind: "refused", hop: "authentication", code: "401", message: "Unauthorized" } as const;
        return { expected, observed, verdict: "as declared", hop: "authentication", milliseconds } as const;
      } finally {
        tunnel.close();
      }
    };
    return [{ run }];
  },
};
