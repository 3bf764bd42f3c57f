import { Report, ReportedEdge } from "../../src/cli/report";

/** A report of one edge with a surprise, for printers. */
export const EDGE: ReportedEdge = {
  from: "west:ci/deployer",
  to: "euro",
  declaredUser:
    "principal://iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/west/subject/x",
  access: [
    { kind: "ClusterRole", role: "view", namespaces: ["a", "b"], cloudPolicy: false },
    { kind: "ClusterRole", role: "edit", namespaces: [], cloudPolicy: false },
  ],
  fingerprint: "0",
  unchanged: false,
  reached: true,
  milliseconds: 120,
  refused: 7,
  intruders: 8,
  adapted: ["no proxy-url"],
  assumed: ["the role R exists"],
  trials: [
    {
      code: "another-namespace",
      category: "intruder",
      way: "direct",
      from: "west:ci/deployer",
      to: "euro",
      expected: { kind: "refused", hop: "exchange" },
      observed: { kind: "accepted", by: "cloud" },
      verdict: "surprise",
      hop: "exchange",
      milliseconds: 1,
      decidedBy: { address: "mesh: aws_iam_role.r", where: "cdk.tf.json:12", line: "Statement[0] allows it" },
    },
  ],
};

export const RED: Report = {
  version: 1,
  tool: "0.0.0",
  outcome: "red",
  client: "kubectl",
  clusters: 1,
  accounts: 0,
  declaredEdges: 1,
  edges: [EDGE],
  trials: 1,
  surprises: 1,
  notTried: 0,
  faults: [],
  gaps: [],
  expired: [],
  unused: [],
};

export const GREEN: Report = {
  ...RED,
  outcome: "proved",
  edges: [{ ...EDGE, refused: 8, trials: [] }],
  surprises: 0,
};

/** An acknowledgement of a file. */
export const ACKNOWLEDGEMENT = {
  code: "unseen-grant",
  address: "mesh: helm_release.a",
  reason: "reviewed",
  expires: "2030-01-31",
  source: "acks.yaml",
};
