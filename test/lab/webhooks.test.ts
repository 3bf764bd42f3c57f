import { build } from "../../examples/webhooks/main";
import { TrialResult } from "../../src/lab";
import { readWorld } from "../../src/simulator";
import { Args, named } from "./support/mutate";
import { Document, runLab, Synthesized } from "./support/run-lab";

/** Pods that webhooks wire: what each webhook makes of a workload's pods decides what they act as. */
jest.setTimeout(60_000);

const STACK = "webhooks";
let good: Synthesized;
beforeAll(() => {
  good = new Synthesized(build);
});
afterAll(() => good.remove());

const ACCOUNT = /^euro-account/;
const LOADER = /^euro-loader/;
const metadata = (document: Document, type: string, name: RegExp) =>
  named(document, type, name)[0].metadata as { annotations: Record<string, string> };
const annotations = (document: Document) => metadata(document, "kubernetes_service_account_v1", ACCOUNT).annotations;
const template = (document: Document) =>
  (named(document, "kubernetes_deployment_v1", LOADER)[0].spec as { template: Template }).template;
const container = (document: Document) => template(document).spec.container[0];
const set = (document: Document, webhook: RegExp, name: string, value: string) =>
  (named(document, "helm_release", webhook)[0].set as Args[]).push({ name, value });
const told = ({ code, expected, observed, verdict, hop, decidedBy }: TrialResult) => ({
  ...{ code, expected: expected.kind, observed, verdict, hop },
  address: decidedBy?.address,
});
const ofWebhooks = (results: readonly TrialResult[]) => results.filter(({ code }) => code.startsWith("webhook-"));

interface Template {
  readonly metadata: { labels: Record<string, string>; annotations?: Record<string, string> };
  readonly spec: { container: Args[] };
}

describe("pods that a webhook wires", () => {
  it("become the declared identities, and nothing while the webhook is down or not asked", async () => {
    const results = ofWebhooks(await runLab([good.path]));
    const by = (code: string) => results.filter((one) => one.code === code);

    expect(results.filter(({ verdict }) => verdict !== "as declared")).toEqual([]);
    expect(by("webhook-pod").map(({ from, to, variant, observed: { kind } }) => [from, to, variant, kind])).toEqual([
      ["corp:etl/loader", "prod", "webhooks: kubernetes_deployment_v1.corp-loader", "acts-as"],
      ["euro:etl/loader", "prod", "webhooks: kubernetes_deployment_v1.euro-loader", "acts-as"],
      ["euro:etl/loader", "core", "webhooks: kubernetes_deployment_v1.euro-loader", "acts-as"],
      ["west:etl/loader", "core", "webhooks: kubernetes_deployment_v1.west-loader", "acts-as"],
    ]);
    expect(by("webhook-down").map(({ to, observed }) => [to, observed])).toEqual([
      ["prod", refused("no-token", "amazon-eks-pod-identity-webhook is down, and the pod starts as it is")],
      ["prod", refused("no-token", "amazon-eks-pod-identity-webhook is down, and the pod starts as it is")],
      ["core", refused("not-admitted", "azure-workload-identity is down, and its failurePolicy is Fail")],
      ["core", refused("not-admitted", "azure-workload-identity is down, and its failurePolicy is Fail")],
    ]);
    expect(by("webhook-label").map(({ to, observed }) => [to, observed])).toEqual([
      ["core", refused("no-token", UNLABELLED)],
      ["core", refused("no-token", UNLABELLED)],
    ]);
  });
});

const UNLABELLED =
  'azure-workload-identity leaves the pod as it is: it has no label azure.workload.identity/use: "true"';

function refused(code: string, message: string) {
  return { kind: "refused", hop: "source", code, message };
}

type Mutation = readonly [
  what: string,
  to: "prod" | "core",
  expected: { hop: string; address: RegExp; observed: object },
  breakIt: (document: Document) => void,
];

const DEPLOYMENT = /kubernetes_deployment_v1\.euro-loader/;
const SERVICE_ACCOUNT = /kubernetes_service_account_v1\.euro-account/;
const ANY = /./;
const said = (text: string) => expect.stringContaining(text) as unknown;

