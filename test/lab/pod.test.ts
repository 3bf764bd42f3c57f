import { BuiltInClient, Client, Kubectl, Workbench } from "../../src/lab";
import { PLUGIN } from "../plugin/support";
import { describeWithTool, whereIs } from "../support/tool";
import { buildMesh } from "./support/meshes";
import { LabFixture } from "./support/use-lab";

const fixture = new LabFixture(buildMesh);

/** What a client says of an expired token, which the plugin names by its file. */
async function refusal(client: Client): Promise<string> {
  const edge = fixture.edge("corp:deploy/deployer → west");
  const bench = new Workbench(fixture.lab, PLUGIN, client);
  const { pod, kubeconfig } = bench.podWithToken(edge, await fixture.token(edge, { exp: 1 }));
  const outcome = await client.whoAmI(pod, kubeconfig);
  return outcome.reached ? "none" : outcome.message;
}

describe("a pod of the lab", () => {
  const path = /the token of \/var\/run\/secrets\/trust-mesh\/west\/token expired /;

  it("is told of by the paths that the configuration says", async () => {
    expect(await refusal(new BuiltInClient(fixture.lab))).toMatch(path);
  });

  describeWithTool("kubectl", "with kubectl", () => {
    it("is told of by the paths that the configuration says", async () => {
      expect(await refusal(new Kubectl(fixture.lab, whereIs("kubectl") ?? ""))).toMatch(path);
    });
  });
});
