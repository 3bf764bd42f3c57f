import { printedReport } from "../../src/cli/print-report";
import { Report, ReportedEdge } from "../../src/cli/report";

/** The report as a person reads it. */
const edge: ReportedEdge = {
  from: "west:ci/deployer",
  to: "euro",
  as: "principal://iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/west/subject/x",
  may: "view in a, b; edit everywhere",
  reached: true,
  milliseconds: 120,
  refused: 7,
  intruders: 8,
  adapted: ["no proxy-url"],
  believed: ["the role R exists"],
  results: [
    {
      trial: "another namespace",
      from: "west:ci/deployer",
      to: "euro",
      expected: "refused at exchange",
      observed: "reached the cluster as x",
      verdict: "surprise",
      hop: "exchange",
      milliseconds: 1,
      decidedBy: { address: "mesh: aws_iam_role.r", where: "cdk.tf.json:12", line: "Statement[0] allows it" },
    },
  ],
};
const report: Report = {
  client: "kubectl",
  clusters: 1,
  edges: [edge],
  trials: 1,
  surprises: 1,
  notTried: 0,
  leftOut: [],
  unseen: [],
  unclaimed: [],
};
const good: Report = { ...report, edges: [{ ...edge, refused: 8, results: [] }], surprises: 0 };
/** The paragraphs of a report. */
const paragraphs = (of: Report) => printedReport(of, undefined).trimEnd().split("\n\n");

describe("a surprise", () => {
  it("is told with what was expected, what was seen, and what is to be mended", () => {
    expect(paragraphs(report)[1]).toBe(
      [
        "✗ west:ci/deployer → euro: another namespace",
        "    expected  refused at exchange",
        "    observed  reached the cluster as x",
        "    hop       exchange",
        "    decided   mesh: aws_iam_role.r",
        "              cdk.tf.json:12",
        "              Statement[0] allows it",
      ].join("\n"),
    );
  });

  it("marks its edge in the table", () => {
    expect(paragraphs(report)[0]).toMatch(/^✗ .*7 of 8 refused$/m);
    expect(paragraphs(good)[0]).toMatch(/^✓ .*8 refused$/m);
  });
});

describe("the last line", () => {
  const last = (parts: Partial<Report>) => paragraphs({ ...good, ...parts }).at(-1);

  it.each<[Partial<Report>, string]>([
    [{}, "1 edge into 1 cluster, 1 trial with kubectl: all as declared."],
    [{ surprises: 2, trials: 9 }, "1 edge into 1 cluster, 9 trials with kubectl: 2 surprises."],
    [{ notTried: 3 }, "1 edge into 1 cluster, 1 trial with kubectl: all as declared, 3 not tried."],
    [
      { unseen: [{ place: "mesh: helm_release.x", reason: "r" }] },
      "1 edge into 1 cluster, 1 trial with kubectl: all as declared, 1 further grant not simulated.",
    ],
    [
      {
        unclaimed: [
          { subject: "s", issuer: "i", place: "p" },
          { subject: "t", issuer: "i", place: "p" },
        ],
      },
      "1 edge into 1 cluster, 1 trial with kubectl: all as declared, 2 trusts that nobody declares.",
    ],
  ])("of %j", (parts, line) => {
    expect(last(parts)).toBe(line);
  });
});

it("what was believed, left out, not simulated and adapted is listed, each once", () => {
  const all = paragraphs({
    ...good,
    edges: [good.edges[0], good.edges[0]],
    leftOut: ["mesh: aws_iam_role.odd: var.x is not known"],
    unseen: [
      { place: "mesh: helm_release.a", reason: "what it makes is not read" },
      { place: "mesh: helm_release.b", reason: "what it makes is not read" },
      { place: "mesh: google_folder_iam_member.c", reason: "IAM above" },
    ],
    unclaimed: [{ subject: "system:serviceaccount:a:b", issuer: "https://i", place: "mesh: aws_iam_role.r" }],
  });
  expect(all.slice(1, -1)).toEqual([
    "Believed, because it is not part of what was read:\n    the role R exists",
    "Not understood, so left out:\n    mesh: aws_iam_role.odd: var.x is not known",
    "May grant more, and was not tried:\n    what it makes is not read (mesh: helm_release.a, mesh: helm_release.b)\n    IAM above (mesh: google_folder_iam_member.c)",
    "Kubeconfigs that were not used as they are:\n    no proxy-url",
    "Trusted by a cloud, but no kubeconfig or Argo CD secret declares it, so it was not tried:\n    system:serviceaccount:a:b of https://i (mesh: aws_iam_role.r)",
  ]);
});
