import {
  ClusterAccess,
  EksToGkeTrust,
  GcpImpersonation,
  GcpWorkloadIdentityProvider,
  GkeClusterAttributes,
  GkeToGkeTrust,
  ServiceAccount,
  GkeTrustProps,
} from "../../src";
import { Clouds } from "../support/clouds";
import { refusals } from "../support/synthesized";

const access = ClusterAccess.view("payments");
const SHARED = /^\[stack\/trust-mesh-shared\/google-acme-euro\/([a-z]+)[-_]west[^\]]*\] /;

/** What a trust of an EKS service account in the GKE cluster "euro" is refused with; `[pool]` and `[principal]` stand for paths with digests. */
function refused(
  options: Partial<GkeTrustProps> | ((clouds: Clouds) => Partial<GkeTrustProps>),
  target: Partial<GkeClusterAttributes> = {},
  subject: (clouds: Clouds) => ServiceAccount = (clouds) => clouds.eks("west").serviceAccount("argocd", "deployer"),
): string[] {
  const clouds = new Clouds();
  const given = typeof options === "function" ? options(clouds) : options;
  new EksToGkeTrust(clouds.stack, "trust", { access, ...given, from: subject(clouds), to: clouds.gke("euro", target) });
  return refusals(clouds.stack).map((found) => found.replace(SHARED, "[$1] "));
}

describe("ids of pool and provider", () => {
  const way = "Give 4 to 32 characters: lower-case letters, digits and dashes, not starting with gcp-";

  it.each(["abcd", "p".repeat(32), "a-gcp-pool", "0123"])("may be %s", (id) => {
    expect(refused({ poolId: id, providerId: id })).toEqual([]);
  });

  it.each(["abc", "p".repeat(33)])("may not have the length of %s", (id) => {
    expect(refused({ poolId: id })).toEqual([`[pool] poolId: "${id}" has ${id.length} characters. ${way}.`]);
    expect(refused({ providerId: id })).toEqual([`[pool] providerId: "${id}" has ${id.length} characters. ${way}.`]);
  });

  it.each(["gcp-pool", "Pool", "my_pool"])("may not be %s", (id) => {
    expect(refused({ poolId: id })).toEqual([`[pool] poolId: "${id}" is not a valid name. ${way}.`]);
    expect(refused({ providerId: id })).toEqual([`[pool] providerId: "${id}" is not a valid name. ${way}.`]);
  });

  it("of a long cluster's default fit", () => {
    const clouds = new Clouds();
    const from = clouds.eks(`west-${"x".repeat(60)}`).serviceAccount("argocd", "deployer");
    new EksToGkeTrust(clouds.stack, "trust", { from, to: clouds.gke("euro"), access });

    expect(refusals(clouds.stack)).toEqual([]);
  });

  it("may not be of a new and an existing pool at once", () => {
    expect(refused({ poolId: "mine", existingPoolId: "theirs" })).toEqual([
      "[pool] poolId: conflicts with existingPoolId. Give only one of them.",
    ]);
  });
});

describe("an existing pool", () => {
  it("needs the project's number, which principals are written with", () => {
    expect(refused({ existingPoolId: "theirs" }, { projectNumber: undefined })).toEqual([
      "[pool] existingPoolId: is given, and the project's number is not known. Give the GKE cluster or its GcpProject the projectNumber: principals are written with it.",
    ]);
  });
});

describe("an audience for Google", () => {
  it("may have 256 characters", () => {
    expect(refused({ audience: "a".repeat(256) })).toEqual([]);
  });

  it.each([0, 257])("may not have %i", (length) => {
    expect(refused({ audience: "a".repeat(length) })).toEqual([
      `[pool] audience: has ${length} characters. Give 1 to 256 characters.`,
    ]);
  });
});

