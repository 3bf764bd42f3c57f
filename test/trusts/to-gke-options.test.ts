import {
  ClusterAccess,
  EksToGkeTrust,
  GcpImpersonation,
  GcpWorkloadIdentityProvider,
  GkeClusterAttributes,
  GkeToGkeTrust,
  OidcToGkeTrust,
  ServiceAccount,
  GkeTrustProps,
} from "../../src";
import { Clouds } from "../support/clouds";
import { resolved, synthesize } from "../support/synthesized";

const access = ClusterAccess.view("payments");
const POOL = "projects/123456789012/locations/global/workloadIdentityPools";

function trustWith(
  options: Partial<GkeTrustProps>,
  target: Partial<GkeClusterAttributes> = {},
  subject: (clouds: Clouds) => ServiceAccount = (clouds) => clouds.eks("west").serviceAccount("argocd", "deployer"),
) {
  const clouds = new Clouds();
  const to = clouds.gke("euro", target);
  const trust = new EksToGkeTrust(clouds.stack, "trust", { access, ...options, from: subject(clouds), to });
  return { trust, stack: clouds.stack };
}

describe("pool and provider", () => {
  it("take other ids, which a deleted pool makes necessary", () => {
    const { stack, trust } = trustWith({ poolId: "west-2", providerId: "oidc-2" });

    const out = synthesize(stack);
    expect(out.only("google_iam_workload_identity_pool").workload_identity_pool_id).toBe("west-2");
    expect(out.only("google_iam_workload_identity_pool_provider").workload_identity_pool_provider_id).toBe("oidc-2");
    expect(trust.audience).toBe(`https://iam.googleapis.com/${POOL}/west-2/providers/oidc-2`);
    expect(trust.cloudPrincipal).toBe(
      `principal://iam.googleapis.com/${POOL}/west-2/subject/system:serviceaccount:argocd:deployer`,
    );
  });

  it("take another audience, which the plugin is told of: it refuses tokens of any other", () => {
    const { stack, trust } = trustWith({ poolId: "west-2", audience: "euro.example.com" });

    expect(synthesize(stack).only("google_iam_workload_identity_pool_provider").oidc).toMatchObject({
      allowed_audiences: ["euro.example.com"],
    });
    expect(trust.audience).toBe("euro.example.com");
    expect(trust.execArguments()).toEqual([
      "gke",
      "--audience",
      `//iam.googleapis.com/${POOL}/west-2/providers/kubernetes`,
      "--universe-domain",
      "googleapis.com",
      "--token-audience",
      "euro.example.com",
    ]);
  });

  it("are written with the pool's own name when the project's number is unknown", () => {
    const { stack, trust } = trustWith({}, { projectNumber: undefined });

    const out = synthesize(stack);
    const name = `\${${out.addressOf("google_iam_workload_identity_pool")}.name}`;
    const user = `principal://iam.googleapis.com/${name}/subject/system:serviceaccount:argocd:deployer`;
    expect(out.only("google_iam_workload_identity_pool_provider").oidc).toMatchObject({
      allowed_audiences: [`https://iam.googleapis.com/${name}/providers/kubernetes`],
    });
    expect(out.only("google_project_iam_member").member).toBe(user);
    expect(out.only("kubernetes_role_binding_v1").subject).toMatchObject([{ kind: "User", name: user }]);
    expect(resolved(stack, trust.kubernetesUser)).toBe(user);
  });

  it("live in a pool that exists, where only the provider is made", () => {
    const { stack, trust } = trustWith({ existingPoolId: "everyone" });

    const out = synthesize(stack);
    expect(out.all("google_iam_workload_identity_pool")).toEqual([]);
    expect(out.only("google_iam_workload_identity_pool_provider")).toMatchObject({
      workload_identity_pool_id: "everyone",
      provider: "google.target",
    });
    expect(out.only("google_project_iam_member")).toEqual({
      provider: "google.target",
      project: "acme-euro",
      role: "roles/container.clusterViewer",
      member: `principal://iam.googleapis.com/${POOL}/everyone/subject/system:serviceaccount:argocd:deployer`,
    });
    expect(trust.pool).toBeUndefined();
  });
});

