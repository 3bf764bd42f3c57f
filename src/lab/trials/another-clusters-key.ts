import { intruderTrial } from "./intruder";

/** Its own claims, signed by another cluster of the mesh under that cluster's key id. */
export const anotherClustersKey = intruderTrial({
  code: "another-clusters-key",
  tokens: ({ bench, edge, own, strangers }) => {
    const issuer = bench.lab.issuerOf(edge);
    return [{ issue: () => issuer.forge(own, strangers.otherThan(issuer), "its own id") }];
  },
});