describe("a subject", () => {
  // "system:serviceaccount:" has 22 bytes and the second colon one: names may have 104 together.
  const namespace = "n".repeat(63);

  it("may have 127 bytes", () => {
    expect(refused({}, {}, (clouds) => clouds.eks("west").serviceAccount(namespace, "a".repeat(41)))).toEqual([]);
  });

  it("may not have 128 without a uid", () => {
    const subject = `system:serviceaccount:${namespace}:${"a".repeat(42)}`;

    expect(refused({}, {}, (clouds) => clouds.eks("west").serviceAccount(namespace, "a".repeat(42)))).toEqual([
      `[principal] from: the subject "${subject}" has 128 bytes, and Google takes 127. Use shorter names, or give the service account's uid: serviceAccount(namespace, name, { uid }).`,
    ]);
  });

  it("may not be a whole namespace without impersonation", () => {
    expect(refused({}, {}, (clouds) => clouds.eks("west").everyServiceAccountIn("argocd"))).toEqual([
      "[principal] from: stands for several subjects, and RBAC in GKE names single users. Set impersonation, or trust single subjects.",
    ]);
  });
});

describe("the condition that names the subjects", () => {
  /**
   * `assertion.sub in [` and `]` have 19 characters; each subject of a 27-character name in "argocd" has 58 with its
   * quotes (22 + 6 + 1 + 27 + 2), and `, ` stands between two: 19 + 58 n + 2 (n - 1).
   */
  const conditionFor = (count: number, lastName: number) => {
    const clouds = new Clouds();
    const [source, to] = [clouds.eks("west"), clouds.gke("euro")];
    for (let index = 0; index < count; index++) {
      const length = index === count - 1 ? lastName : 27;
      const from = source.serviceAccount("argocd", `${index}`.padStart(3, "a").padEnd(length, "x"));
      new EksToGkeTrust(clouds.stack, `trust-${index}`, { from, to, access });
    }
    return refusals(clouds.stack).map((found) => found.replace(SHARED, "[$1] "));
  };

  it("may have 4096 characters", () => {
    // 19 + 67 × 58 + 66 × 2 = 4037; one more of 57 with its comma makes 4096, so its name has 26 letters.
    expect(conditionFor(68, 26)).toEqual([]);
  });

  it("may not have 4097", () => {
    expect(conditionFor(68, 27)).toEqual([
      "[pool] from: the condition that names 68 subjects has 4097 characters, and Google takes 4096. Trust fewer subjects of this source, or bring a workloadIdentityProvider whose condition you write.",
    ]);
  });
});

describe("impersonation", () => {
  it.each(["deploy", "d".repeat(30)])("may be of an account with the id %s", (id) => {
    expect(refused({ impersonation: GcpImpersonation.newServiceAccount(id) })).toEqual([]);
  });

  it.each(["short", "d".repeat(31)])("may not be of an account with the id %s", (id) => {
    expect(refused({ impersonation: GcpImpersonation.newServiceAccount(id) })).toEqual([
      `[principal] impersonation accountId: "${id}" has ${id.length} characters. Give 6 to 30 characters: lower-case letters, digits and dashes, starting with a letter and not ending in a dash.`,
    ]);
  });

  it.each(["1deployer", "deployer-", "Deployer"])("may not be of an account with the id %s", (id) => {
    const [found, ...rest] = refused({ impersonation: GcpImpersonation.newServiceAccount(id) });

    expect(rest).toEqual([]);
    expect(found).toContain(`[principal] impersonation accountId: "${id}" is not a valid name. `);
  });

  it.each(["deployer", "serviceAccount:x@y.z", "a b@c.d"])("may not be of the e-mail %s", (email) => {
    expect(refused({ impersonation: GcpImpersonation.existingServiceAccount(email) })).toEqual([
      `[principal] impersonation email: "${email}" is not an e-mail. Give the Google service account's e-mail.`,
    ]);
  });
});

