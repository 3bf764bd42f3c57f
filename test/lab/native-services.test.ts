import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformOutput } from "cdktf";
import { AwsAccess, AwsTrust, GcpAccess, GcpTrust, PodWiring } from "../../src";
import { findingsIn } from "../../src/findings";
import { readWorld } from "../../src/simulator";
import { ACCOUNT_ID } from "../support/clouds";
import { ThreeClusters } from "./support/meshes";
import { add, Args, named, replace } from "./support/mutate";
import { Document, runLab, Synthesized } from "./support/run-lab";

jest.setTimeout(120_000);

/** A service account of EKS that gets its role by EKS Pod Identity, and one of GKE that GKE's own pool knows. */
function build(app: App): void {
  const { stack, west, euro } = new ThreeClusters(app, "native");
  (stack.node.findChild("aws") as AwsProvider).allowedAccountIds = [ACCOUNT_ID];
  const crunch = west.serviceAccount("batch", "crunch");
  const queue = AwsAccess.sendToQueue("jobs", { region: "us-west-2" });
  const aws = new AwsTrust(stack, "crunch-aws", { from: crunch, to: west.account, access: queue, podIdentity: true });
  const digest = euro.serviceAccount("batch", "digest");
  const topic = GcpAccess.publishToTopic("jobs");
  const google = new GcpTrust(stack, "digest-google", {
    from: digest,
    to: euro.account,
    access: topic,
    builtInPool: true,
  });
  new TerraformOutput(stack, "crunch-services", { value: PodWiring.for(crunch, [aws]).toDeclaration() });
  new TerraformOutput(stack, "digest-services", { value: PodWiring.for(digest, [google]).toDeclaration() });
}

/** The red results by code and hop, and the codes of what was found beside them. */
async function told(path: string): Promise<readonly string[]> {
  const red = (await runLab([path])).filter(({ verdict }) => verdict === "surprise");
  const found = findingsIn(readWorld([path]), Date.now() / 1000).filter(({ severity }) => severity !== "note");
  return [...red.map(({ code, hop }) => `${code} at ${hop}`), ...found.map(({ code }) => code)];
}

describe("identities that a pod's own cloud gives", () => {
  let good: Synthesized;
  beforeAll(() => {
    good = new Synthesized(build);
  });
  afterAll(() => good.remove());

  it("are tried with pods of another namespace and of another service account, and nothing is left untried", async () => {
    const all = await runLab([good.path]);

    expect(all.filter(({ verdict }) => verdict !== "as declared")).toEqual([]);
    const intruders = all.filter(({ category }) => category === "intruder");
    expect(intruders.map(({ code, to, hop }) => `${code} into ${to}: ${hop}`)).toEqual([
      "another-namespace into account-aws: source",
      "another-service-account into account-aws: source",
      "another-namespace into account-google: authorization",
      "another-service-account into account-google: authorization",
    ]);
  });

  const ASSOCIATION = "aws_eks_pod_identity_association";
  const MEMBER = "google_pubsub_topic_iam_member";
  const association = (d: Document, change: (one: Args) => void) => named(d, ASSOCIATION, /./).forEach(change);
  const trust = (d: Document, from: string | RegExp, to: string) =>
    named(d, "aws_iam_role", /./).forEach((one) => replace(one, "assume_role_policy", from, to));
  const member = (d: Document, from: string | RegExp, to: string) =>
    named(d, MEMBER, /./).forEach((one) => replace(one, "member", from, to));
  const POOL = "principalSet://iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools";
  const MUTATIONS: [what: string, red: string, breakIt: (document: Document) => void][] = [
    ["no association", "own-identity at source", (d) => delete d.resource[ASSOCIATION]],
    [
      "its association in another namespace",
      "own-identity at source",
      (d) => association(d, (one) => (one.namespace = "other")),
    ],
    [
      "its association for another service account",
      "own-identity at source",
      (d) => association(d, (one) => (one.service_account = "other")),
    ],
    [
      "its association in another cluster",
      "own-identity at source",
      (d) => association(d, (one) => (one.cluster_name = "east")),
    ],
    [
      "its association in another region",
      "own-identity at source",
      (d) => association(d, (one) => (one.region = "eu-west-1")),
    ],
    [
      "an association with another role",
      "own-identity at source",
      (d) => association(d, (one) => (one.role_arn = "arn:aws:iam::111122223333:role/other")),
    ],
    [
      "an association without the session's tags",
      "own-identity at exchange",
      (d) => association(d, (one) => (one.disable_session_tags = true)),
    ],
    [
      "a role for another service",
      "own-identity at exchange",
      (d) => trust(d, "pods.eks.amazonaws.com", "ec2.amazonaws.com"),
    ],
    [
      "a role without sts:TagSession",
      "own-identity at exchange",
      (d) => trust(d, '"sts:TagSession"', '"sts:SetSourceIdentity"'),
    ],
    ["a role for another cluster", "own-identity at exchange", (d) => trust(d, "cluster/west", "cluster/east")],
    ["a role for another namespace", "own-identity at exchange", (d) => trust(d, '"batch"', '"other"')],
    [
      "a further association with its role",
      "given-out",
      (d) => add(d, ASSOCIATION, { ...named(d, ASSOCIATION, /./)[0], namespace: "other" }),
    ],
    [
      "the same in another cluster",
      "given-out",
      (d) => add(d, ASSOCIATION, { ...named(d, ASSOCIATION, /./)[0], cluster_name: "east" }),
    ],
    ["the member of another namespace", "exact-actions at authorization", (d) => member(d, "ns/batch", "ns/other")],
    [
      "the member of another project's pool",
      "exact-actions at authorization",
      (d) => member(d, /projects\/\d+/, "projects/998877665544"),
    ],
    [
      "every service account of its namespace",
      "another-service-account at authorization",
      (d) => member(d, /^.*$/, `${POOL}/acme-euro.svc.id.goog/namespace/batch`),
    ],
    [
      "every service account of the pool",
      "another-namespace at authorization",
      (d) => member(d, /^.*$/, `${POOL}/acme-euro.svc.id.goog/*`),
    ],
    [
      "another role for its member",
      "exact-actions at authorization",
      (d) => named(d, MEMBER, /./).forEach((one) => (one.role = "roles/pubsub.viewer")),
    ],
  ];

  it.each(MUTATIONS)("are red with %s", async (what, red, breakIt) => {
    expect(await told(good.broken("native", what, breakIt))).toContain(red);
  });
});
