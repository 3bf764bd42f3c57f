/** Fills the folder that is published as the plugin's own npm package. Its README alone is kept in the repository. */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Fills `packages/NAME`: `bin/` with the plugin, its doctor and its starter for Windows, `install.sh`, LICENSE and package.json. What
 * both packages have in common, the version first of all, is the main package's.
 */
export function fillPluginPackage({ root, name, command, files, installScript }) {
  const folder = join(root, "packages", name);
  const bin = join(folder, "bin");
  rmSync(bin, { recursive: true, force: true });
  mkdirSync(bin, { recursive: true });
  // In a folder of their own, so that it can stand on PATH where npm's starter does not do: on Windows.
  for (const file of files) cpSync(join(root, "lib/bin", file), join(bin, file));
  writeFileSync(join(folder, "install.sh"), installScript);
  // Its appendix, on how to license further works, is no part of the terms.
  const [terms] = readFileSync(join(root, "LICENSE"), "utf8").split(/\n *APPENDIX: /);
  // Word for word; only the indents are left out, a tenth of its size.
  writeFileSync(join(folder, "LICENSE"), terms.replace(/\n +/g, "\n").trimStart());
  const main = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest(main, name, command)));
}

function manifest(main, name, command) {
  const { version, license, author, repository, engines, publishConfig } = main;
  return {
    name,
    version,
    description:
      "kubectl exec credential plugin: a pod's service account token becomes a credential for EKS, GKE or AKS in another cloud.",
    keywords: ["kubectl", "exec-credential-plugin", "workload-identity"],
    license,
    author: author.name,
    repository: { ...repository, directory: `packages/${name}` },
    // The executable is both shell and JavaScript; a "type" of a folder above must not make a module of it.
    type: "commonjs",
    bin: { [command]: `bin/${command}` },
    files: ["bin", "install.sh"],
    engines,
    publishConfig,
  };
}
