/** The fleet's trusts by the library: every cluster's runner in every other cluster. */
import { ClusterAccess, TrustMesh } from "cdktf-trust-mesh";
import { declare } from "./declare";
import { fleet } from "./fleet";
import { report } from "./report";

report((app, size) => {
  const clusters = fleet(app, size).map((member) => declare(app, member));
  const runners = clusters.map((cluster) => cluster.serviceAccount("ci", "runner"));
  new TrustMesh(app, "mesh").allowAll(runners, clusters, ClusterAccess.view());
});
