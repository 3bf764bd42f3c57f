import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { App, TerraformOutput } from "cdktf";
import {
  ClusterAccess,
  GcpAccess,
  GcpImpersonation,
  GcpTrust,
  GkeTrust,
  Kubeconfig,
  PodWiring,
  SdkConfigMap,
  SourceServiceAccount,
} from "../../src";
import { findingsIn } from "../../src/findings";
import { readWorld } from "../../src/simulator";
import { ThreeClusters } from "./support/meshes";
import { add, named, replace } from "./support/mutate";
import { Document, runLab, Synthesized } from "./support/run-lab";

jest.setTimeout(120_000);

/**
 * One Google service account that a pod of GKE reaches natively, and pods of EKS and AKS by federation: they read the same bucket, and
 * the pods of EKS and AKS look into a GKE cluster as it.
 */
function build(app: App): void {
  const { stack, west, euro, corp } = new ThreeClusters(app, "one-account");
  const impersonation = GcpImpersonation.sharedServiceAccount("reports-reader");
  const access = GcpAccess.readBucket("acme-exports");
  for (const cluster of [west, euro, corp]) {
    const from = cluster.serviceAccount("reports", "reader");
    const builtInPool = cluster === euro;
    const id = cluster.node.id;
    const trust = new GcpTrust(stack, `${id}-reads`, { from, to: euro.account, access, impersonation, builtInPool });
    const kubernetesProvider = stack.node.findChild(`kubernetes-${id as "west"}`) as KubernetesProvider;
    const sdkFiles = builtInPool
      ? undefined
      : new SdkConfigMap(stack, `${id}-sdk`, { namespace: "reports", trusts: [trust], kubernetesProvider });
    new TerraformOutput(stack, `${id}-reads-of`, {
      value: PodWiring.for(from, [trust], { sdkFiles }).toDeclaration(),
    });
    if (!builtInPool) continue;
    new SourceServiceAccount(stack, "reader", { serviceAccount: from, trusts: [trust], kubernetesProvider });
  }
  for (const cluster of [west, corp]) {
    const from = cluster.serviceAccount("reports", "reader");
    const id = `${cluster.node.id}-into-euro`;
    const trust = new GkeTrust(stack, id, { from, to: euro, access: ClusterAccess.view("reports"), impersonation });
    new TerraformOutput(stack, `${id}-kubeconfig`, { value: Kubeconfig.of([trust]).toYaml() });
  }
}

describe("one Google service account of pods of three clusters", () => {
  let synthesized: Synthesized;
  beforeAll(() => {
    synthesized = new Synthesized(build);
  });
  afterAll(() => synthesized.remove());

  const told = async (path: string) => {
    const red = (await runLab([path])).filter(({ verdict }) => verdict !== "as declared");
    const found = findingsIn(readWorld([path]), Date.now() / 1000).filter(({ severity }) => severity !== "note");
    return [...red, ...found].map(({ code }) => code);
  };

  it("is made once, with one member of the bucket and one of each subject", () => {
    const { resource } = synthesized.document("one-account");
    const count = (type: string) => Object.keys(resource[type] ?? {}).length;

    expect(count("google_service_account")).toBe(1);
    expect(count("google_storage_bucket_iam_member")).toBe(1);
    const members = Object.values(resource.google_service_account_iam_member).map(({ member }) => String(member));
    expect(members.sort()).toEqual([
      expect.stringMatching(/^principal:.*system:serviceaccount:reports:reader$/),
      expect.stringMatching(/^principal:.*system:serviceaccount:reports:reader$/),
      "serviceAccount:acme-euro.svc.id.goog[reports/reader]",
    ]);
    expect(count("google_project_iam_member")).toBe(1);
    const [{ metadata }] = Object.values(resource.kubernetes_service_account_v1);
    expect(metadata).toMatchObject({
      annotations: {
        "iam.gke.io/gcp-service-account": expect.stringMatching(
          /^\$\{google_service_account\.[\w-]+\.email\}$/,
        ) as string,
      },
    });
  });

  it("is proved, with nothing beside what is declared", async () => {
    expect(await told(synthesized.path)).toEqual([]);
  });

  const MEMBER = "google_service_account_iam_member";
  const NATIVE = /_euro_/;
  const MUTATIONS: [what: string, code: string, breakIt: (document: Document) => void][] = [
    [
      "the native member of another namespace",
      "own-identity",
      (d) => named(d, MEMBER, NATIVE).forEach((one) => replace(one, "member", "[reports/", "[other/")),
    ],
    [
      "the native member of another project's pool",
      "own-identity",
      (d) => named(d, MEMBER, NATIVE).forEach((one) => replace(one, "member", "acme-euro", "acme-other")),
    ],
    [
      "every service account of the pool",
      "other-callers",
      (d) =>
        named(d, MEMBER, NATIVE).forEach((one) =>
          replace(
            one,
            "member",
            /^.*$/,
            "principalSet://iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/acme-euro.svc.id.goog/*",
          ),
        ),
    ],
    [
      "the federated member of another cluster's pool",
      "own-identity",
      (d) =>
        named(d, MEMBER, /west/).forEach((one) =>
          replace(one, "member", "system:serviceaccount:reports", "system:serviceaccount:other"),
        ),
    ],
    [
      "a further bucket",
      "further-right",
      (d) =>
        add(d, "google_storage_bucket_iam_member", {
          ...{ bucket: "acme-payroll", role: "roles/storage.objectViewer" },
          member: "serviceAccount:reports-reader@acme-euro.iam.gserviceaccount.com",
        }),
    ],
  ];

  it.each(MUTATIONS)("is red with %s", async (what, code, breakIt) => {
    expect(await told(synthesized.broken("one-account", what, breakIt))).toContain(code);
  });
});
