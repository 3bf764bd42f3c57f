import { equivalenceOf } from "../../bench/mutator/harmless-clouds";
import { Json } from "../../bench/mutator/mutate";

/** Which rule says that a change of an object changes nothing; undefined where none does. */
function ruleFor(
  change: { readonly operator: string; readonly address: string; readonly path: string; readonly to?: Json },
  resource: Json,
  output: Json = {},
): string | undefined {
  const document = { resource, output };
  const [type, name] = change.address.split(".");
  const make = (): Json => ({ resource: { [type]: { [name]: change.to ?? {} } } });
  return equivalenceOf({ ...change, to: "", make }, document, new Map([["corp", document]]))?.name;
}

const copy = (type: string, path: string) => ({ operator: "copy with another text", address: `${type}.added`, path });

describe("a further cluster of GKE changes nothing", () => {
  // Google Cloud: "About Workload Identity Federation for GKE", "Identity sameness": clusters of a project share one pool.
  const clusters = {
    google_container_cluster: { west: { workload_identity_config: { workload_pool: "p.svc.id.goog" } } },
  };
  const granted = (member: string) => ({ ...clusters, google_storage_bucket_iam_member: { one: { member } } });

  it.each([
    ["serviceAccount:p.svc.id.goog[ns/sa]"],
    [
      "principal://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p.svc.id.goog/subject/ns/a/sa/b",
    ],
    ["serviceAccount:${google_container_cluster.west.workload_identity_config[0].workload_pool}[ns/sa]"],
  ])("unless something is granted to pods of the project's clusters: %s", (member) => {
    expect(ruleFor(copy("google_container_cluster", "name"), granted(member))).toBeUndefined();
  });

  it("where nothing is", () => {
    const member = "serviceAccount:reader@p.iam.gserviceaccount.com";
    expect(ruleFor(copy("google_container_cluster", "name"), granted(member))).toBeDefined();
  });
});

it("a further service principal changes nothing where it is of another application", () => {
  expect(ruleFor(copy("azuread_service_principal", "client_id"), {})).toBeDefined();
  expect(ruleFor(copy("azuread_service_principal", "owners.0"), {})).toBeUndefined();
});

describe("a workload of other texts changes nothing", () => {
  const address = "kubernetes_deployment_v1.one";
  const of = (account: string, namespace = "ns") => ({
    metadata: { name: "x", namespace },
    spec: { template: { spec: { service_account_name: account, affinity: { namespace: "evil" } } } },
  });
  const rule = (path: string, to: Json) =>
    ruleFor({ operator: "other text", address, path, to }, { kubernetes_deployment_v1: { one: of("reader") } });

  it("where its account or namespace is another one", () => {
    expect(rule("spec", of("evil"))).toBeDefined();
    expect(rule("metadata", of("reader", "other"))).toBeDefined();
  });

  it("and not where they are the same", () => {
    expect(rule("spec", of("reader"))).toBeUndefined();
    expect(rule("metadata", of("reader"))).toBeUndefined();
  });
});

describe("a namespace in another cluster changes nothing", () => {
  const address = "kubernetes_namespace_v1.ops";
  const rule = (more: object, output?: Json) =>
    ruleFor(
      { operator: "other provider", address, path: "provider" },
      { kubernetes_namespace_v1: { ops: { metadata: { name: "ops" } } }, ...more },
      output,
    );
  const binding = (namespace: string) => ({ kubernetes_role_binding_v1: { one: { metadata: { namespace } } } });

  it("where nothing is in it", () => {
    expect(rule(binding("ops-2"))).toBeDefined();
  });

  it("and not where something is", () => {
    expect(rule(binding("ops"))).toBeUndefined();
    expect(rule(binding("${kubernetes_namespace_v1.ops.metadata[0].name}"))).toBeUndefined();
    const subject = JSON.stringify({ subject: "system:serviceaccount:ops:reader" });
    expect(rule({}, { one: { value: subject } })).toBeUndefined();
  });
});
