import {
  AksToAksTrust,
  AksToEksTrust,
  AksToGkeTrust,
  ClusterAccess,
  EksToAksTrust,
  EksToEksTrust,
  EksToGkeTrust,
  GkeToAksTrust,
  GkeToEksTrust,
  GkeToGkeTrust,
  OidcToAksTrust,
  OidcToEksTrust,
  OidcToGkeTrust,
  AksTrustProps,
  EksTrustProps,
  GkeTrustProps,
} from "../../src";
import { AKS_ISSUER, Clouds, EKS_ISSUER, GKE_ISSUER, OIDC_ISSUER } from "../support/clouds";
import { refusals, synthesize } from "../support/synthesized";

/** One source of each kind: its issuer is what the target's cloud must be told, byte for byte. */
const SOURCES = {
  EKS: { issuer: EKS_ISSUER, of: (clouds: Clouds) => clouds.eks("source") },
  GKE: { issuer: GKE_ISSUER, of: (clouds: Clouds) => clouds.gke("source") },
  AKS: { issuer: AKS_ISSUER, of: (clouds: Clouds) => clouds.aks("source") },
  OIDC: { issuer: OIDC_ISSUER, of: (clouds: Clouds) => clouds.oidc("source") },
};
type Kind = keyof typeof SOURCES;

const access = ClusterAccess.view("payments");
const subjectOf = (clouds: Clouds, kind: Kind) => SOURCES[kind].of(clouds).serviceAccount("argocd", "deployer");

describe.each([
  ["EKS", EksToEksTrust],
  ["GKE", GkeToEksTrust],
  ["AKS", AksToEksTrust],
  ["OIDC", OidcToEksTrust],
] as [Kind, new (...args: [Clouds["stack"], string, EksTrustProps]) => EksToEksTrust][])(
  "%s to EKS",
  (kind, TrustClass) => {
    it("registers the issuer as it is and conditions on it without its scheme", () => {
      const clouds = new Clouds();

      new TrustClass(clouds.stack, "trust", { from: subjectOf(clouds, kind), to: clouds.eks("target"), access });

      const out = synthesize(clouds.stack);
      const { issuer } = SOURCES[kind];
      const host = issuer.slice("https://".length);
      expect(out.only("aws_iam_openid_connect_provider").url).toBe(issuer);
      const policy = JSON.parse(out.only("aws_iam_role").assume_role_policy as string) as {
        Statement: { Condition: unknown }[];
      };
      expect(policy.Statement.map(({ Condition }) => Condition)).toEqual([
        {
          StringEquals: {
            [`${host}:aud`]: "sts.amazonaws.com",
            [`${host}:sub`]: "system:serviceaccount:argocd:deployer",
          },
        },
      ]);
      expect(out.only("kubernetes_role_binding_v1").provider).toBe("kubernetes.target");
    });

    it("refuses a service account of another kind of cluster", () => {
      const clouds = new Clouds();
      const other: Kind = kind === "OIDC" ? "EKS" : "OIDC";

      new TrustClass(clouds.stack, "trust", { from: subjectOf(clouds, other), to: clouds.eks("target"), access });

      expect(refusals(clouds.stack)).toEqual([wrongClass(kind, other)]);
    });
  },
);

describe.each([
  ["EKS", EksToGkeTrust],
  ["GKE", GkeToGkeTrust],
  ["AKS", AksToGkeTrust],
  ["OIDC", OidcToGkeTrust],
] as [Kind, new (...args: [Clouds["stack"], string, GkeTrustProps]) => EksToGkeTrust][])(
  "%s to GKE",
  (kind, TrustClass) => {
    it("registers the issuer as it is and names the subject", () => {
      const clouds = new Clouds();

      new TrustClass(clouds.stack, "trust", { from: subjectOf(clouds, kind), to: clouds.gke("target"), access });

      const out = synthesize(clouds.stack);
      expect(out.only("google_iam_workload_identity_pool_provider")).toMatchObject({
        oidc: { issuer_uri: SOURCES[kind].issuer },
        attribute_condition: "assertion.sub in ['system:serviceaccount:argocd:deployer']",
      });
      expect(out.only("kubernetes_role_binding_v1").provider).toBe("kubernetes.target");
    });

    it("refuses a service account of another kind of cluster", () => {
      const clouds = new Clouds();
      const other: Kind = kind === "OIDC" ? "EKS" : "OIDC";

      new TrustClass(clouds.stack, "trust", { from: subjectOf(clouds, other), to: clouds.gke("target"), access });

      expect(refusals(clouds.stack)).toEqual([wrongClass(kind, other)]);
    });
  },
);

describe.each([
  ["EKS", EksToAksTrust],
  ["GKE", GkeToAksTrust],
  ["AKS", AksToAksTrust],
  ["OIDC", OidcToAksTrust],
] as [Kind, new (...args: [Clouds["stack"], string, AksTrustProps]) => EksToAksTrust][])(
  "%s to AKS",
  (kind, TrustClass) => {
    it("writes the issuer as it is into the credential", () => {
      const clouds = new Clouds();

      new TrustClass(clouds.stack, "trust", { from: subjectOf(clouds, kind), to: clouds.aks("target"), access });

      const out = synthesize(clouds.stack);
      expect(out.only("azurerm_federated_identity_credential")).toMatchObject({
        issuer: SOURCES[kind].issuer,
        subject: "system:serviceaccount:argocd:deployer",
      });
      expect(out.only("kubernetes_role_binding_v1").provider).toBe("kubernetes.target");
    });

    it("refuses a service account of another kind of cluster", () => {
      const clouds = new Clouds();
      const other: Kind = kind === "OIDC" ? "EKS" : "OIDC";

      new TrustClass(clouds.stack, "trust", { from: subjectOf(clouds, other), to: clouds.aks("target"), access });

      expect(refusals(clouds.stack)).toEqual([wrongClass(kind, other)]);
    });
  },
);

function wrongClass(expected: Kind, found: Kind): string {
  return `[stack/trust] from: is a service account of the ${found} cluster "source", and this class is for ${expected} sources. Use the class of the direction, or the one for any source: EksTrust, GkeTrust, AksTrust.`;
}

it("AKS to AKS crosses subscriptions and tenants: everything is made in the target's", () => {
  const clouds = new Clouds();
  const from = clouds
    .aks("source", { tenantId: "99999999-2222-3333-4444-555555555555", azurermProvider: undefined })
    .serviceAccount("argocd", "deployer");

  const trust = new AksToAksTrust(clouds.stack, "trust", { from, to: clouds.aks("target"), access });

  const out = synthesize(clouds.stack);
  expect(Object.values(out.resources).map(({ provider }) => provider)).toEqual([
    "azurerm.target",
    "azurerm.target",
    "kubernetes.target",
  ]);
  expect(trust.execArguments()).toContain("11111111-2222-3333-4444-555555555555");
});
