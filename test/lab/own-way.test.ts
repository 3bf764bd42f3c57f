import { BuiltInClient, Client, Kubectl, Lab } from "../../src/lab";
import { describeWithTool, whereIs } from "../support/tool";
import { buildMesh } from "./support/meshes";
import { runLab, Synthesized } from "./support/run-lab";

let good: Synthesized;
beforeAll(() => {
  good = new Synthesized(buildMesh);
});
afterAll(() => good.remove());

/** What came of the own way from corp to west, with other text in its stanza. */
async function withStanza(what: string, from: RegExp, to: string, client: (lab: Lab) => Client) {
  const path = good.broken("mesh", what, ({ output }) => {
    output["corp-deployer"].value = output["corp-deployer"].value.replace(from, () => to);
  });
  const results = await runLab([path], { edges: /^corp:deploy\/deployer → west$/, client });
  return results.find(({ code }) => code === "own-identity");
}

function tests(name: string, clientOf: (lab: Lab) => Client): void {
  it("ends at the authentication for a --cluster-name that is not the cluster's, and says why", async () => {
    const own = await withStanza(
      `a cluster name, ${name}`,
      /("--cluster-name",\s*)"west"/,
      '"--cluster-name", "wets"',
      clientOf,
    );

    expect(own).toMatchObject({
      verdict: "surprise",
      hop: "authentication",
      observed: { kind: "refused", hop: "authentication", code: "401", message: "Unauthorized" },
      decidedBy: {
        line: `STS answers SignatureDoesNotMatch to the token's URL, with which the API server sends "x-k8s-aws-id: west"; it is signed with another --cluster-name`,
      },
    });
  });
}

describe("an edge's own way", () => {
  tests("built-in", (lab) => new BuiltInClient(lab));
  describeWithTool("kubectl", "with kubectl", () =>
    tests("kubectl", (lab) => new Kubectl(lab, whereIs("kubectl") ?? "")),
  );
});
