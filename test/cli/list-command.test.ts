import { readArguments } from "../../src/cli/arguments";
import { Terminal } from "../../src/cli/terminal";
import { List } from "../../src/rights";
import { buildMesh } from "../lab/support/meshes";
import { Synthesized } from "../lab/support/run-lab";

let mesh: Synthesized;
beforeAll(() => {
  mesh = new Synthesized(buildMesh);
});
afterAll(() => mesh.remove());

async function list(...args: string[]) {
  let out = "";
  const terminal = { out: (text: string) => void (out += text), columns: 100 } as unknown as Terminal;
  const code = await readArguments(["list", ...args], "1.2.3")(terminal, "1.2.3");
  return { code, out };
}

describe("trust-mesh list", () => {
  it("prints a table with the rights, who is seen, and the objects", async () => {
    const { code, out } = await list(mesh.path);

    expect(code).toBe(0);
    expect(out).toMatch(/^ {2}from +to +may\n/);
    expect(out).toMatch(
      /\n {2}corp:deploy\/deployer +west +AmazonEKSViewPolicy in telemetry\n +edit in payments\n {5}as /,
    );
    expect(out).toContain("     by mesh: aws_eks_access_entry.");
    expect(out).toMatch(/\n4 subjects at 3 destinations, all as declared\.\n/);
  });

  it("prints JSON of version 1 with the places in the files", async () => {
    const { out } = await list(mesh.path, "--json", "--from", "west:velero/velero");
    const read = JSON.parse(out) as List;

    expect(read).toMatchObject({ version: 1, tool: "1.2.3", gaps: [] });
    expect(read.holders).toEqual([
      expect.objectContaining({
        ...{ declared: true, state: "admitted", missing: [] },
        from: expect.objectContaining({ cluster: "west", subject: "system:serviceaccount:velero:velero" }) as unknown,
        to: expect.objectContaining({ label: "euro", cloud: "Google Cloud", account: "acme-euro" }) as unknown,
        user: { name: "velero-west@acme-euro.iam.gserviceaccount.com", groups: [] },
        rights: [
          expect.objectContaining({
            ...{ kind: "ClusterRole", name: "view", namespaces: ["backup"], declared: true },
            where: expect.stringMatching(/cdk\.tf\.json:\d+$/) as unknown,
          }),
        ],
      }),
    ]);
  });

  it("prints Markdown with a row for each subject at each destination", async () => {
    const { out } = await list(mesh.path, "--format", "markdown", "--to", "euro");
    const rows = out.split("\n").filter((line) => line.startsWith("| "));
    expect(rows).toHaveLength(2 + 3);
    expect(rows[2]).toContain("| corp&#58;deploy/deployer | euro | edit in payments |");
  });

  it("ends with 3 where something was read that is not known, and names it", async () => {
    const path = mesh.broken("mesh", "gap", ({ resource }) => {
      resource.aws_iam_role.other = { ...Object.values(resource.aws_iam_role)[0], name: "other" };
    });
    const { code, out } = await list(path);
    expect(code).toBe(3);
    expect(out).toContain("Not known:\n    unclaimed-trust mesh: aws_iam_role.other: ");
  });

  it("refuses a subject that is not there, and names those that are", async () => {
    await expect(list(mesh.path, "--from", "north")).rejects.toThrow(
      '--from is "north", which is not in what was read. There are: corp:deploy/deployer, euro:deploy/deployer',
    );
  });
});
