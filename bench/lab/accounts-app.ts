/** Synthesizes the edges of n clusters into the accounts of all others, with an output that declares each of them. */
import { App, TerraformOutput, TerraformStack } from "cdktf";
import { PodWiring, SdkConfigMap } from "cdktf-trust-mesh";
import { allowAccounts } from "../synth/allow-accounts";

const [size, outdir] = [Number(process.argv[2]), process.argv[3]];
const app = new App({ outdir });
const { mesh, loaders } = allowAccounts(app, size);
for (const loader of loaders) {
  const { cluster, namespace } = loader;
  for (const trust of mesh.trustsOf(loader)) {
    const stack = TerraformStack.of(trust);
    const trusts = [trust];
    const sdkFiles = new SdkConfigMap(stack, `sdk-${cluster.node.id}`, { namespace, trusts });
    const value = PodWiring.for(loader, trusts, { sdkFiles }).toDeclaration();
    new TerraformOutput(stack, `services-${cluster.node.id}`, { value });
  }
}
app.synth();
