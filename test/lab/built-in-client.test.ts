import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BuiltInClient, ownIdentity, Workbench } from "../../src/lab";
import { buildMesh } from "./support/meshes";
import { LabFixture } from "./support/use-lab";

const fixture = new LabFixture(buildMesh);

/** What the client says of a plugin that is this shell script. */
async function withPlugin(script: string) {
  const { lab, synthesized } = fixture;
  const plugin = join(synthesized.folder, "plugin");
  writeFileSync(plugin, `#!/bin/sh\n${script}\n`);
  chmodSync(plugin, 0o755);
  const client = new BuiltInClient(lab);
  const edge = fixture.edge("west:deploy/deployer → euro");
  const { pod, kubeconfig } = new Workbench(lab, plugin, client).pod(edge, await ownIdentity(lab, edge));
  return await client.whoAmI(pod, kubeconfig);
}

describe("the built-in client", () => {
  it.each([
    ["prints nothing", "exit 0"],
    ["prints something else than JSON", "echo a secret"],
    ["prints null", "echo null"],
    ["prints a credential without a status", `echo '{"kind":"ExecCredential"}'`],
    ["prints a credential without a token", `echo '{"kind":"ExecCredential","status":{}}'`],
    ["prints a credential with an empty token", `echo '{"kind":"ExecCredential","status":{"token":""}}'`],
  ])("says so of a plugin that %s", async (_what, script) => {
    const message = "trust-mesh-auth printed no ExecCredential with a status.token";
    expect(await withPlugin(script)).toEqual({ reached: false, message });
  });

  it("tells the exit code of a plugin that fails without a word", async () => {
    const message = "trust-mesh-auth ended with 3 and printed nothing";
    expect(await withPlugin("exit 3")).toEqual({ reached: false, message });
  });
});
