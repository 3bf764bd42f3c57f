import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { ServiceAccount as GoogleServiceAccount } from "@cdktf/provider-google/lib/service-account";
import { App } from "cdktf";
import { GcpAccess, GcpImpersonation, GcpTrust, PodWiring, SdkConfigMap, ServiceAccount } from "../../src";
import { accountsOf } from "../support/accounts";
import { Clouds } from "../support/clouds";
import { refusals, synthesize } from "../support/synthesized";
import { describeWithStandIns, TerraformFolder } from "../support/terraform";

const EMAIL = "reports-reader@acme-data.iam.gserviceaccount.com";
const access = GcpAccess.readBucket("acme-exports");

/** The same service account of an EKS cluster and of a self-managed one. */
function readersIn(clouds: Clouds): ServiceAccount[] {
  return [clouds.eks("west"), clouds.oidc("onprem")].map((cluster) => cluster.serviceAccount("reports", "reader"));
}

describe("a Google service account of several subjects", () => {
  it.each([
    ["that is made", () => GcpImpersonation.sharedServiceAccount("reports-reader"), 1],
    ["that exists", () => GcpImpersonation.existingServiceAccount(EMAIL), 0],
  ])("%s is a member of each resource once, and each subject one of it", (_what, impersonation, made) => {
    const clouds = new Clouds();
    const { data } = accountsOf(clouds);
    for (const from of readersIn(clouds)) {
      const trust = { from, to: data, access, impersonation: impersonation() };
      new GcpTrust(clouds.stack, `${from.cluster.node.id}-1`, trust);
      new GcpTrust(clouds.stack, `${from.cluster.node.id}-2`, { ...trust, access: GcpAccess.readSecret("database") });
    }

    expect(synthesize(clouds.stack).counts).toMatchObject({
      ...(made ? { google_service_account: made } : {}),
      google_service_account_iam_member: 2,
      google_storage_bucket_iam_member: 1,
      google_secret_manager_secret_iam_member: 1,
    });
  });

  it("whose e-mails are known after apply are told apart", () => {
    const clouds = new Clouds();
    const { data } = accountsOf(clouds);
    const [from] = readersIn(clouds);
    for (const accountId of ["first-account", "second-account"]) {
      const account = new GoogleServiceAccount(clouds.stack, accountId, { accountId });
      const impersonation = GcpImpersonation.existingServiceAccount(account.email);
      new GcpTrust(clouds.stack, `as-${accountId}`, { from, to: data, access, impersonation });
    }

    expect(synthesize(clouds.stack).counts).toMatchObject({ google_storage_bucket_iam_member: 2 });
  });

  it("needs an id that Google takes", () => {
    const clouds = new Clouds();
    const { data } = accountsOf(clouds);
    const [from] = readersIn(clouds);

    new GcpTrust(clouds.stack, "reader", {
      from,
      to: data,
      access,
      impersonation: GcpImpersonation.sharedServiceAccount("Reader"),
    });

    expect(refusals(clouds.stack)).toEqual([expect.stringContaining('impersonation accountId: "Reader"')]);
  });
});

it("a credential file with an e-mail that is known after apply is taken for what the pod reads", () => {
  const clouds = new Clouds();
  const { data } = accountsOf(clouds);
  const [from] = readersIn(clouds);
  const trusts = [
    new GcpTrust(clouds.stack, "reader", {
      from,
      to: data,
      access,
      impersonation: GcpImpersonation.newServiceAccount(),
    }),
  ];
  const kubernetesProvider = clouds.stack.node.findChild("kubernetes-west") as KubernetesProvider;
  const sdkFiles = new SdkConfigMap(clouds.stack, "sdk", { namespace: "reports", trusts, kubernetesProvider });

  PodWiring.for(from, trusts, { sdkFiles });

  expect(refusals(clouds.stack)).toEqual([]);
});

describe("GKE's own pool beside impersonation", () => {
  it("makes the service account of the metadata server's pool a member of the Google service account", () => {
    const clouds = new Clouds();
    const { data } = accountsOf(clouds);
    const from = clouds.gke("euro").serviceAccount("reports", "reader");
    const impersonation = GcpImpersonation.existingServiceAccount(EMAIL);

    const trust = new GcpTrust(clouds.stack, "reader", { from, to: data, access, impersonation, builtInPool: true });

    const found = synthesize(clouds.stack);
    expect(found.only("google_service_account_iam_member")).toMatchObject({
      service_account_id: `projects/-/serviceAccounts/${EMAIL}`,
      role: "roles/iam.workloadIdentityUser",
      member: "serviceAccount:acme-euro.svc.id.goog[reports/reader]",
    });
    expect(found.only("google_storage_bucket_iam_member")).toMatchObject({ member: `serviceAccount:${EMAIL}` });
    expect(found.counts).not.toHaveProperty("google_iam_workload_identity_pool");
    expect([trust.usesProjectedToken, trust.audience]).toEqual([false, ""]);
  });

  it("is GKE's alone", () => {
    const clouds = new Clouds();
    const { data } = accountsOf(clouds);
    const [from] = readersIn(clouds);
    const impersonation = GcpImpersonation.sharedServiceAccount("reports-reader");

    new GcpTrust(clouds.stack, "reader", { from, to: data, access, impersonation, builtInPool: true });

    expect(refusals(clouds.stack)).toEqual([
      "[stack/reader] builtInPool: is GKE's, and the subject is of another kind of source. Leave it out.",
    ]);
  });
});

describeWithStandIns("terraform, with a shared service account", () => {
  const folder = new TerraformFolder();
  afterAll(() => folder.remove());

  it("applies it, plans nothing more, and destroys it", () => {
    const [stack] = folder.synth((app: App) => {
      const clouds = new Clouds(app);
      const { data } = accountsOf(clouds);
      const impersonation = GcpImpersonation.sharedServiceAccount("reports-reader");
      const native = clouds.gke("euro").serviceAccount("reports", "reader");
      new GcpTrust(clouds.stack, "native", { from: native, to: data, access, impersonation, builtInPool: true });
      for (const from of readersIn(clouds)) {
        new GcpTrust(clouds.stack, from.cluster.node.id + "-reads", { from, to: data, access, impersonation });
      }
    });
    folder.init(stack);
    folder.apply(stack);

    expect(folder.plan(stack)).toEqual([]);
    folder.destroy(stack);
    expect(folder.resources(stack)).toEqual([]);
  });
});
