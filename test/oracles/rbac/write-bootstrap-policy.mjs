/** Writes `src/simulator/kubernetes/bootstrap-policy.json` from what the Go program in `../go/rbac` tells of Kubernetes. */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

const folder = join(import.meta.dirname, "../go");
execFileSync("go", ["build", "-o", "bin/rbac", "./rbac"], { cwd: folder, stdio: "inherit" });
const asked = JSON.stringify({ op: "bootstrap" });
const options = { input: `${asked}\n`, encoding: "utf8", maxBuffer: 1 << 26 };
const { answer } = JSON.parse(execFileSync(join(folder, "bin/rbac"), options));

/** One object a line, without what is the same in all of them. */
function lines(objects) {
  const texts = objects.map(({ metadata: { name, namespace, labels = {} }, ...parts }) => {
    const { "kubernetes.io/bootstrapping": _, ...others } = labels;
    const metadata = {
      name,
      ...(namespace ? { namespace } : {}),
      ...(Object.keys(others).length ? { labels: others } : {}),
    };
    return JSON.stringify({ metadata, ...parts });
  });
  return `[\n${texts.join(",\n")}\n]`;
}

const parts = Object.entries(answer).map(([kind, objects]) => `${JSON.stringify(kind)}: ${lines(objects ?? [])}`);
const target = join(import.meta.dirname, "../../../src/simulator/kubernetes/bootstrap-policy.json");
writeFileSync(target, `{\n${parts.join(",\n")}\n}\n`);