const MUTATIONS: Mutation[] = [
  [
    "a Deployment without the label",
    "core",
    { hop: "source", address: DEPLOYMENT, observed: refused("no-token", UNLABELLED) },
    (d) => delete template(d).metadata.labels["azure.workload.identity/use"],
  ],
  [
    "the label with another value",
    "core",
    { hop: "source", address: DEPLOYMENT, observed: refused("no-token", UNLABELLED) },
    (d) => (template(d).metadata.labels["azure.workload.identity/use"] = "yes"),
  ],
  [
    "a service account without the role",
    "prod",
    { hop: "source", address: SERVICE_ACCOUNT, observed: { kind: "refused", code: "no-token" } },
    (d) => delete annotations(d)["eks.amazonaws.com/role-arn"],
  ],
  [
    "a service account without the client id",
    "core",
    { hop: "source", address: SERVICE_ACCOUNT, observed: { message: said("has no AZURE_CLIENT_ID") } },
    (d) => delete annotations(d)["azure.workload.identity/client-id"],
  ],
  [
    "the role of another cluster's service account",
    "prod",
    { hop: "exchange", address: /aws_iam_role\./, observed: { kind: "refused", code: "AccessDenied" } },
    (d) =>
      (annotations(d)["eks.amazonaws.com/role-arn"] = metadata(
        d,
        "kubernetes_service_account_v1",
        /^corp-account/,
      ).annotations["eks.amazonaws.com/role-arn"]),
  ],
  [
    "another audience",
    "prod",
    { hop: "exchange", address: ANY, observed: { kind: "refused", code: "InvalidIdentityToken" } },
    (d) => (annotations(d)["eks.amazonaws.com/audience"] = "acme"),
  ],
  [
    "a webhook with another audience",
    "prod",
    { hop: "exchange", address: ANY, observed: { kind: "refused", code: "InvalidIdentityToken" } },
    (d) => set(d, /euro-amazon/, "config.tokenAudience", "acme"),
  ],
  [
    "another tenant",
    "core",
    { hop: "exchange", address: SERVICE_ACCOUNT, observed: { kind: "refused" } },
    (d) => (annotations(d)["azure.workload.identity/tenant-id"] = "11111111-2222-4333-8444-555555555555"),
  ],
  [
    "tokens that live too short for Azure",
    "core",
    {
      hop: "source",
      address: DEPLOYMENT,
      observed: { message: said("token expiration 600 is not within 3600 to 86400") },
    },
    (d) => (annotations(d)["azure.workload.identity/service-account-token-expiration"] = "600"),
  ],
  [
    "its container among those that are left alone",
    "prod",
    { hop: "source", address: SERVICE_ACCOUNT, observed: { message: said("has no AWS_WEB_IDENTITY_TOKEN_FILE") } },
    (d) => (template(d).metadata.annotations = { "eks.amazonaws.com/skip-containers": "sidecar,loader" }),
  ],
  [
    "a webhook that leaves the namespace out",
    "prod",
    { hop: "source", address: DEPLOYMENT, observed: { message: said("mutatingWebhook.namespaceSelector") } },
    (d) => {
      const matchExpressions = [{ key: "kubernetes.io/metadata.name", operator: "NotIn", values: ["etl"] }];
      const values = { mutatingWebhook: { namespaceSelector: { matchExpressions } } };
      named(d, "helm_release", /euro-amazon/)[0].values = [JSON.stringify(values)];
    },
  ],
  [
    "static keys in the container",
    "prod",
    {
      hop: "source",
      address: DEPLOYMENT,
      observed: { code: "other-credential", message: said("AWS_ACCESS_KEY_ID in the container") },
    },
    (d) => (container(d).env = [{ name: "AWS_ACCESS_KEY_ID", value: "AKIAIOSFODNN7EXAMPLE" }]),
  ],
  [
    "a client secret in the container",
    "core",
    { hop: "source", address: DEPLOYMENT, observed: { code: "other-credential" } },
    (d) => (container(d).env = [{ name: "AZURE_CLIENT_SECRET", value: "x" }]),
  ],
];

describe("a way by a webhook that is broken", () => {
  it.each(MUTATIONS)("turns red for %s", async (what, to, { hop, address, observed }, breakIt) => {
    const results = await runLab([good.broken(STACK, what, breakIt)], {
      edges: new RegExp(`^euro:etl/loader → ${to}$`),
    });
    const surprises = ofWebhooks(results).filter(
      ({ verdict, code }) => verdict === "surprise" && code === "webhook-pod",
    );

    expect(surprises.map(told)).toEqual([
      {
        ...{ code: "webhook-pod", expected: "acts-as", verdict: "surprise", hop },
        observed: expect.objectContaining(observed) as unknown,
        address: expect.stringMatching(address) as unknown,
      },
    ]);
  });

  it("tells credentials that pods fall back to while the webhook is down", async () => {
    const path = good.broken(STACK, "fallback", (d) => {
      container(d).env = [{ name: "AWS_ACCESS_KEY_ID", value: "AKIAIOSFODNN7EXAMPLE" }];
    });
    const results = await runLab([path], { edges: /^euro:etl\/loader → prod$/ });

    expect(results.find(({ code }) => code === "webhook-down")).toMatchObject({
      verdict: "surprise",
      hop: "source",
      observed: { kind: "caller", identity: said('SDKs in the container "loader" act by AWS_ACCESS_KEY_ID') },
    });
  });

  it("tells of a webhook that fails closed that it refuses pods", async () => {
    const path = good.broken(STACK, "closed", (d) => set(d, /euro-amazon/, "mutatingWebhook.failurePolicy", "Fail"));
    const results = await runLab([path], { edges: /^euro:etl\/loader → prod$/ });

    expect(results.find(({ code }) => code === "webhook-down")).toMatchObject({
      verdict: "as declared",
      observed: { code: "not-admitted" },
    });
  });
});

describe("what is not part of what was read", () => {
  it("is a webhook, which is assumed to be there", async () => {
    const path = good.broken(STACK, "no release", (d) => {
      delete (d.resource as Record<string, unknown>).helm_release;
      for (const one of named(d, "kubernetes_deployment_v1", /./)) delete one.depends_on;
    });
    const world = readWorld([path]);

    expect(world.everyEdge.flatMap((edge) => world.assumptionsOf(edge).map(({ belief }) => belief))).toEqual([
      "amazon-eks-pod-identity-webhook is installed in the cluster corp",
      "amazon-eks-pod-identity-webhook is installed in the cluster euro",
      "azure-workload-identity is installed in the cluster euro",
      "azure-workload-identity is installed in the cluster west",
    ]);
    expect(ofWebhooks(await runLab([path])).filter(({ verdict }) => verdict !== "as declared")).toEqual([]);
  });

  it("is a workload, in whose place a pod with the label is tried", async () => {
    const path = good.broken(STACK, "no workload", (d) => delete d.resource.kubernetes_deployment_v1);
    const results = ofWebhooks(await runLab([path]));

    expect(results.filter(({ variant, verdict }) => variant !== undefined || verdict !== "as declared")).toEqual([]);
    expect(results).toHaveLength(10);
  });
});
