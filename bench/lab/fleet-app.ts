/** Synthesizes a mesh of n clusters, every one let into every other one, with a kubeconfig for each edge. */
import { App, TerraformOutput, TerraformStack } from "cdktf";
import { ClusterAccess, Kubeconfig, TrustMesh } from "cdktf-trust-mesh";
import { declare } from "../synth/declare";
import { fleet } from "../synth/fleet";

const [size, outdir] = [Number(process.argv[2]), process.argv[3]];
const app = new App({ outdir });
const clusters = fleet(app, size).map((member) => declare(app, member));
const runners = clusters.map((cluster) => cluster.serviceAccount("ci", "runner"));
const mesh = new TrustMesh(app, "mesh");
mesh.allowAll(runners, clusters, ClusterAccess.edit("payments"));
mesh.clusterTrusts.forEach((trust, i) => {
  new TerraformOutput(TerraformStack.of(trust), `kubeconfig-${i}`, { value: Kubeconfig.of([trust]) });
});
app.synth();
