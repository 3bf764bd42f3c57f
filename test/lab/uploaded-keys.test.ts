import { generateKeyPairSync } from "node:crypto";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import { ClusterAccess, GkeCluster, GkeTrust, Kubeconfig, OidcCluster } from "../../src";
import { findingsIn } from "../../src/findings";
import { readWorld } from "../../src/simulator";
import { NOW } from "../simulator/support/tokens";
import { runLab, Synthesized } from "./support/run-lab";

jest.setTimeout(60_000);

/** A cluster that signs by an elliptic curve, whose keys are uploaded to Google. */
function write(app: App): void {
  const stack = new TerraformStack(app, "mesh");
  const key = generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({ format: "jwk" });
  const hub = OidcCluster.fromAttributes(stack, "hub", {
    issuer: "https://kubernetes.default.svc.dc1.acme.internal",
    jwks: JSON.stringify({ keys: [{ ...key, use: "sig", alg: "ES256", kid: "one" }] }),
  });
  const euro = GkeCluster.fromAttributes(stack, "euro", {
    ...{ legacyAbac: false, projectId: "acme-euro", projectNumber: "210987654321" },
    ...{ location: "europe-west4", clusterName: "euro", endpoint: "https://34.90.12.7" },
    googleProvider: new GoogleProvider(stack, "google", { project: "acme-euro" }),
    kubernetesProvider: new KubernetesProvider(stack, "kubernetes", { host: "https://34.90.12.7", alias: "euro" }),
    certificateAuthorityData: "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t",
  });
  const from = hub.serviceAccount("ci", "runner");
  const trust = new GkeTrust(stack, "trust", { from, to: euro, access: ClusterAccess.edit("payments") });
  new TerraformOutput(stack, "kubeconfig", { value: Kubeconfig.of([trust]) });
}

describe("a cluster whose uploaded keys are of an elliptic curve", () => {
  let synthesized: Synthesized;
  beforeAll(() => {
    synthesized = new Synthesized(write);
  });
  afterAll(() => synthesized.remove());

  it("signs by ES256 in the lab, and all is as declared", async () => {
    const results = await runLab([synthesized.path]);
    expect(results.filter(({ verdict }) => verdict === "surprise")).toEqual([]);
    expect(results.length).toBeGreaterThan(10);
    const faults = findingsIn(readWorld([synthesized.path]), NOW).filter(({ severity }) => severity !== "note");
    expect(faults).toEqual([]);
  });

  it("is refused where keys of another type were uploaded", () => {
    const broken = synthesized.broken("mesh", "other-keys", ({ resource }) => {
      const [provider] = Object.values(resource.google_iam_workload_identity_pool_provider);
      const oidc = provider.oidc as { jwks_json: string };
      oidc.jwks_json = JSON.stringify({ keys: [{ kty: "RSA", n: "x", e: "AQAB", kid: "one" }] });
    });
    const found = findingsIn(readWorld([broken]), NOW).filter(({ severity }) => severity === "fault");
    expect(found).toMatchObject([
      { code: "uploaded-keys", reason: expect.stringMatching(/ which is no declared key /) as string },
    ]);
  });
});
