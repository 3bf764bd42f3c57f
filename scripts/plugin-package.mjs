/** Fills the folder that is published as the plugin's own npm package. Its README alone is kept in the repository. */
import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Fills `packages/NAME`: `bin/` with the plugin and its starter for Windows, `install.sh`, LICENSE and package.json. What
 * both packages have in common, the version first of all, is the main package's.
 */
export function fillPluginPackage({ root, name, command, installScript }) {
  const folder = join(root, "packages", name);
  const bin = join(folder, "bin");
  rmSync(bin, { recursive: true, force: true });
  mkdirSync(bin, { recursive: true });
  // Both files in a folder of their own, so that it can stand on PATH where npm's starter does not do: on Windows.
  for (const file of [command, `${command}.cmd`]) cpSync(join(root, "lib/bin", file), join(bin, file));
  writeFileSync(join(folder, "install.sh"), installScript);
  copyFileSync(join(root, "LICENSE"), join(folder, "LICENSE"));
  const main = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(manifest(main, name, command), undefined, 2)}\n`);
}

function manifest(main, name, command) {
  const { version, license, author, homepage, repository, engines, publishConfig } = main;
  return {
    name,
    version,
    description:
      "kubectl exec credential plugin: turns a pod's projected service account token into a credential for an EKS, GKE or AKS cluster in another cloud.",
    keywords: ["kubectl", "kubernetes", "exec-credential-plugin", "eks", "gke", "aks", "workload-identity", "oidc"],
    license,
    author,
    homepage,
    repository: { ...repository, directory: `packages/${name}` },
    // The executable is both shell and JavaScript; a "type" of a folder above must not make a module of it.
    type: "commonjs",
    bin: { [command]: `bin/${command}` },
    files: ["bin", "install.sh"],
    engines,
    publishConfig,
  };
}
