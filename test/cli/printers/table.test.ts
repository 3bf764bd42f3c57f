import { tableOf } from "../../../src/cli/printers/table";
import { Report } from "../../../src/cli/report";
import { ACKNOWLEDGEMENT, GREEN, RED } from "../support";

/** The paragraphs of a report. */
const paragraphs = (of: Report) => tableOf(of).trimEnd().split("\n\n");

describe("a surprise", () => {
  it("is told with what was expected, what was seen, and what is to be mended", () => {
    expect(paragraphs(RED)[1]).toBe(
      [
        "✗ west:ci/deployer → euro: another namespace",
        "    expected  refused at exchange",
        "    observed  the cloud accepted the token",
        "    hop       exchange",
        "    decided   mesh: aws_iam_role.r",
        "              cdk.tf.json:12",
        "              Statement[0] allows it",
      ].join("\n"),
    );
  });

  it("marks its edge in the table", () => {
    expect(paragraphs(RED)[0]).toMatch(/^✗ .*7 of 8$/m);
    expect(paragraphs(GREEN)[0]).toMatch(/^✓ .*8 of 8$/m);
  });
});

it("fits 80 columns, and loses nothing of a long name", () => {
  const lines = tableOf(RED).trimEnd().split("\n").slice(0, -1);
  expect(Math.max(...lines.map((line) => [...line].length))).toBeLessThanOrEqual(80);
  expect(tableOf(RED).replace(/\s+/g, "")).toContain(RED.edges[0].declaredUser);
});

describe("the last line", () => {
  const last = (parts: Partial<Report>) => paragraphs({ ...GREEN, ...parts }).at(-1);
  const gap = { code: "unseen-grant", address: "mesh: helm_release.a", reason: "r" };

  it.each<[Partial<Report>, string]>([
    [{}, "1 edge into 1 cluster, 1 trial with kubectl: all as declared."],
    [{ surprises: 2, trials: 9 }, "1 edge into 1 cluster, 9 trials with kubectl: 2 surprises."],
    [{ notTried: 3 }, "1 edge into 1 cluster, 1 trial with kubectl: all as declared, 3 not tried."],
    [{ declaredEdges: 90 }, "1 of 90 edges into 1 cluster, 1 trial with kubectl: all as declared."],
    [{ gaps: [gap] }, "1 edge into 1 cluster, 1 trial with kubectl: all as declared, with 1 gap."],
    [
      { gaps: [{ ...gap, acknowledgement: ACKNOWLEDGEMENT }] },
      "1 edge into 1 cluster, 1 trial with kubectl: all as declared, 1 gap acknowledged.",
    ],
  ])("of %j", (parts, line) => {
    expect(last(parts)).toBe(line);
  });
});

it("gaps, acknowledgements, assumptions and adaptations are listed, each once with a count", () => {
  const gap = { code: "unseen-grant", address: "mesh: helm_release.a", reason: "what it makes is not read" };
  const all = paragraphs({
    ...GREEN,
    edges: [GREEN.edges[0], GREEN.edges[0]],
    gaps: [
      { ...gap, address: "mesh: helm_release.b" },
      { ...gap, acknowledgement: ACKNOWLEDGEMENT },
    ],
    expired: [{ ...ACKNOWLEDGEMENT, expires: "2020-01-31" }],
    unused: [
      { ...ACKNOWLEDGEMENT, address: "mesh: helm_release.gone" },
      { ...ACKNOWLEDGEMENT, code: "unseen-grants" },
    ],
  });
  expect(all.slice(1, -1)).toEqual([
    "Not proved:\n    unseen-grant mesh: helm_release.b: what it makes is not read",
    "Not proved, and acknowledged:\n    unseen-grant mesh: helm_release.a: what it makes is not read (until 2030-01-\n    31: reviewed)",
    "Acknowledgements that have expired and no longer count:\n    unseen-grant mesh: helm_release.a until 2020-01-31 (acks.yaml)",
    'Acknowledgements that no gap needs:\n    unseen-grant mesh: helm_release.gone (acks.yaml)\n    unseen-grants mesh: helm_release.a (acks.yaml): no rule has this code (did\n    you mean "unseen-grant"?)',
    "Assumed, because it is not part of what was read:\n    the role R exists (2 times)",
    "Kubeconfigs that were not used as they are:\n    no proxy-url (2 times)",
  ]);
});
