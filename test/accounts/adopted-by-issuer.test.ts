import {
  AwsAccount,
  AwsOidcProvider,
  ClusterAccess,
  EksCluster,
  EksToGkeTrust,
  GcpProject,
  GcpWorkloadIdentityProvider,
  GkeToEksTrust,
} from "../../src";
import { Clouds } from "../support/clouds";
import { refusals, synthesize } from "../support/synthesized";

const access = ClusterAccess.view("payments");
const POOL = "projects/123456789012/locations/global/workloadIdentityPools/theirs";

/** A project into which two service accounts of one EKS cluster get, and what is told of its pools before and after. */
function project({ before, after }: { [when in "before" | "after"]?: (of: GcpProject, west: EksCluster) => void }) {
  const clouds = new Clouds();
  const account = GcpProject.fromAttributes(clouds.stack, "data", {
    projectId: "acme-euro",
    projectNumber: "123456789012",
    googleProvider: clouds.providers.google,
  });
  const west = clouds.eks("west");
  before?.(account, west);
  for (const name of ["a", "b"]) {
    const from = west.serviceAccount("argocd", name);
    new EksToGkeTrust(clouds.stack, `t-${name}`, { from, to: clouds.gke(name, { account }), access });
  }
  after?.(account, west);
  return clouds.stack;
}

describe("what a Google project has of an issuer", () => {
  it("is a pool for all trusts of the issuer, in which one provider is created", () => {
    const out = synthesize(project({ before: (of, west) => of.adoptPool(west, "theirs", "west") }));

    expect(out.all("google_iam_workload_identity_pool")).toEqual([]);
    expect(out.only("google_iam_workload_identity_pool_provider")).toMatchObject({
      workload_identity_pool_id: "theirs",
      workload_identity_pool_provider_id: "west",
    });
    expect(
      out
        .all("kubernetes_role_binding_v1")
        .map(({ subject }) => subject as { name: string }[])
        .flat()
        .map(({ name }) => name),
    ).toEqual(
      ["a", "b"].map((name) => `principal://iam.googleapis.com/${POOL}/subject/system:serviceaccount:argocd:${name}`),
    );
  });

  it("is a provider for all trusts of the issuer, and nothing is created beside it", () => {
    const given = (west: EksCluster) =>
      GcpWorkloadIdentityProvider.fromProviderName(west, "given", `${POOL}/providers/west`);
    const out = synthesize(project({ before: (of, west) => of.adoptWorkloadIdentityProvider(west, given(west)) }));

    expect(out.all("google_iam_workload_identity_pool")).toEqual([]);
    expect(out.all("google_iam_workload_identity_pool_provider")).toEqual([]);
    expect(out.all("google_project_iam_member").map(({ member }) => member)).toEqual(
      ["a", "b"].map((name) => `principal://iam.googleapis.com/${POOL}/subject/system:serviceaccount:argocd:${name}`),
    );
  });

  it("is refused after a trust that creates a pool of its own", () => {
    const late = project({ after: (of, west) => of.adoptPool(west, "theirs") });

    expect(refusals(late)).toEqual([
      '[stack/data] adoptPool: is called after a trust of "stack/west" into the account, which creates what should be adopted. Call it before the first trust of the issuer.',
    ]);
  });
});

it("an OIDC provider of an AWS account is refused after a trust that creates another", () => {
  const clouds = new Clouds();
  const euro = clouds.gke("euro");
  const account = AwsAccount.fromProvider(clouds.stack, "prod", clouds.providers.aws);
  const from = euro.serviceAccount("argocd", "deployer");
  new GkeToEksTrust(clouds.stack, "trust", { from, to: clouds.eks("west", { account }), access });
  const arn = `arn:aws:iam::111122223333:oidc-provider/${euro.issuer.replace("https://", "")}`;
  account.adoptOidcProvider(euro, AwsOidcProvider.fromArn(clouds.stack, "given", arn));

  expect(refusals(clouds.stack)).toEqual([
    '[stack/prod] adoptOidcProvider: is called after a trust of "stack/euro" into the account, which creates what should be adopted. Call it before the first trust of the issuer.',
  ]);
});