describe("an adopted pool provider", () => {
  const name = "projects/999/locations/global/workloadIdentityPools/given/providers/k8s";

  it.each([
    [undefined, `https://iam.googleapis.com/${name}`],
    ["custom.example.com", "custom.example.com"],
  ])("makes nothing but the lookup and the binding: audience %s", (audience, expected) => {
    const clouds = new Clouds();
    const workloadIdentityProvider = GcpWorkloadIdentityProvider.fromProviderName(clouds.stack, "p", name, audience);
    const from = clouds.eks("west").serviceAccount("argocd", "deployer");

    const trust = new EksToGkeTrust(clouds.stack, "trust", {
      from,
      to: clouds.gke("euro"),
      access,
      workloadIdentityProvider,
    });

    const out = synthesize(clouds.stack);
    expect(out.counts).toEqual({ google_project_iam_member: 1, kubernetes_role_binding_v1: 1 });
    expect(out.only("google_project_iam_member")).toEqual({
      provider: "google.target",
      project: "acme-euro",
      role: "roles/container.clusterViewer",
      member:
        "principal://iam.googleapis.com/projects/999/locations/global/workloadIdentityPools/given/subject/system:serviceaccount:argocd:deployer",
    });
    expect(trust.audience).toBe(expected);
    const told = audience === undefined ? [] : ["--token-audience", audience];
    expect(trust.execArguments()).toEqual([
      "gke",
      "--audience",
      `//iam.googleapis.com/${name}`,
      "--universe-domain",
      "googleapis.com",
      ...told,
    ]);
  });
});

describe("the lookup role", () => {
  it("can be another one", () => {
    const { stack } = trustWith({ lookupRole: "projects/acme-euro/roles/clusterConnect" });

    expect(synthesize(stack).only("google_project_iam_member").role).toBe("projects/acme-euro/roles/clusterConnect");
  });

  it("can be left out", () => {
    const { stack } = trustWith({ grantLookupRole: false });

    expect(synthesize(stack).all("google_project_iam_member")).toEqual([]);
  });
});

