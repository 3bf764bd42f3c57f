import { intruderTrial } from "./intruder";

/** Its own claims, signed by a stranger under the issuer's key id. */
export const strangersKey = intruderTrial({
  code: "strangers-key",
  tokens: ({ bench, edge, own, strangers }) => [
    { issue: () => bench.lab.issuerOf(edge).forge(own, strangers.issuer, "this issuer's id") },
  ],
});
