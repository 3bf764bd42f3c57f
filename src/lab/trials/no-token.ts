import { showsToken } from "../../simulator";
import { Trial } from "./trial";

/** An edge whose pods show no token has no intruders that could bring one; that they were not tried is told. */
export const noToken: Trial = {
  code: "no-token",
  category: "intruder",
  way: "simulator",
  at: (_context, edge) => {
    if (showsToken(edge)) return [];
    const observed = { kind: "no-token" } as const;
    const found = { expected: { kind: "refused" }, observed, verdict: "not tried", milliseconds: 0 } as const;
    return [{ run: async () => await Promise.resolve(found) }];
  },
};
