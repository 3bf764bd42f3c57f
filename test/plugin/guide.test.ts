import { readFileSync } from "node:fs";
import { join } from "node:path";
import { FakeCloud, projectedToken, run, runPlugin, Sandbox } from "./support";
import { useFakes } from "./support/use-fakes";

let cloud: FakeCloud;
let box: Sandbox;
useFakes((fakes) => ({ cloud, box } = fakes));

const GUIDE = readFileSync(join(__dirname, "../../docs/ci-and-laptop.md"), "utf8");
const eks = (...source: string[]) => {
  const args = box.eks("--no-cache").filter((arg, i, all) => arg !== "--token-file" && all[i - 1] !== "--token-file");
  return [...args, ...source];
};

describe("the guide for jobs and laptops quotes what the plugin says", () => {
  const expired = () => projectedToken("sts.amazonaws.com", { exp: Math.floor(Date.now() / 1000) - 60 });

  it.each<[string, () => [readonly string[], object?]]>([
    [
      "--source github-actions needs ACTIONS_ID_TOKEN_REQUEST_URL, which is not set",
      () => [eks("--source", "github-actions")],
    ],
    ["--token-file … cannot be read: ENOENT", () => [eks("--token-file", "/var/run/secrets/trust-mesh/west/token")]],
    [
      "the variable TRUST_MESH_TOKEN_WEST, which --token-variable names, is not set",
      () => [eks("--token-variable", "TRUST_MESH_TOKEN_WEST")],
    ],
    ["the token of … expired … s ago", () => [eks("--token-file", box.write("old", expired()))]],
    [
      "is not a JSON Web Token with iss, sub, aud and exp",
      () => [eks("--token-variable", "CI_JOB_TOKEN"), { CI_JOB_TOKEN: "glcbt-64_abcdefghijklmnop" }],
    ],
  ])("%s", async (quoted, scene) => {
    expect(GUIDE).toContain(quoted);
    const [args, env] = scene();
    const { code, stdout, stderr } = await runPlugin(args, box.env({ ...env }));
    expect([code, stdout, cloud.requests]).toEqual([3, "", []]);
    const [first, ...rest] = quoted.split("…");
    let at = stderr.indexOf(first);
    for (const part of [first, ...rest]) {
      at = stderr.indexOf(part, at);
      expect([part, at >= 0]).toEqual([part, true]);
      at += part.length;
    }
  });
});

it("the guide's copy of a kubeconfig names the file that was made, in JSON and in YAML", async () => {
  const command = /^ {4}(sed .*) kubeconfig > try\.kubeconfig$/m.exec(GUIDE)?.[1] ?? "";
  expect(command).not.toBe("");
  for (const line of [
    '"--token-file","/var/run/secrets/trust-mesh/west/token","--no-fips"',
    "- /var/run/secrets/trust-mesh/west/token",
  ]) {
    box.write("kubeconfig", `${line}\n`);
    const { stdout, code } = await run("sh", ["-c", `${command} kubeconfig`], {}, { cwd: box.folder });
    expect([code, stdout]).toEqual([
      0,
      `${line.replace(/\/var\/run\/secrets\/trust-mesh\/west\/token/, `${box.folder}/token`)}\n`,
    ]);
  }
});