describe("the lookup role", () => {
  it.each(["roles/container.viewer", "projects/p/roles/a.b", "organizations/1/roles/x"])("may be %s", (lookupRole) => {
    expect(refused({ lookupRole })).toEqual([]);
  });

  it.each(["container.viewer", "roles/", "folders/1/roles/x"])("may not be %s", (lookupRole) => {
    expect(refused({ lookupRole })).toEqual([
      `[principal] lookupRole: "${lookupRole}" is not a role. Give roles/NAME or projects/PROJECT/roles/NAME.`,
    ]);
  });

  it("may not be given and left out at once", () => {
    expect(refused({ lookupRole: "roles/container.viewer", grantLookupRole: false })).toEqual([
      "[stack/trust] lookupRole: is given, and grantLookupRole is false. Leave one of the two out.",
    ]);
  });
});

describe("an adopted pool provider", () => {
  const name = "projects/1/locations/global/workloadIdentityPools/pool/providers/k8s";

  it.each(["poolId", "providerId", "existingPoolId", "audience"])("leaves no meaning to %s", (option) => {
    expect(
      refused(({ stack }) => ({
        workloadIdentityProvider: GcpWorkloadIdentityProvider.fromProviderName(stack, "given", name),
        [option]: "mine",
      })),
    ).toEqual([
      `[stack/trust] ${option}: conflicts with workloadIdentityProvider, which needs no new pool. Leave one of the two out.`,
    ]);
  });

  it.each([
    "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/pool/providers/k8s",
    "projects/acme-euro/locations/global/workloadIdentityPools/pool/providers/k8s",
    "projects/1/locations/global/workloadIdentityPools/pool",
  ])("is not named %s", (wrong) => {
    expect(
      refused(({ stack }) => ({
        workloadIdentityProvider: GcpWorkloadIdentityProvider.fromProviderName(stack, "given", wrong),
      })),
    ).toEqual([
      `[stack/given] providerName: "${wrong}" is not a provider's resource name. Give projects/<number>/locations/global/workloadIdentityPools/<pool>/providers/<provider>, with the project's number.`,
    ]);
  });
});

describe("access in GKE", () => {
  it("has no form as a cloud policy", () => {
    expect(refused({ access: ClusterAccess.view().viaCloudPolicy() })).toEqual([
      "[stack/trust] access: viaCloudPolicy has no meaning in GKE: Google IAM cannot be limited to one cluster, let alone a namespace. Leave viaCloudPolicy out: Kubernetes RBAC realises the access.",
    ]);
  });
});

describe("a target that cannot be one", () => {
  it("has no Google provider", () => {
    expect(refused({}, { googleProvider: undefined })).toContain(
      "[stack/trust] stack/euro googleProvider: is missing, so the objects of this cluster could be made in a wrong place. Give the GKE cluster its googleProvider.",
    );
  });

  it("has no Kubernetes provider, and bindings are asked for", () => {
    expect(refused({}, { kubernetesProvider: undefined })).toEqual([
      "[stack/trust] stack/euro kubernetesProvider: is missing, so the objects of this cluster could be made in a wrong place. Give the GKE cluster its kubernetesProvider.",
    ]);
  });

  it("is the source itself", () => {
    const clouds = new Clouds();
    const euro = clouds.gke("euro");
    new GkeToGkeTrust(clouds.stack, "trust", { from: euro.serviceAccount("argocd", "deployer"), to: euro, access });

    expect(refusals(clouds.stack)).toEqual([
      "[stack/trust] to: is the service account's own cluster. Bind roles to it there; no trust is needed.",
    ]);
  });

  it("needs no Kubernetes provider for authentication alone", () => {
    expect(refused({ access: ClusterAccess.authenticationOnly() }, { kubernetesProvider: undefined })).toEqual([]);
  });
});

describe("the built-in pool", () => {
  it.each(["poolId", "providerId", "existingPoolId", "audience"])("leaves no meaning to %s", (option) => {
    const clouds = new Clouds();
    const from = clouds.gke("source").serviceAccount("argocd", "deployer");
    new GkeToGkeTrust(clouds.stack, "trust", {
      from,
      to: clouds.gke("euro"),
      access,
      builtInPool: true,
      [option]: "mine",
    });

    expect(refusals(clouds.stack)).toEqual([
      `[stack/trust] ${option}: conflicts with builtInPool, which needs no new pool. Leave one of the two out.`,
    ]);
  });
});
