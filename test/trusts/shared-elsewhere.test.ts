import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import { App, TerraformVariable } from "cdktf";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  AwsFederatedRole,
  AwsOidcProvider,
  ClusterAccess,
  EksToEksTrust,
  EksToGkeTrust,
  GkeToEksTrust,
  OidcToGkeTrust,
} from "../../src";
import { ACCOUNT_ID, Clouds, EKS_ISSUER } from "../support/clouds";
import { refusals, synthesize } from "../support/synthesized";

const access = ClusterAccess.view("payments");

describe("a trust whose role is in another stack", () => {
  it("is depended on by its own stack's resources alone, for a local cannot name others'", () => {
    // GIVEN
    const app = new App();
    const [home, other] = [new Clouds(app, "home"), new Clouds(app, "other")];
    const one = home.eks("one", { accountId: undefined });
    const two = other.eks("two", { accountId: undefined, account: one.account });
    const from = home.gke("euro").serviceAccount("ci", "runner");

    // WHEN
    const trust = new GkeToEksTrust(other.stack, "trust", { from, to: two, access });
    new NamespaceV1(other.stack, "workload", {
      provider: two.kubernetesProvider,
      metadata: { name: "workload" },
      dependsOn: [trust.dependable],
    });
    app.synth();

    // THEN
    const text = readFileSync(join(app.outdir, "stacks", "other", "cdk.tf.json"), "utf8");
    const { locals } = JSON.parse(text) as { locals: Record<string, string[]> };
    const types = Object.values(locals)[0].map((id) => id.slice("${".length).split(".")[0]);
    expect(types.sort()).toEqual(["aws_eks_access_entry", "kubernetes_role_binding_v1"]);
  });
});

describe("one service account in one account", () => {
  it("cannot have two audiences that are both unknown until apply", () => {
    const clouds = new Clouds();
    const from = clouds.gke("euro").serviceAccount("ci", "runner");
    for (const id of ["a", "b"]) {
      const audience = new TerraformVariable(clouds.stack, `audience-${id}`, { type: "string" }).stringValue;
      new GkeToEksTrust(clouds.stack, `trust-${id}`, { from, to: clouds.eks(id), access, audience });
    }

    expect(refusals(clouds.stack).join()).toContain("ask for it differently. Give both the same audience.");
  });

  it("cannot use a boundary or an OIDC provider of another account", () => {
    const clouds = new Clouds();
    const from = clouds.gke("euro").serviceAccount("ci", "runner");
    const host = "container.googleapis.com/v1/projects/acme-euro/locations/europe-west4/clusters/euro";
    new GkeToEksTrust(clouds.stack, "trust", {
      from,
      to: clouds.eks("west"),
      access,
      permissionsBoundaryArn: "arn:aws:iam::999988887777:policy/boundary",
      oidcProvider: AwsOidcProvider.fromArn(clouds.stack, "given", `arn:aws:iam::999988887777:oidc-provider/${host}`),
    });

    const way = `is of the account 999988887777, and the account is ${ACCOUNT_ID}. Give one of the account ${ACCOUNT_ID}.`;
    expect(refusals(clouds.stack)).toEqual(
      expect.arrayContaining([
        expect.stringContaining(`permissionsBoundaryArn: ${way}`),
        expect.stringContaining(`oidcProvider: ${way}`),
      ]),
    );
  });

  it("may use AWS's own policy as a boundary", () => {
    const clouds = new Clouds();
    const from = clouds.gke("euro").serviceAccount("ci", "runner");
    const permissionsBoundaryArn = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    new GkeToEksTrust(clouds.stack, "trust", { from, to: clouds.eks("west"), access, permissionsBoundaryArn });

    expect(synthesize(clouds.stack).only("aws_iam_role").permissions_boundary).toBe(permissionsBoundaryArn);
  });
});

describe("a role for a whole namespace", () => {
  function trustOf(namespace: string): string[] {
    const clouds = new Clouds();
    const [source, to] = [clouds.eks("source", { issuer: `${EKS_ISSUER}2` }), clouds.eks("west")];
    const serviceAccounts = [source.everyServiceAccountIn("ci")];
    const role = new AwsFederatedRole(clouds.stack, "role", { account: to.account, subjects: serviceAccounts });
    new EksToEksTrust(clouds.stack, "trust", { from: source.serviceAccount(namespace, "runner"), to, access, role });
    return refusals(clouds.stack);
  }

  it("trusts each service account of it", () => {
    expect(trustOf("ci")).toEqual([]);
  });

  it("does not trust one of another namespace", () => {
    expect(trustOf("cd").join()).toContain("role: does not trust system:serviceaccount:cd:runner");
  });
});

describe("a workload identity pool", () => {
  it("is not made for one source and said to exist for another", () => {
    const clouds = new Clouds();
    const to = clouds.gke("euro");
    const west = clouds.eks("west").serviceAccount("ci", "runner");
    const onprem = clouds.oidc().serviceAccount("ci", "runner");
    new EksToGkeTrust(clouds.stack, "a", { from: west, to, access, poolId: "shared" });
    new OidcToGkeTrust(clouds.stack, "b", { from: onprem, to, access, existingPoolId: "shared", providerId: "onprem" });

    expect(refusals(clouds.stack).join()).toContain(
      'existingPoolId: the pool "shared" is made for one source cluster and said to exist for another',
    );
  });
});

describe("a service account's uid", () => {
  it.each(["", "a b", "u".repeat(128)])("is refused as %p", (uid) => {
    const clouds = new Clouds();
    const from = clouds.eks("west").serviceAccount("ci", "runner", { uid });
    new EksToGkeTrust(clouds.stack, "trust", { from, to: clouds.gke("euro"), access });

    expect(refusals(clouds.stack)).toEqual([expect.stringContaining("serviceAccount uid: ")]);
  });
});
