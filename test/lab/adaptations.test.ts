import { readFileSync } from "node:fs";
import { App, TerraformOutput } from "cdktf";
import { ClusterAccess, TrustMesh } from "../../src";
import {
  adaptations,
  BuiltInClient,
  Client,
  Kubectl,
  Lab,
  openPlayground,
  ownIdentity,
  Workbench,
} from "../../src/lab";
import { PLUGIN, run } from "../plugin/support";
import { describeWithTool, whereIs } from "../support/tool";
import { ThreeClusters } from "./support/meshes";
import { LabFixture } from "./support/use-lab";

/** A stanza as a company has it that is behind a proxy, with an authority of its own. */
const environment = {
  HTTPS_PROXY: "http://proxy.acme.example:3128",
  https_proxy: "http://proxy.acme.example:3128",
  NO_PROXY: ".amazonaws.com,.googleapis.com,.microsoftonline.com",
  no_proxy: "*",
  SSL_CERT_FILE: "/etc/acme/ca.pem",
  NODE_EXTRA_CA_CERTS: "/etc/acme/ca.pem",
  AWS_CA_BUNDLE: "/etc/acme/ca.pem",
  PATH: "/opt/acme/bin",
  HOME: "/home/acme",
  AWS_EC2_METADATA_SERVICE_ENDPOINT: "http://169.254.169.254",
};

const fixture = new LabFixture((app: App) => {
  const { stack, west, euro, corp } = new ThreeClusters(app);
  const mesh = new TrustMesh(stack, "mesh");
  const account = euro.serviceAccount("deploy", "deployer");
  for (const target of [west, corp]) mesh.allow(account, target, ClusterAccess.view());
  const exec = { environment: { ...environment, AWS_ROLE_SESSION_NAME: "acme" } };
  new TerraformOutput(stack, "kubeconfig", { value: mesh.kubeconfigFor(account, { exec }) });
});

const EDGES = ["euro:deploy/deployer → west", "euro:deploy/deployer → corp"];

/** Whom the API server sees by an edge. */
async function whoAmI(name: string, clientOf: (lab: Lab) => Client) {
  const { lab } = fixture;
  const edge = fixture.edge(name);
  const client = clientOf(lab);
  const { pod, kubeconfig } = new Workbench(lab, PLUGIN, client).pod(edge, await ownIdentity(lab, edge));
  return { edge, file: readFileSync(kubeconfig.file, "utf8"), seen: await client.whoAmI(pod, kubeconfig) };
}

describe("a stanza with variables that lead past the lab", () => {
  it.each(EDGES)("is used without them, and the report says so: %s", async (name) => {
    const { edge, file, seen } = await whoAmI(name, (lab) => new BuiltInClient(lab));

    expect(seen).toMatchObject({ reached: true });
    expect(adaptations(edge.client)).toEqual(
      Object.keys(environment).map((variable) => `the lab's own in place of the stanza's variable ${variable}`),
    );
    expect(file).toContain("AWS_ROLE_SESSION_NAME");
    for (const variable of Object.keys(environment)) expect(file).not.toContain(`"${variable}"`);
  });

  describeWithTool("kubectl", "with kubectl", () => {
    it.each(EDGES)("reaches the cluster: %s", async (name) => {
      const { seen } = await whoAmI(name, (lab) => new Kubectl(lab, whereIs("kubectl") ?? ""));
      expect(seen).toMatchObject({ reached: true });
    });
  });

  it("is without them in the kubeconfig that --keep leaves", async () => {
    const playground = await openPlayground(fixture.lab, PLUGIN);
    playground.close();
    const { users } = JSON.parse(readFileSync(playground.kubeconfig, "utf8")) as {
      users: { user: { exec: { command: string; args: string[]; apiVersion: string } } }[];
    };
    expect(users).toHaveLength(EDGES.length);
    for (const { command, args, apiVersion } of users.map(({ user }) => user.exec)) {
      const info = { apiVersion, kind: "ExecCredential", spec: { interactive: false } };
      const { code, stderr } = await run(command, args, { KUBERNETES_EXEC_INFO: JSON.stringify(info) });
      expect(stderr).toBe("");
      expect(code).toBe(0);
    }
  });
});
