import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, Fn, TerraformOutput } from "cdktf";
import {
  AwsFederatedRole,
  ClusterAccess,
  EksCluster,
  EksSourceRole,
  EksToEksTrust,
  GcpWorkloadIdentityProvider,
  GkeCluster,
  GkeToGkeTrust,
  Kubeconfig,
  ClusterTrust,
  TrustMesh,
} from "../../src";
import { TrialResult } from "../../src/lab";
import { ACCOUNT_ID, PROJECT_NUMBER } from "../support/clouds";
import { buildMesh, ThreeClusters } from "./support/meshes";
import { runLab, Synthesized } from "./support/run-lab";

/** Edges whose identity comes from somewhere else than a projected token, and objects that somebody else made. */
jest.setTimeout(60_000);

const ISSUER = "https://oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF";

/** Runs the lab on trusts that are built, each with a kubeconfig of its own. */
async function results(build: (clusters: ThreeClusters) => ClusterTrust[]): Promise<readonly TrialResult[]> {
  const synthesized = new Synthesized((app: App) => {
    const clusters = new ThreeClusters(app);
    build(clusters).forEach((trust, i) => {
      new TerraformOutput(clusters.stack, `kubeconfig-${i}`, { value: Kubeconfig.of([trust]) });
    });
  });
  try {
    return await runLab([synthesized.path]);
  } finally {
    synthesized.remove();
  }
}

function hub({ stack }: ThreeClusters): EksCluster {
  return EksCluster.fromAttributes(stack, "hub", {
    clusterName: "hub",
    region: "eu-west-1",
    issuer: ISSUER,
    awsProvider: new AwsProvider(stack, "hub-aws", { alias: "hub", region: "eu-west-1" }),
  });
}

const surprises = (all: readonly TrialResult[]) => all.filter(({ verdict }) => verdict === "surprise");

describe("a role that pods have already", () => {
  const ROLE = "arn:aws:iam::999988887777:role/apps/deployer";

  it.each([
    ["EKS Pod Identity", EksSourceRole.podIdentity(ROLE)],
    ["IRSA", EksSourceRole.irsa(ROLE)],
  ])("reaches another EKS cluster by %s", async (_what, sourceRole) => {
    // WHEN
    const all = await results((clusters) => [
      new EksToEksTrust(clusters.stack, "trust", {
        from: hub(clusters).serviceAccount("ci", "deployer"),
        to: clusters.west,
        access: ClusterAccess.edit("payments"),
        sourceRole,
      }),
    ]);

    // THEN
    expect(surprises(all)).toEqual([]);
    expect(all.find(({ code }) => code === "own-identity")?.user?.name).toMatch(/^trust-mesh:hub:ci:deployer:/);
    expect(all.find(({ code }) => code === "replayed-token")?.hop).toBe("authentication");
    expect(all.filter(({ verdict }) => verdict === "not tried").length).toBeGreaterThan(0);
  });
});

describe("an IRSA role that is part of what was read", () => {
  const HOST = ISSUER.replace("https://", "");

  /** The role of the pods in the hub, with a condition on `aud` or without. */
  function role({ stack }: ThreeClusters, conditions: Record<string, string>): EksSourceRole {
    const provider = new IamOpenidConnectProvider(stack, "hub-issuer", {
      url: ISSUER,
      clientIdList: ["sts.amazonaws.com"],
    });
    const statement = {
      Effect: "Allow",
      Principal: { Federated: provider.arn },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: { StringEquals: conditions },
    };
    const policy = Fn.jsonencode({ Version: "2012-10-17", Statement: [statement] });
    return EksSourceRole.irsa(new IamRole(stack, "deployer", { name: "deployer", assumeRolePolicy: policy }).arn);
  }
  const trust = (conditions: Record<string, string>) => (clusters: ThreeClusters) => [
    new EksToEksTrust(clusters.stack, "trust", {
      from: hub(clusters).serviceAccount("ci", "deployer"),
      to: clusters.west,
      access: ClusterAccess.edit("payments"),
      sourceRole: role(clusters, conditions),
    }),
  ];
  const SUBJECT = { [`${HOST}:sub`]: "system:serviceaccount:ci:deployer" };

  it("is tried with every intruder, at AWS itself", async () => {
    // WHEN
    const all = await results(trust({ ...SUBJECT, [`${HOST}:aud`]: "sts.amazonaws.com" }));

    // THEN
    expect(all.filter(({ verdict }) => verdict !== "as declared")).toEqual([]);
    const refused = all.filter(({ hop }) => hop === "exchange").map(({ code }) => code);
    expect(refused).toEqual(expect.arrayContaining(["another-namespace", "another-audience", "expired-token"]));
    expect(all.find(({ code }) => code === "other-callers")?.observed).toEqual({ kind: "none" });
  });

  it("turns red where it lets every service account in", async () => {
    const all = await results(trust({ [`${HOST}:aud`]: "sts.amazonaws.com" }));
    expect(surprises(all).map(({ code }) => code)).toEqual([
      "another-namespace",
      "another-service-account",
      "other-callers",
    ]);
    // The owner of the role may have further subjects in mind, but none whose name merely begins or ends alike.
    const others = all.find(({ code }) => code === "other-callers");
    expect(others?.observed).toEqual({ kind: "caller", identity: "system:serviceaccount:ci-x:deployer" });
  });
});