describe("impersonation", () => {
  it("of a new service account lets only the principal act as it, and RBAC sees the e-mail", () => {
    const { stack, trust } = trustWith({
      impersonation: GcpImpersonation.newServiceAccount("deployer"),
      poolId: "west",
    });

    const out = synthesize(stack);
    const account = out.addressOf("google_service_account");
    expect(out.only("google_service_account")).toEqual({
      provider: "google.target",
      project: "acme-euro",
      account_id: "deployer",
      description: "Impersonated by a service account of another Kubernetes cluster",
    });
    expect(out.only("google_service_account_iam_member")).toEqual({
      provider: "google.target",
      service_account_id: `\${${account}.name}`,
      role: "roles/iam.workloadIdentityUser",
      member: `principal://iam.googleapis.com/${POOL}/west/subject/system:serviceaccount:argocd:deployer`,
      depends_on: [out.addressOf("google_iam_workload_identity_pool")],
    });
    expect(out.only("google_project_iam_member").member).toBe(`serviceAccount:\${${account}.email}`);
    expect(out.only("kubernetes_role_binding_v1").subject).toMatchObject([
      { kind: "User", name: `\${${account}.email}` },
    ]);
    expect(resolved(stack, trust.execArguments())).toEqual([
      "gke",
      "--audience",
      `//iam.googleapis.com/${POOL}/west/providers/kubernetes`,
      "--service-account",
      `\${${account}.email}`,
      "--universe-domain",
      "googleapis.com",
    ]);
    expect(trust.resources).toContain(trust.googleServiceAccount);
  });

  it("of a new service account makes an id of at most 30 characters that starts with a letter", () => {
    const { stack } = trustWith({ impersonation: GcpImpersonation.newServiceAccount() });

    expect(synthesize(stack).only("google_service_account").account_id).toMatch(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/);
  });

  it("of a given service account makes none", () => {
    const email = "deployer@acme-euro.iam.gserviceaccount.com";

    const { stack, trust } = trustWith({ impersonation: GcpImpersonation.existingServiceAccount(email) });

    const out = synthesize(stack);
    expect(out.all("google_service_account")).toEqual([]);
    expect(out.only("google_service_account_iam_member").service_account_id).toBe(
      "projects/-/serviceAccounts/deployer@acme-euro.iam.gserviceaccount.com",
    );
    expect(out.only("google_project_iam_member").member).toBe(`serviceAccount:${email}`);
    expect(trust.kubernetesUser).toBe(email);
    expect(trust.cloudPrincipal).toBe(`serviceAccount:${email}`);
  });

  it("lets a whole namespace act, by an attribute of its own", () => {
    const { stack } = trustWith(
      { impersonation: GcpImpersonation.newServiceAccount("deployer"), poolId: "west" },
      {},
      (clouds) => clouds.eks("west").everyServiceAccountIn("argocd"),
    );

    const out = synthesize(stack);
    expect(out.only("google_iam_workload_identity_pool_provider")).toMatchObject({
      attribute_condition: "assertion.sub.startsWith('system:serviceaccount:argocd:')",
      attribute_mapping: {
        "google.subject": "assertion.sub",
        "attribute.namespace": "assertion['kubernetes.io'].namespace",
      },
    });
    expect(out.only("google_service_account_iam_member").member).toBe(
      `principalSet://iam.googleapis.com/${POOL}/west/attribute.namespace/argocd`,
    );
  });
});

describe("a subject of more than 127 bytes", () => {
  // "system:serviceaccount:" has 22 bytes and the second colon one: 63 + 41 + 23 = 127.
  const [namespace, fits, long] = ["n".repeat(63), "a".repeat(41), "a".repeat(42)];

  it("does not begin at 127", () => {
    const { stack, trust } = trustWith({ poolId: "west" }, {}, (clouds) =>
      clouds.eks("west").serviceAccount(namespace, fits, { uid: "uid-of-the-account" }),
    );

    expect(synthesize(stack).only("google_iam_workload_identity_pool_provider").attribute_mapping).toEqual({
      "google.subject": "assertion.sub",
    });
    expect(trust.kubernetesUser).toBe(
      `principal://iam.googleapis.com/${POOL}/west/subject/system:serviceaccount:${namespace}:${fits}`,
    );
  });

  it("is told by the service account's uid", () => {
    const { stack, trust } = trustWith({ poolId: "west" }, {}, (clouds) =>
      clouds.eks("west").serviceAccount(namespace, long, { uid: "0b9b1c2d-uid" }),
    );

    expect(synthesize(stack).only("google_iam_workload_identity_pool_provider")).toMatchObject({
      attribute_mapping: {
        "google.subject": "size(assertion.sub) <= 127 ? assertion.sub : assertion['kubernetes.io'].serviceaccount.uid",
      },
      attribute_condition: `assertion.sub in ['system:serviceaccount:${namespace}:${long}']`,
    });
    expect(trust.kubernetesUser).toBe(`principal://iam.googleapis.com/${POOL}/west/subject/0b9b1c2d-uid`);
  });
});

