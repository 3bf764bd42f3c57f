import {
  AksClusterAttributes,
  ClusterAccess,
  EksToAksTrust,
  EksToEksTrust,
  EksToGkeTrust,
  GcpImpersonation,
  GkeToEksTrust,
  GkeToGkeTrust,
  OidcToAksTrust,
  OidcToEksTrust,
  OidcToGkeTrust,
  TrustMesh,
} from "../../src";
import { Clouds, EKS_ISSUER, OIDC_ISSUER } from "../support/clouds";
import { refusals, warnings } from "../support/synthesized";

const access = ClusterAccess.view("payments");
const JWKS = JSON.stringify({ keys: [{ kty: "EC", crv: "P-256", kid: "k", x: "x", y: "y" }] });

/** The warnings of a trust of an EKS service account in EKS. */
function warned(namespace: string, name: string, given = access): string[] {
  const clouds = new Clouds();
  const from = clouds.eks("west").serviceAccount(namespace, name);
  new EksToEksTrust(clouds.stack, "trust", { from, to: clouds.eks("east"), access: given });
  expect(refusals(clouds.stack)).toEqual([]);
  return warnings(clouds.app);
}

describe("nothing warns", () => {
  it("of an exact subject with bounded access", () => {
    expect(warned("argocd", "deployer")).toEqual([]);
    expect(warned("argocd", "deployer", ClusterAccess.edit("payments"))).toEqual([]);
    expect(warned("argocd", "deployer", ClusterAccess.view())).toEqual([]);
    expect(warned("argocd", "deployer", ClusterAccess.clusterRole("own"))).toEqual([]);
    expect(warned("argocd", "deployer", ClusterAccess.authenticationOnly())).toEqual([]);
  });

  it("of the namespace default, or a name that only contains the word", () => {
    expect(warned("default", "deployer")).toEqual([]);
    expect(warned("argocd", "default-deployer")).toEqual([]);
  });

  it("of a trust into AKS or GKE", () => {
    const clouds = new Clouds();
    const from = clouds.eks("west").serviceAccount("argocd", "deployer");
    new EksToAksTrust(clouds.stack, "aks", { from, to: clouds.aks("corp"), access });
    new EksToGkeTrust(clouds.stack, "gke", { from, to: clouds.gke("euro"), access });

    expect(warnings(clouds.app)).toEqual([]);
  });
});

describe("a subject that is wider than it looks", () => {
  it("is the service account default", () => {
    expect(warned("argocd", "default")).toEqual([
      '[stack/trust] The service account "default" of "argocd" is every pod\'s own unless another is named: any user who can create pods there gets this access. Use a service account made for the purpose.',
    ]);
  });

  it("is every service account of a namespace", () => {
    const clouds = new Clouds();
    const from = clouds.eks("west").everyServiceAccountIn("argocd");
    new EksToEksTrust(clouds.stack, "trust", { from, to: clouds.eks("east"), access });

    expect(warnings(clouds.app)).toEqual([
      '[stack/trust] Every service account of "argocd" is trusted: any user who can create pods or service accounts there gets this access. Trust single service accounts if that is not meant.',
    ]);
  });
});

describe("access that is wider than it looks", () => {
  it("is cluster-admin, by whatever name", () => {
    const message = "[stack/trust] cluster-admin may do everything in the target cluster, its RBAC included.";

    expect(warned("argocd", "deployer", ClusterAccess.clusterAdmin())).toEqual([message]);
    expect(warned("argocd", "deployer", ClusterAccess.clusterRole("cluster-admin"))).toEqual([message]);
    expect(warned("argocd", "deployer", ClusterAccess.clusterAdmin().viaCloudPolicy())).toEqual([message]);
  });

  it.each(["edit", "admin"] as const)("is %s in the whole cluster", (level) => {
    expect(warned("argocd", "deployer", ClusterAccess[level]())).toEqual([
      `[stack/trust] ${level} in the whole cluster reads every Secret and can act as every service account. Name the namespaces if that is not meant.`,
    ]);
  });

  it("warns when it is granted later", () => {
    const clouds = new Clouds();
    const from = clouds.eks("west").serviceAccount("argocd", "deployer");
    const trust = new EksToEksTrust(clouds.stack, "trust", { from, to: clouds.eks("east"), access });

    trust.grant(ClusterAccess.clusterAdmin());

    expect(warnings(clouds.app)).toHaveLength(1);
  });
});

describe("a GKE source", () => {
  const REVIVED =
    '[stack] The issuer of the GKE cluster "euro" is made of names: a cluster deleted and created again under the same name is trusted again. Remove its trusts before the name is given away.';

  it("warns of a recreated cluster, once a stack and not once an edge", () => {
    const clouds = new Clouds();
    const euro = clouds.gke("euro");
    const mesh = new TrustMesh(clouds.stack, "mesh");
    for (const name of ["a", "b"]) {
      mesh.allow(euro.serviceAccount("argocd", name), clouds.eks(`one-${name}`), access);
      mesh.allow(euro.serviceAccount("argocd", name), clouds.eks(`two-${name}`), access);
    }

    expect(warnings(clouds.app)).toEqual([REVIVED]);
  });

  it("does not warn as a target", () => {
    const clouds = new Clouds();
    const from = clouds.eks("west").serviceAccount("argocd", "deployer");
    new EksToGkeTrust(clouds.stack, "trust", { from, to: clouds.gke("euro"), access });

    expect(warnings(clouds.app)).toEqual([]);
  });

  it("warns again in another stack, whose owner may be another", () => {
    const [a, b] = [new Clouds(undefined, "a")].flatMap((one) => [one, new Clouds(one.app, "b")]);
    const from = a.gke("euro").serviceAccount("argocd", "deployer");
    new GkeToEksTrust(a.stack, "trust", { from, to: a.eks("west", { accountId: "444455556666" }), access });
    new GkeToEksTrust(b.stack, "trust", { from, to: b.eks("east"), access });

    expect(warnings(a.app).map((found) => found.slice(0, 4))).toEqual(["[a] ", "[b] "]);
  });
});

