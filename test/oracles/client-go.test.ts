import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BuiltInClient, Workbench } from "../../src/lab";
import { Edge } from "../../src/simulator";
import { buildMesh } from "../lab/support/meshes";
import { LabFixture } from "../lab/support/use-lab";
import { PLUGIN } from "../plugin/support";
import { describeWithGo, goProgram } from "./support/go";
import { JsonLines } from "./support/json-lines";

jest.setTimeout(30_000);

interface Seen {
  readonly user?: string;
  readonly status?: number;
  readonly listed?: Readonly<Record<string, number>>;
}

/**
 * client-go, which Argo CD, Flux and every controller are made with, uses kubeconfigs of the library and starts the plugin.
 * Go module `k8s.io/client-go`, packages `tools/clientcmd` and `plugin/pkg/client/auth/exec`.
 */
describeWithGo("clientgo", "client-go with the kubeconfigs of the lab (go)", () => {
  const fixture = new LabFixture(buildMesh);
  const open: { close: () => Promise<void> | void }[] = [];
  afterEach(async () => {
    for (const one of open.splice(0)) await one.close();
  });

  /** A program of its own in a new pod: client-go keeps credentials for as long as its process lives. */
  async function client(edge: Edge, apiVersion: string, change: (bin: string) => void = () => undefined) {
    const bench = new Workbench(fixture.lab, PLUGIN, new BuiltInClient(fixture.lab));
    const { pod, kubeconfig } = bench.podWithToken(edge, await fixture.token(edge));
    const text = readFileSync(kubeconfig.file, "utf8").replaceAll("client.authentication.k8s.io/v1", apiVersion);
    writeFileSync(kubeconfig.file, text.replaceAll("--exec-api-version=v1", `--exec-api-version=${apiVersion}`));
    change(join(pod.folder, "bin"));
    const program = new JsonLines(goProgram("clientgo"), [], { ...pod.env });
    open.push(program, bench);
    await program.ask("open", {
      kubeconfig: kubeconfig.file,
      context: kubeconfig.context,
      authority: fixture.lab.caFile,
    });
    const [granted] = edge.declaration.access.flatMap(({ namespaces }) => namespaces);
    return {
      ask: () => program.ask<Seen>("ask", { namespaces: [granted, "kube-system"] }),
      expected: {
        user: edge.declaration.user.replace("{{SessionName}}", "deploy.deployer"),
        listed: { [granted]: 200, "kube-system": 403 },
      },
    };
  }

  const EDGES = ["corp:deploy/deployer → west", "west:deploy/deployer → euro", "west:deploy/deployer → corp"];
  const VERSIONS = ["client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1"];

  it.each(EDGES.flatMap((edge) => VERSIONS.map((version) => [edge, version])))(
    "act by %s with %s, and no further",
    async (name, version) => {
      const { ask, expected } = await client(fixture.edge(name), version);
      expect(await ask()).toEqual(expected);
    },
  );

  it("has the plugin started again after a credential that is refused or has expired, and once only for a good one", async () => {
    const answers = [
      { token: "refused", expirationTimestamp: "2999-01-01T00:00:00Z" },
      { token: "expired", expirationTimestamp: "2001-01-01T00:00:00Z" },
    ].map((status) => JSON.stringify({ apiVersion: VERSIONS[0], kind: "ExecCredential", status }));
    let started = "";
    const { ask, expected } = await client(fixture.edge(EDGES[1]), VERSIONS[0], (bin) => {
      const [plugin, real] = [join(bin, "trust-mesh-auth"), join(bin, "real")];
      started = join(bin, "started");
      renameSync(plugin, real);
      const script = [
        "#!/bin/sh",
        `echo >> '${started}'`,
        `case $(wc -l < '${started}') in`,
        ...answers.map((answer, i) => `*${i + 1}) echo '${answer}';;`),
        `*) exec '${real}' "$@";;`,
        "esac",
      ];
      writeFileSync(plugin, `${script.join("\n")}\n`, { mode: 0o755 });
    });
    const seen = [await ask(), await ask(), await ask(), await ask()];
    expect(seen).toEqual([{ status: 401 }, expected, expected, expected]);
    expect(readFileSync(started, "utf8")).toHaveLength(3);
  });
});