describe("another universe", () => {
  it("has its own domain in audience, principal and the plugin's arguments", () => {
    const { stack, trust } = trustWith({ poolId: "west" }, { universeDomain: "apis-s3ns.fr" });

    expect(trust.audience).toBe(`https://iam.apis-s3ns.fr/${POOL}/west/providers/kubernetes`);
    expect(synthesize(stack).only("google_project_iam_member").member).toBe(
      `principal://iam.apis-s3ns.fr/${POOL}/west/subject/system:serviceaccount:argocd:deployer`,
    );
    expect(trust.execArguments()).toEqual([
      "gke",
      "--audience",
      `//iam.apis-s3ns.fr/${POOL}/west/providers/kubernetes`,
      "--universe-domain",
      "apis-s3ns.fr",
    ]);
  });
});

describe("the built-in pool between GKE clusters", () => {
  const trustBy = (more: Partial<GkeTrustProps>) => {
    const clouds = new Clouds();
    const from = clouds.gke("source", { projectId: "acme-source" }).serviceAccount("argocd", "deployer");
    const to = clouds.gke("euro");
    const trust = new GkeToGkeTrust(clouds.stack, "trust", { from, to, access, builtInPool: true, ...more });
    return { trust, stack: clouds.stack };
  };

  it("makes the lookup and the binding alone", () => {
    const { stack, trust } = trustBy({});

    const member = "serviceAccount:acme-source.svc.id.goog[argocd/deployer]";
    const out = synthesize(stack);
    expect(out.counts).toEqual({ google_project_iam_member: 1, kubernetes_role_binding_v1: 1 });
    expect(out.only("google_project_iam_member")).toEqual({
      provider: "google.target",
      project: "acme-euro",
      role: "roles/container.clusterViewer",
      member,
    });
    expect(out.only("kubernetes_role_binding_v1").subject).toMatchObject([{ kind: "User", name: member }]);
    expect(trust.cloudPrincipal).toBe(member);
    expect(trust.audience).toBe("");
    expect(trust.usesProjectedToken).toBe(false);
    expect(trust.execArguments("/ignored")).toEqual([
      "gke",
      "--universe-domain",
      "googleapis.com",
      "--source",
      "google-metadata",
    ]);
  });

  it("can do without the lookup", () => {
    const { stack } = trustBy({ grantLookupRole: false });

    expect(synthesize(stack).counts).toEqual({ kubernetes_role_binding_v1: 1 });
  });

  it("is not used unless it is asked for", () => {
    const { stack, trust } = trustBy({ builtInPool: undefined });

    expect(synthesize(stack).counts.google_iam_workload_identity_pool).toBe(1);
    expect(trust.usesProjectedToken).toBe(true);
  });
});

describe("keys of a self-managed source", () => {
  it("are uploaded with the members alone that Google takes", () => {
    const clouds = new Clouds();
    const jwks = JSON.stringify({
      keys: [{ kty: "RSA", alg: "RS256", use: "sig", kid: "k1", n: "AQAB", e: "AQAB", x5c: ["MII"], x5t: "abc" }],
    });
    const from = clouds.oidc("onprem", { jwks }).serviceAccount("argocd", "deployer");

    new OidcToGkeTrust(clouds.stack, "trust", { from, to: clouds.gke("euro"), access });

    const { oidc } = synthesize(clouds.stack).only("google_iam_workload_identity_pool_provider") as {
      oidc: { issuer_uri: string; jwks_json: string };
    };
    expect(oidc.issuer_uri).toBe("https://oidc.onprem.example.com/cluster-1");
    expect(JSON.parse(oidc.jwks_json)).toEqual({
      keys: [{ kty: "RSA", alg: "RS256", use: "sig", kid: "k1", n: "AQAB", e: "AQAB" }],
    });
  });

  it("are left to the issuer where none are given", () => {
    const clouds = new Clouds();
    const from = clouds.oidc("onprem").serviceAccount("argocd", "deployer");

    new OidcToGkeTrust(clouds.stack, "trust", { from, to: clouds.gke("euro"), access });

    expect(synthesize(clouds.stack).only("google_iam_workload_identity_pool_provider").oidc).not.toHaveProperty(
      "jwks_json",
    );
  });
});