describe("pools that more than one cluster shares", () => {
  it("warn when they existed before", () => {
    const clouds = new Clouds();
    const from = clouds.eks("west").serviceAccount("argocd", "deployer");
    new EksToGkeTrust(clouds.stack, "trust", { from, to: clouds.gke("euro"), access, existingPoolId: "theirs" });

    const found = warnings(clouds.app);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(
      'The pool "theirs" may hold other issuers: a subject of theirs that equals one of "west" is the same principal.',
    );
  });

  it("warn when GKE keeps them, of identity sameness", () => {
    const clouds = new Clouds();
    const from = clouds.gke("source").serviceAccount("argocd", "deployer");
    new GkeToGkeTrust(clouds.stack, "trust", { from, to: clouds.gke("euro"), access, builtInPool: true });

    expect(warnings(clouds.app).join("\n")).toContain(
      '"argocd/deployer" of every cluster in the source project is this principal (identity sameness). Leave builtInPool out for an identity of "source" alone.',
    );
  });
});

describe("uploaded keys", () => {
  it("warn where the cloud takes none", () => {
    const clouds = new Clouds();
    const from = clouds.oidc("onprem", { jwks: JWKS }).serviceAccount("argocd", "deployer");
    new OidcToEksTrust(clouds.stack, "eks", { from, to: clouds.eks("west"), access });
    new OidcToAksTrust(clouds.stack, "aks", { from, to: clouds.aks("corp"), access });

    expect(warnings(clouds.app)).toEqual(
      ["AWS", "Entra"].map(
        (cloud) =>
          `[stack] "onprem" has uploaded keys, which only Google takes: ${cloud} fetches them from the issuer, which must be public.`,
      ),
    );
  });

  it("do not warn in Google Cloud", () => {
    const clouds = new Clouds();
    const from = clouds.oidc("onprem", { jwks: JWKS }).serviceAccount("argocd", "deployer");
    new OidcToGkeTrust(clouds.stack, "gke", {
      from,
      to: clouds.gke("euro"),
      access,
      impersonation: GcpImpersonation.newServiceAccount(),
    });

    expect(warnings(clouds.app)).toEqual([]);
  });
});

describe("local accounts of an AKS target", () => {
  it.each<[AksClusterAttributes["localAccountDisabled"], number]>([
    [false, 1],
    [true, 0],
    [undefined, 0],
  ])("with localAccountDisabled %s warn %i times", (localAccountDisabled, times) => {
    const clouds = new Clouds();
    const from = clouds.eks("west").serviceAccount("argocd", "deployer");
    new EksToAksTrust(clouds.stack, "trust", { from, to: clouds.aks("corp", { localAccountDisabled }), access });

    const message =
      '[stack] Local accounts of "corp" are on: they bypass Entra and every trust. Set local_account_disabled on the AKS cluster.';
    expect(warnings(clouds.app)).toEqual(Array.from({ length: times }, () => message));
  });
});

/**
 * Kubernetes documentation: "kube-apiserver", `--api-audiences`: "If the --service-account-issuer flag is configured and this flag is
 * not, this field defaults to a single element list containing the issuer URL." Tokens of pods on EKS have https://kubernetes.default.svc.
 */
describe("an audience of the source's API server", () => {
  const message = (audience: string, source: string) =>
    `The audience "${audience}" is that of the API server of "${source}": the token that pods have for it by default is accepted as well`;

  it.each(["https://kubernetes.default.svc", EKS_ISSUER])("warns in AWS: %s", (audience) => {
    const clouds = new Clouds();
    const from = clouds.eks("west").serviceAccount("argocd", "deployer");
    new EksToEksTrust(clouds.stack, "trust", { from, to: clouds.eks("east"), access, audience });

    expect(warnings(clouds.app)).toEqual([expect.stringContaining(message(audience, "west"))]);
  });

  it("warns in Google Cloud", () => {
    const clouds = new Clouds();
    const from = clouds.oidc("onprem").serviceAccount("argocd", "deployer");
    new OidcToGkeTrust(clouds.stack, "trust", { from, to: clouds.gke("euro"), access, audience: OIDC_ISSUER });

    expect(warnings(clouds.app)).toEqual([expect.stringContaining(message(OIDC_ISSUER, "onprem"))]);
  });

  it("does not warn of another cluster's issuer, nor of an audience of the trust's own", () => {
    for (const audience of [OIDC_ISSUER, "west.example.com", "sts.amazonaws.com"]) {
      const clouds = new Clouds();
      const from = clouds.eks("west").serviceAccount("argocd", "deployer");
      new EksToEksTrust(clouds.stack, "trust", { from, to: clouds.eks("east"), access, audience });

      expect(warnings(clouds.app)).toEqual([]);
    }
  });
});
