import { bareExchange } from "../../src/lab/clients/bare-exchange";
import { Tunnels } from "../../src/lab/clients/tunnels";
import { readWorld } from "../../src/simulator";
import { buildMesh } from "./support/meshes";
import { nameOf, Synthesized, withLab } from "./support/run-lab";

describe("a token that is shown without the plugin", () => {
  it.each<[string, string, RegExp, string]>([
    ["the European sovereign cloud", "west", /"us-west-2"/, '"eusc-de-east-1"'],
    ["a region of China", "west", /"us-west-2"/, '"cn-north-1"'],
    ["Azure's cloud of China", "corp", /"aks",/, '"aks", "--cloud", "china",'],
    ["Azure's cloud of the US government", "corp", /"aks",/, '"aks", "--cloud", "usgovernment",'],
  ])("goes to the endpoint that the lab plays for %s", async (what, target, from, to) => {
    // GIVEN
    const synthesized = new Synthesized(buildMesh);
    const path = synthesized.broken("mesh", what, ({ output }) => {
      output["euro-deployer"].value = output["euro-deployer"].value.replace(from, to);
    });

    try {
      await withLab(readWorld([path]), async (lab) => {
        const edge = lab.world.edges.find((one) => nameOf(one) === `euro:deploy/deployer → ${target}`);
        if (!edge) throw new Error("There is no such edge.");

        const tunnels = new Tunnels(lab);

        // WHEN
        const answer = await bareExchange(tunnels, edge, "not.a.token").finally(() => tunnels.close());

        // THEN the cloud itself refused, and not the lab's proxy
        expect(answer.accepted).toBe(false);
        expect(answer.message).toMatch(/InvalidIdentityToken|invalid_/);
      });
    } finally {
      synthesized.remove();
    }
  });
});
