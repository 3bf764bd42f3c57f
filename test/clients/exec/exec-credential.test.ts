import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { TerraformStack, Testing, Token } from "cdktf";
import { ClusterAccess, ExecApiVersion, ExecCredential, TrustMesh } from "../../../src";
import { AZURE_TENANT, aksCluster, eksCluster, gkeCluster } from "../../support/clusters";

/** A service account of a GKE cluster, trusted by one cluster of each cloud. */
function mesh() {
  const stack = new TerraformStack(Testing.app(), "stack");
  const runner = gkeCluster(stack, "build").serviceAccount("ci", "runner");
  const made = new TrustMesh(stack, "mesh");
  const targets = [aksCluster(stack, "corp"), gkeCluster(stack, "euro"), eksCluster(stack, "west")];
  made.allowAll([runner], targets, ClusterAccess.view());
  const [corp, euro, west] = targets.map((target) => made.clusterTrustOf(runner, target));
  return { stack, corp, euro, west };
}

describe("trust.execCredential", () => {
  it("runs the plugin by its bare name, asks nobody, and sets no environment", () => {
    const { execCredential } = mesh().west;

    expect(execCredential).toMatchObject({
      apiVersion: "client.authentication.k8s.io/v1",
      command: "trust-mesh-auth",
      interactiveMode: "Never",
      provideClusterInfo: false,
    });
    expect(execCredential.env).toBeUndefined();
    expect(execCredential.installHint).toContain('Install it with "npm install --global trust-mesh-auth"');
    expect(execCredential.toKubeconfig()).not.toHaveProperty("env");
  });

  it("has the arguments of the target's kind, and the token's file and the stanza's version last", () => {
    const { corp, euro, west } = mesh();

    const [aks, gke, eks] = [corp, euro, west].map((trust) => trust.execCredential.args);
    expect(aks.slice(0, 4)).toEqual(["aks", "--tenant-id", AZURE_TENANT, "--client-id"]);
    expect(Token.isUnresolved(aks[4])).toBe(true);
    expect(aks.slice(5, 7)).toEqual(["--cloud", "public"]);
    expect(aks.slice(7)).toEqual([
      "--token-file",
      "/var/run/secrets/trust-mesh/corp/token",
      "--exec-api-version",
      "v1",
    ]);
    expect(gke.slice(0, 2)).toEqual(["gke", "--audience"]);
    expect(gke.slice(3, 5)).toEqual(["--universe-domain", "googleapis.com"]);
    expect(gke.slice(5)).toEqual([
      "--token-file",
      "/var/run/secrets/trust-mesh/euro/token",
      "--exec-api-version",
      "v1",
    ]);
    expect(eks.slice(0, 6)).toEqual(["eks", "--cluster-name", "west", "--region", "us-west-2", "--role-arn"]);
    expect(eks.slice(7, 9)).toEqual(["--no-fips", "--no-dual-stack"]);
    expect(eks.slice(9)).toEqual([
      "--token-file",
      "/var/run/secrets/trust-mesh/west/token",
      "--exec-api-version",
      "v1",
    ]);
  });
});

describe("ExecCredential.of", () => {
  const options = {
    apiVersion: ExecApiVersion.V1BETA1,
    command: "/opt/bin/trust-mesh-auth",
    environment: { HTTPS_PROXY: "http://proxy.example:3128" },
    installHint: "Ask the platform team.",
    provideClusterInfo: true,
  };

  it("says what was asked for, as a kubeconfig and as Argo CD have it", () => {
    const credential = ExecCredential.of(mesh().euro, options);

    expect(credential.toKubeconfig()).toEqual({
      apiVersion: "client.authentication.k8s.io/v1beta1",
      command: "/opt/bin/trust-mesh-auth",
      args: credential.args,
      env: [{ name: "HTTPS_PROXY", value: "http://proxy.example:3128" }],
      interactiveMode: "Never",
      installHint: "Ask the platform team.",
      provideClusterInfo: true,
    });
    expect(credential.toArgoCd()).toEqual({
      command: "/opt/bin/trust-mesh-auth",
      args: credential.args,
      env: { HTTPS_PROXY: "http://proxy.example:3128" },
      apiVersion: "client.authentication.k8s.io/v1beta1",
      installHint: "Ask the platform team.",
      provideClusterInfo: true,
    });
  });

  it("has the fields of a Terraform provider's exec block", () => {
    const { stack, euro } = mesh();
    const { apiVersion, command, args } = ExecCredential.of(euro, options);

    new KubernetesProvider(stack, "client", { alias: "client", exec: [{ apiVersion, command, args }] });

    const { provider } = JSON.parse(Testing.synth(stack, true)) as {
      provider: { kubernetes: Record<string, unknown>[] };
    };
    const { exec } = provider.kubernetes.find(({ alias }) => alias === "client")!;
    expect(exec).toEqual([
      { api_version: "client.authentication.k8s.io/v1beta1", command: "/opt/bin/trust-mesh-auth", args },
    ]);
  });
});
