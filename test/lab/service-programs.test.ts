import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { NODE_PROGRAMS, whyNoNodeSdks } from "../oracles/support/node-sdks";
import { PYTHON_PROGRAM, whyNoPython } from "../oracles/support/python";
import { run } from "../plugin/support";
import { whereIs } from "../support/tool";
import { ServicePod } from "./support/service-pod";
import { buildNineCells } from "./support/services";
import { LabFixture } from "./support/use-lab";

/**
 * The nine cells with the vendors' own SDKs: programs that know nothing of the lab run in a pod of each cluster against each cloud.
 * Their environment is the wiring of the pod's Deployment, and the lab's own variables.
 */
jest.setTimeout(180_000);

const fixture = new LabFixture(buildNineCells);
const CONTENT = "Played by trust-mesh lab.\n";

/** A language whose SDKs are tried, and how a program of it is started. */
interface Language {
  readonly name: string;
  readonly reason: string | undefined;
  readonly start: (cloud: string) => [command: string, program: string];
  /** What its programs try beside what those of the other language do. */
  readonly further?: Readonly<Record<string, unknown>>;
}

const LANGUAGES: readonly Language[] = [
  {
    name: "Python",
    reason: whyNoPython(),
    start: (cloud) => [PYTHON_PROGRAM, join(__dirname, "programs", `read_${cloud}.py`)],
  },
  {
    name: "JavaScript",
    reason: whyNoNodeSdks(),
    start: (cloud) => [process.execPath, join(NODE_PROGRAMS, `read-${cloud}.mjs`)],
    further: { google: { "resumable write": "403" } },
  },
];

const PROGRAMS: [string, (cluster: string) => string[], Record<string, unknown>][] = [
  [
    "aws",
    () => ["acme-reports", "acme-reports-next"],
    {
      ...{ names: ["lab-object"], content: CONTENT, secret: CONTENT, neighbour: "AccessDenied", write: "AccessDenied" },
      ...{ buckets: "AccessDenied", "other secret": "AccessDeniedException" },
    },
  ],
  [
    "google",
    (cluster) => ["acme-exports", "acme-exports-next", "acme-drop", `${cluster}/`],
    {
      ...{ names: ["lab-object"], content: CONTENT, neighbour: "403", write: "403" },
      ...{ "other prefix": "403", bucket: "403" },
    },
  ],
  [
    "azure",
    () => ["acmereports", "acme-vault"],
    {
      ...{ names: ["lab-object"], content: CONTENT, secret: CONTENT },
      ...{ neighbour: "403 AuthorizationPermissionMismatch", write: "403 AuthorizationPermissionMismatch" },
      "other vault": "403 Forbidden",
    },
  ],
];

for (const { name, reason, start, further } of LANGUAGES) {
  const suite = reason === undefined ? describe : describe.skip;

  suite(`a pod with ${name}'s SDKs${reason === undefined ? "" : ` (skipped: ${reason})`}`, () => {
    describe.each(["west", "euro", "corp"])("of %s", (cluster) => {
      it.each(PROGRAMS)("uses in %s what it was promised, and nothing next to it", async (cloud, args, expected) => {
        const pod = new ServicePod(fixture.lab, cluster);
        await pod.rotate();

        const [command, program] = start(cloud);
        const { stdout, stderr } = await run(command, [program, ...args(cluster)], pod.environment);

        expect(stderr).not.toMatch(/Traceback|\n {4}at /);
        expect(JSON.parse(stdout)).toEqual({ ...expected, ...(further?.[cloud] as object) });
      });
    });
  });
}

const noCli = whereIs("aws") === undefined ? " (skipped: aws is not on PATH)" : "";

(noCli ? describe.skip : describe)(`a pod with the aws CLI${noCli}`, () => {
  it.each(["west", "euro", "corp"])("of %s lists its bucket, and not the next one", async (cluster) => {
    const pod = new ServicePod(fixture.lab, cluster);
    await pod.rotate();
    // It keeps credentials in its home.
    const environment = { ...pod.environment, HOME: mkdtempSync(join(fixture.lab.folder, "home-")) };
    const aws = async (...words: string[]) => await run("aws", words, environment);

    const own = await aws("s3", "ls", "s3://acme-reports");
    const read = await aws("s3", "cp", "s3://acme-reports/lab-object", "-");
    const next = await aws("s3", "ls", "s3://acme-reports-next");
    const all = await aws("s3", "ls");

    expect(own).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\S+ \S+ +26 lab-object\n$/) as string });
    expect(read).toMatchObject({ code: 0, stdout: CONTENT });
    expect([next.code, all.code]).not.toContain(0);
    expect(next.stderr).toContain("An error occurred (AccessDenied) when calling the ListObjectsV2 operation");
    expect(all.stderr).toContain("An error occurred (AccessDenied) when calling the ListBuckets operation");
  });
});