describe("a metadata server of the machine that the lab runs on", () => {
  it.each([
    ["ec2", "the EC2 metadata service answered 404"],
    ["google-id-token", "metadata"],
  ])("is not asked by a stanza with --source %s", async (source, answer) => {
    // GIVEN
    const synthesized = new Synthesized(buildMesh);
    const path = synthesized.broken("mesh", source, ({ output }) => {
      const kubeconfig = output["corp-deployer"];
      kubeconfig.value = kubeconfig.value.replace(/"--token-file",\s*"[^"]*"/g, `"--source","${source}"`);
    });

    try {
      // WHEN
      const all = await runLab([path], { edges: /^corp:deploy\/deployer → west$/ });

      // THEN the lab's own server was asked, which has nothing of the kind
      const own = all.find(({ code }) => code === "own-identity");
      expect(own).toMatchObject({ verdict: "surprise", hop: "source" });
      const observed = own?.observed as { readonly message: string };
      expect(observed.message).toContain(answer);
      expect(observed.message).not.toContain("169.254");
    } finally {
      synthesized.remove();
    }
  });
});

describe("GKE's own pool", () => {
  it("reaches another GKE cluster as the pool's member", async () => {
    // WHEN
    const all = await results(({ stack, euro }) => {
      const asia = GkeCluster.fromAttributes(stack, "asia", {
        projectId: "acme-asia",
        location: "asia-east1",
        clusterName: "asia",
      });
      return [
        new GkeToGkeTrust(stack, "trust", {
          from: asia.serviceAccount("ci", "deployer"),
          to: euro,
          access: ClusterAccess.view("payments"),
          builtInPool: true,
        }),
      ];
    });

    // THEN
    expect(surprises(all)).toEqual([]);
    const own = all.find(({ code }) => code === "own-identity");
    expect(own?.user?.name).toBe("serviceAccount:acme-asia.svc.id.goog[ci/deployer]");
  });
});

describe("an adopted object that is not part of what was read", () => {
  it("is believed, and what rests on it is not said to be proved", async () => {
    // WHEN
    const all = await results((clusters) => {
      const mesh = new TrustMesh(clusters.stack, "mesh");
      const from = hub(clusters).serviceAccount("ci", "deployer");
      const role = AwsFederatedRole.fromRoleArn(clusters.stack, "role", `arn:aws:iam::${ACCOUNT_ID}:role/given`);
      const provider = GcpWorkloadIdentityProvider.fromProviderName(
        clusters.stack,
        "provider",
        `projects/${PROJECT_NUMBER}/locations/global/workloadIdentityPools/given/providers/hub-cluster`,
      );
      mesh.allow(from, clusters.west, ClusterAccess.view("payments"), { eks: { role } });
      mesh.allow(from, clusters.euro, ClusterAccess.view("payments"), { gke: { workloadIdentityProvider: provider } });
      return mesh.clusterTrusts;
    });

    // THEN
    expect(surprises(all)).toEqual([]);
    const reached = all.filter(({ code }) => code === "own-identity");
    expect(reached.map(({ to }) => to).sort()).toEqual(["euro", "west"]);
    const untried = all.filter(({ verdict }) => verdict === "not tried");
    expect(new Set(untried.map(({ to }) => to))).toEqual(new Set(["west", "euro"]));
    expect(untried.map(({ observed }) => observed.kind)).toContain("assumed");
  });
});

describe("service accounts of two clusters in one pool", () => {
  it("are the same principal, which the lab tells", async () => {
    // GIVEN a pool that is shared, so that equal subjects of two issuers collide
    const all = await results((clusters) => {
      const { stack, euro, west } = clusters;
      const mesh = new TrustMesh(stack, "mesh");
      const gke = (providerId: string) => ({ gke: { existingPoolId: "shared-pool", providerId } });
      mesh.allow(west.serviceAccount("ci", "deployer"), euro, ClusterAccess.edit("payments"), gke("west"));
      mesh.allow(hub(clusters).serviceAccount("ci", "deployer"), euro, ClusterAccess.view("checkout"), gke("hub0"));
      return mesh.clusterTrusts;
    });

    // THEN one has what was granted to the other, as declared for their one principal
    const access = all.filter(({ code }) => code === "exact-access");
    const accesses = [
      expect.objectContaining({ role: "edit", namespaces: ["payments"] }) as unknown,
      expect.objectContaining({ role: "view", namespaces: ["checkout"] }) as unknown,
    ];
    const told = access.map(({ expected }) => (expected.kind === "access" ? expected.accesses : []));
    expect(told).toEqual([expect.arrayContaining(accesses), expect.arrayContaining(accesses)]);
    expect(told.map(({ length }) => length)).toEqual([2, 2]);
  });
});
