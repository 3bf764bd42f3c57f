import { build } from "../../examples/webhooks/main";
import { documentsOf, Stacks, told } from "./pods/pod-app";

/** Pods that webhooks wire, and the releases that install these. */
const stacks = documentsOf(build);

type Args = Record<string, never>;
const named = (of: Stacks, type: string, name: RegExp): Args => {
  const { resource } = of.webhooks as unknown as { resource: Record<string, Record<string, Args>> };
  const found = Object.entries(resource[type]).find(([one]) => name.test(one));
  if (!found) throw new Error(`no ${type} ${String(name)}`);
  return found[1];
};
const annotations = (of: Stacks) =>
  (named(of, "kubernetes_service_account_v1", /^euro-/).metadata as { annotations: Record<string, string | undefined> })
    .annotations;
const helm = (of: Stacks) => {
  const { provider } = of.webhooks as unknown as { provider: { helm: { alias: string; kubernetes?: Args }[] } };
  return provider.helm.find(({ alias }) => alias === "euro") as { kubernetes?: Record<string, string> };
};
const release = (of: Stacks, name: RegExp) => named(of, "helm_release", name) as unknown as Record<string, unknown>;
const value = (of: Stacks, name: RegExp, path: string) =>
  (release(of, name).set as { name: string; value: string }[]).find((one) => one.name === path) as {
    name: string;
    value: string;
  };
const after = (change: (of: Stacks) => unknown) =>
  told(stacks, change, ["pod-wiring", "refused-object", "unseen-grant"]);
const ACCOUNT = "webhooks: kubernetes_service_account_v1.euro-account";
const AMAZON = "webhooks: helm_release.euro-amazon-webhook";
const AZURE = "webhooks: helm_release.euro-azure-webhook";

it("the example's pods and releases are as declared", () => {
  expect(after(() => undefined)).toEqual([]);
});

it.each<[what: string, change: (of: Stacks) => unknown, place: string, reason: string]>([
  [
    "a service account without a role",
    (of) => delete annotations(of)["eks.amazonaws.com/role-arn"],
    ACCOUNT,
    "has no AWS_WEB_IDENTITY_TOKEN_FILE",
  ],
  [
    "another role",
    (of) => (annotations(of)["eks.amazonaws.com/role-arn"] = "arn:aws:iam::111122223333:role/evil"),
    ACCOUNT,
    "arn:aws:iam::111122223333:role/evil",
  ],
  [
    "another audience",
    (of) => (annotations(of)["eks.amazonaws.com/audience"] = "acme"),
    ACCOUNT,
    "with a token for acme, which is refused: InvalidIdentityToken",
  ],
  [
    "a service account without a client id",
    (of) => delete annotations(of)["azure.workload.identity/client-id"],
    ACCOUNT,
    "has no AZURE_CLIENT_ID",
  ],
  [
    "another tenant",
    (of) => (annotations(of)["azure.workload.identity/tenant-id"] = "11111111-2222-4333-8444-555555555555"),
    ACCOUNT,
    "11111111-2222-4333-8444-555555555555",
  ],
  [
    "Azure's chart without its tenant",
    (of) => (value(of, /euro-azure/, "azureTenantID").value = ""),
    AZURE,
    "Helm refuses the chart without its value azureTenantID",
  ],
  [
    "Amazon's chart with a region that there is not",
    (of) => (value(of, /euro-amazon/, "config.defaultAwsRegion").value = "us-west-9x"),
    AMAZON,
    'config.defaultAwsRegion is "us-west-9x"',
  ],
  ["a release's name that Helm refuses", (of) => (release(of, /euro-amazon/).name = "Amazon"), AMAZON, "1 to 53"],
  ["a namespace that there cannot be", (of) => (release(of, /euro-azure/).namespace = "a.b"), AZURE, "namespace"],
])("a fault is told of %s", (_what, change, place, reason) => {
  expect(after(change)).toContainEqual(expect.stringMatching(new RegExp(`fault.* ${place}`)));
  expect(after(change).join("\n")).toContain(reason);
});

it.each<[what: string, change: (of: Stacks) => unknown]>([
  ["leads to another cluster", (of) => (helm(of).kubernetes = { ...helm(of).kubernetes, config_context: "evil" })],
  ["does not tell its cluster", (of) => delete helm(of).kubernetes],
  ["reads another kubeconfig", (of) => (helm(of).kubernetes = { ...helm(of).kubernetes, config_path: "/evil" })],
])("a gap is told of both releases whose provider %s", (_what, change) => {
  const found = after(change).filter((one) => one.includes('the provider "helm.euro"'));
  expect(found).toHaveLength(2);
  expect(found.every((one) => one.includes("gap"))).toBe(true);
});

// Terraform documentation: "count meta-argument reference": an instance for each number below the count, so none for 0.
it.each([
  ["count", 0],
  ["for_each", "${toset([])}"],
])("a gap is told of a release whose %s makes it not once", (argument, value) => {
  const reason = "is made not once, by its count or for_each, and nothing else that was read installs the webhook";
  for (const [name, place] of [
    [/euro-amazon/, AMAZON],
    [/euro-azure/, AZURE],
  ] as const) {
    const [told, ...others] = after((of) => (release(of, name)[argument] = value));
    expect(told).toContain(`gap ${place} source: ${reason}`);
    expect(others).toEqual([]);
  }
});

it.each([
  ["chart", "AMAZON-EKS-POD-IDENTITY-WEBHOOK"],
  ["repository", "https://jkroepke.github.io/HELM-CHARTS"],
])("what a release makes is not known where its %s has another letter case, which matters there", (argument, text) => {
  const found = after((of) => (release(of, /euro-amazon/)[argument] = text));
  expect(found.filter((one) => one.includes("what it makes in its cluster is not read"))).toHaveLength(1);
});

it("a repository's host has no letter case", () => {
  const change = (of: Stacks) => (release(of, /euro-amazon/).repository = "HTTPS://JKROEPKE.github.io/helm-charts/");
  expect(after(change)).toEqual([]);
});
