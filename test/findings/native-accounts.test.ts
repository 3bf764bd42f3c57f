import { build } from "../../examples/one-role-two-clusters/main";
import { SERVICES_ANNOTATION } from "../../src/trust-declaration";
import { documentsOf, told } from "./pods/pod-app";

/**
 * Pods of GKE act as the Google service account that the annotation of their own names, and as the principal of GKE's pool without it.
 *
 * Google Cloud documentation: "Authenticate to Google Cloud APIs from GKE workloads".
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity#kubernetes-sa-to-iam
 */
const NAME = "iam.gke.io/gcp-service-account";
const EURO = "shared-identities: kubernetes_service_account_v1.euro-account_service-account_298BE7A1";
const WEST = "shared-identities: kubernetes_service_account_v1.west-account_service-account_D2670329";

interface Account {
  metadata: { name: string; namespace: string; annotations?: Record<string, string> };
}
interface Resources {
  kubernetes_service_account_v1: Record<string, Account>;
  kubernetes_annotations?: Record<string, object>;
  kubernetes_manifest?: Record<string, object>;
}

const stacks = documentsOf(build);
const after = (change: (euro: Account, resources: Resources) => unknown) =>
  told(stacks, (copy) => {
    const resources = copy["shared-identities"].resource as unknown as Resources;
    change(resources.kubernetes_service_account_v1[EURO.split(".")[1]], resources);
  }).map((one) => one.replace(/ source: .*/, ""));
const annotations = ({ metadata }: Account) => metadata.annotations ?? {};

it("one that is as declared is none", () => {
  expect(after(() => undefined)).toEqual([]);
});

it("another account, and none, are a fault at the service account", () => {
  expect(after((euro) => (annotations(euro)[NAME] = "other@acme-data.iam.gserviceaccount.com"))).toEqual([
    `fault ${EURO}`,
  ]);
  expect(after((euro) => delete annotations(euro)[NAME])).toEqual([`fault ${EURO}`]);
  expect(after((euro) => (annotations(euro)[NAME] = ""))).toEqual([`fault ${EURO}`]);
});

it("one that nothing tells the cluster of is a gap while another cluster has one of its name", () => {
  expect(
    after((euro) => {
      delete annotations(euro)[NAME];
      delete annotations(euro)[SERVICES_ANNOTATION];
    }),
  ).toEqual([`gap ${EURO}`]);
  expect(after((_euro, resources) => delete resources.kubernetes_service_account_v1[EURO.split(".")[1]])).toEqual([
    `gap ${WEST}`,
  ]);
});

it("an annotation that another resource writes counts", () => {
  const patch = (value: string) => (euro: Account, resources: Resources) => {
    const { name, namespace } = euro.metadata;
    const provider = "kubernetes.euro";
    const metadata = { name, namespace };
    const one = { provider, api_version: "v1", kind: "ServiceAccount", metadata, annotations: { [NAME]: value } };
    resources.kubernetes_annotations = { one };
  };

  expect(after(patch("other@acme-data.iam.gserviceaccount.com"))).toEqual([`fault ${EURO}`]);
  expect(
    after((euro, resources) => {
      const value = annotations(euro)[NAME];
      delete annotations(euro)[NAME];
      patch(value)(euro, resources);
    }),
  ).toEqual([]);
});

it("a service account in a manifest counts as one of the provider's own type", () => {
  const asManifest = (change: (manifest: Account) => unknown) => (euro: Account, resources: Resources) => {
    delete resources.kubernetes_service_account_v1[EURO.split(".")[1]];
    const manifest = { apiVersion: "v1", kind: "ServiceAccount", metadata: structuredClone(euro.metadata) };
    change(manifest);
    resources.kubernetes_manifest = { euro: { provider: "kubernetes.euro", manifest } };
  };

  expect(after(asManifest(() => undefined))).toEqual([]);
  expect(after(asManifest((one) => delete annotations(one)[NAME]))).toEqual([
    "fault shared-identities: kubernetes_manifest.euro",
  ]);
});
