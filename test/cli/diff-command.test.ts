import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { readArguments } from "../../src/cli/arguments";
import { DiffReport } from "../../src/cli/diff-report";
import { Terminal } from "../../src/cli/terminal";
import { buildMesh } from "../lab/support/meshes";
import { Document, Synthesized } from "../lab/support/run-lab";
import { furtherBinding } from "../rights/support/holders";

let mesh: Synthesized;
beforeAll(() => {
  mesh = new Synthesized(buildMesh);
});
afterAll(() => mesh.remove());

async function diff(...args: string[]) {
  let out = "";
  const terminal = { out: (text: string) => void (out += text), columns: 100 } as unknown as Terminal;
  const code = await readArguments(["diff", ...args], "1.2.3")(terminal, "1.2.3");
  return { code, out };
}

const wider = (document: Document) =>
  furtherBinding(document, /corp_deploy_deployer_in_euro/, ({ metadata }) => {
    (metadata as { namespace: string }).namespace = "vault";
  });
const withGap = ({ resource }: Document) => {
  const { provider } = Object.values(resource.kubernetes_role_binding_v1)[0];
  resource.helm_release = { agent: { name: "agent", chart: "agent", provider } };
};

describe("trust-mesh diff", () => {
  it("ends with 0 where nothing changed, and says so", async () => {
    expect(await diff(mesh.path, mesh.path)).toEqual({
      code: 0,
      out: "<!-- trust-mesh diff -->\n## Trust mesh: no change of rights\n\n0 rights added, 0 rights removed&#46;\n",
    });
  });

  it("ends with 1 where there is more, with a row for it, and with 0 the other way", async () => {
    const path = mesh.broken("mesh", "wider", wider);
    const { code, out } = await diff(mesh.path, path);
    const rows = out.split("\n").filter((line) => line.startsWith("| "));

    expect(code).toBe(1);
    expect(out).toContain("## Trust mesh: more rights\n");
    expect(rows.slice(2)).toEqual([
      "| + | corp&#58;deploy/deployer | euro | edit in vault, which no document declares | mesh&#58; kubernetes&#95;role&#95;binding&#95;v1&#46;further |",
    ]);
    expect(await diff(path, mesh.path)).toMatchObject({
      code: 0,
      out: expect.stringContaining("## Trust mesh: fewer rights\n") as unknown,
    });
  });

  it("ends with 3 where nothing more is known and something is not, until that is acknowledged", async () => {
    const path = mesh.broken("mesh", "gap", withGap);
    const { code, out } = await diff(mesh.path, path, "--format", "table");
    const { gaps } = JSON.parse((await diff(mesh.path, path, "--json")).out) as DiffReport;
    const file = join(mesh.folder, "acknowledgements.json");
    const acknowledgements = gaps.map(({ code, address }) => ({
      code,
      address,
      reason: "seen",
      expires: "2099-12-31",
    }));
    writeFileSync(file, JSON.stringify({ version: 1, acknowledgements }));

    expect(code).toBe(3);
    expect(out).toContain("Not known:\n    unseen-grant mesh: helm_release.agent: ");
    expect(out).toMatch(/\nnot known: 0 rights added, 0 rights removed, 1 gap, any of which may grant more\.\n/);
    expect(await diff(mesh.path, path, "--acknowledgements", file)).toMatchObject({ code: 0 });
  });

  it("never ends with 0 for a gap that was there before", async () => {
    const path = mesh.broken("mesh", "gap before", withGap);
    expect((await diff(path, path)).code).toBe(3);
  });

  it("prints JSON of version 1", async () => {
    const path = mesh.broken("mesh", "wider json", wider);
    expect(JSON.parse((await diff(mesh.path, path, "--json")).out)).toMatchObject({
      ...{ version: 1, tool: "1.2.3", outcome: "wider", removed: [], gaps: [], acknowledged: [] },
      added: [
        {
          from: { name: "corp:deploy/deployer" },
          entry: false,
          rights: [
            { kind: "ClusterRole", name: "edit", namespaces: ["vault"], declared: false, words: "edit in vault" },
          ],
        },
      ],
    });
  });

  it("refuses a side that cannot be read", async () => {
    await expect(diff(mesh.path, join(mesh.folder, "none"))).rejects.toThrow("does not exist");
  });
});
