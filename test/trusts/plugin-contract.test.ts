import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import {
  AksToAksTrust,
  AksToEksTrust,
  AksToGkeTrust,
  AzureCloud,
  AzureFederatedIdentity,
  ClusterAccess,
  EksSourceRole,
  EksToAksTrust,
  EksToEksTrust,
  EksToGkeTrust,
  GcpImpersonation,
  GkeToEksTrust,
  GkeToGkeTrust,
  OidcToGkeTrust,
  ClusterTrust,
} from "../../src";
import { parseCommandLine } from "../../src/plugin/command-line";
import { prepare } from "../../src/plugin/credential-run";
import { Clouds, SUBSCRIPTION_ID, homeOf } from "../support/clouds";
import { synthesize } from "../support/synthesized";

const access = ClusterAccess.authenticationOnly();
const TOKEN_FILE = "/var/run/secrets/trust-mesh/token";
const CLIENT_ID = "12345678-1111-2222-3333-444444444444";

/** What the plugin makes of a trust's arguments, with nothing in its environment. */
function accepted(clouds: Clouds, trust: ClusterTrust) {
  synthesize(clouds.stack);
  const invocation = parseCommandLine(trust.execArguments(TOKEN_FILE));
  if (invocation.kind !== "credential") throw new Error(`read as ${invocation.kind}`);
  return prepare(invocation.subcommand, invocation.flags, {}).target;
}

/** An identity whose client id is known at synth, as the plugin's arguments are after apply. */
function identityIn(clouds: Clouds, cloud?: AzureCloud) {
  const cluster = clouds.aks("corp", { cloud });
  const identityId = `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/deployer`;
  const existing = { identityId, clientId: CLIENT_ID, principalId: "87654321-1111-2222-3333-444444444444" };
  return {
    to: cluster,
    identity: new AzureFederatedIdentity(clouds.stack, "identity", { ...homeOf(cluster), existing }),
  };
}

describe("the plugin takes the arguments that a trust prints", () => {
  it("for EKS, with the audience that the token will have", () => {
    const clouds = new Clouds();
    const from = clouds.gke().serviceAccount("ci", "runner");

    const target = accepted(clouds, new GkeToEksTrust(clouds.stack, "t", { from, to: clouds.eks(), access }));

    expect(target.kind).toBe("eks");
    expect(target.needs.audiences).toEqual(["sts.amazonaws.com"]);
  });

  it("for EKS with an audience of one's own", () => {
    const clouds = new Clouds();
    const from = clouds.aks().serviceAccount("ci", "runner");
    const trust = new AksToEksTrust(clouds.stack, "t", { from, to: clouds.eks(), access, audience: "west.acme" });

    expect(accepted(clouds, trust).needs.audiences).toEqual(["west.acme"]);
  });

  it.each([
    ["cn-north-1", "aws-cn"],
    ["us-gov-west-1", "aws-us-gov"],
  ])("for EKS in %s", (region, partition) => {
    const clouds = new Clouds();
    const awsProvider = new AwsProvider(clouds.stack, "there", { region, alias: "there" });
    const from = clouds.gke().serviceAccount("ci", "runner");
    const trust = new GkeToEksTrust(clouds.stack, "t", {
      from,
      to: clouds.eks("w", { region, awsProvider, issuer: undefined }),
      access,
    });

    expect(trust.roleArn).toContain(`arn:${partition}:iam::`);
    expect(accepted(clouds, trust).kind).toBe("eks");
  });

  it.each(["podIdentity", "irsa"] as const)("for EKS by a role of the source account: %s", (way) => {
    const clouds = new Clouds();
    const from = clouds.eks("source").serviceAccount("ci", "runner");
    const sourceRole = EksSourceRole[way]("arn:aws:iam::999988887777:role/runner");
    const trust = new EksToEksTrust(clouds.stack, "t", { from, to: clouds.eks(), access, sourceRole });

    expect(accepted(clouds, trust).kind).toBe("eks");
  });

  it("for GKE, with the audience that the token will have", () => {
    const clouds = new Clouds();
    const from = clouds.eks().serviceAccount("ci", "runner");
    const trust = new EksToGkeTrust(clouds.stack, "t", { from, to: clouds.gke(), access });

    expect(accepted(clouds, trust).needs.audiences).toContain(trust.audience);
  });

  it("for GKE with an audience of one's own and impersonation", () => {
    const clouds = new Clouds();
    const from = clouds.aks().serviceAccount("ci", "runner");
    const impersonation = GcpImpersonation.existingServiceAccount("deployer@acme-euro.iam.gserviceaccount.com");
    const options = { audience: "euro.acme", impersonation };
    const trust = new AksToGkeTrust(clouds.stack, "t", { from, to: clouds.gke(), access, ...options });

    expect(accepted(clouds, trust).needs.audiences).toEqual(["euro.acme"]);
  });

  it("for GKE in another universe", () => {
    const clouds = new Clouds();
    const from = clouds.oidc().serviceAccount("ci", "runner");
    const to = clouds.gke("euro", { universeDomain: "s3nsapis.fr" });
    const trust = new OidcToGkeTrust(clouds.stack, "t", { from, to, access });

    expect(accepted(clouds, trust).needs.audiences).toContain(trust.audience);
  });

  it("for GKE by the built-in pool", () => {
    const clouds = new Clouds();
    const from = clouds.gke("asia", { clusterName: "asia" }).serviceAccount("ci", "runner");
    const trust = new GkeToGkeTrust(clouds.stack, "t", { from, to: clouds.gke(), access, builtInPool: true });

    expect(accepted(clouds, trust).kind).toBe("gke");
  });

  it.each([AzureCloud.PUBLIC, AzureCloud.US_GOVERNMENT, AzureCloud.CHINA])("for AKS in the cloud %s", (cloud) => {
    const clouds = new Clouds();
    const from = clouds.eks().serviceAccount("ci", "runner");
    const trust = new EksToAksTrust(clouds.stack, "t", { from, access, ...identityIn(clouds, cloud) });

    expect(accepted(clouds, trust).needs.audiences).toEqual([trust.audience]);
  });

  it("for AKS from AKS", () => {
    const clouds = new Clouds();
    const from = clouds.aks("labs").serviceAccount("ci", "runner");
    const trust = new AksToAksTrust(clouds.stack, "t", { from, access, ...identityIn(clouds) });

    expect(accepted(clouds, trust).identity.join(" ")).toContain(CLIENT_ID);
  });
});
