import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformResource, TerraformStack } from "cdktf";
import { ClusterAccess, TrustMesh } from "../../../src";
import { kubectl, reachableAks, reachableEks, reachableGke } from "../../support/clients";
import { describeWithStandIns, TerraformFolder } from "../../support/terraform";
import { whereIs } from "../../support/tool";

/** A stack that writes the kubeconfig of west's controller into a file; corp's client id is unknown until apply. */
function build(path: string): (app: App) => void {
  return (app) => {
    const stack = new TerraformStack(app, "hub");
    const argocd = reachableEks(stack, "west").serviceAccount("argocd", "controller");
    const mesh = new TrustMesh(stack, "mesh");
    mesh.allow(argocd, reachableGke(stack, "euro"), ClusterAccess.view());
    mesh.allow(argocd, reachableAks(stack, "corp"), ClusterAccess.view());
    const file = new TerraformResource(stack, "file", { terraformResourceType: "local_file" });
    file.addOverride("filename", path);
    file.addOverride("file_permission", "0600");
    file.addOverride("content", mesh.kubeconfigFor(argocd).toString());
  };
}

describeWithStandIns("a kubeconfig as a local file", () => {
  let home: string;
  let folder: TerraformFolder;
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), "trust-mesh-kubeconfig-"));
    folder = new TerraformFolder();
  });
  afterAll(() => {
    folder.remove();
    rmSync(home, { recursive: true, force: true });
  });

  it("is written at apply, with what only apply knows, and real kubectl reads it", () => {
    // GIVEN
    const path = join(home, "config");
    folder.synth(build(path));
    folder.init("hub");

    // WHEN
    folder.apply("hub");

    // THEN
    const identity = folder.resources("hub").find(({ type }) => type === "azurerm_user_assigned_identity");
    const written = JSON.parse(readFileSync(path, "utf8")) as {
      users: { name: string; user: { exec: { args: string[] } } }[];
    };
    const args = written.users.find(({ name }) => name === "corp")?.user.exec.args ?? [];
    expect(args[args.indexOf("--client-id") + 1]).toBe(identity?.values.client_id);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    if (whereIs("kubectl")) {
      const { out } = kubectl([readFileSync(path, "utf8")], "config", "get-contexts", "--output", "name");
      expect(out.trim().split("\n").sort()).toEqual(["corp", "euro"]);
    }

    // WHEN
    folder.destroy("hub");

    // THEN
    expect(existsSync(path)).toBe(false);
  });
});
