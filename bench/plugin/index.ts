import { join } from "node:path";
import { FakeCloud, Sandbox } from "../../test/plugin/support";
import { POD_TOKEN } from "../../test/plugin/support/fake-metadata";
import { findTool } from "../../test/plugin/support/tools";
import { measure, Measured, median, peakMemory, Subject, timeOf } from "./measure";

/**
 * Times the built plugin against an empty Node.js script in the same run, and prints medians as multiples of it.
 * The figures depend on the machine only through that script, so they can be compared between machines.
 */
const PLUGIN = join(process.cwd(), "lib/bin/trust-mesh-auth");
/** The plugin's signing without its source, built from bench/plugin/presign.ts. */
const PRESIGN = join(process.cwd(), "lib/bench/presign.js");
/** What a run may take of a pod's memory. */
const MAXIMUM_PEAK_MB = 65;
const ROUNDS = Number(process.env.ROUNDS ?? 9);

async function main(): Promise<void> {
  const cloud = await FakeCloud.start();
  // Node.js reads NODE_EXTRA_CA_CERTS, and all roots with it, at every start: the empty script's as well.
  for (const variable of ["SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"]) {
    const box = new Sandbox(cloud);
    const env = { PATH: process.env.PATH, HOME: box.folder, [variable]: cloud.caFile };
    const [empty, ...plugin] = subjectsOf(cloud, box, env);
    console.log(`\nwith the authority in ${variable}`);
    for (const subject of plugin) await timeOf({ ...subject, offline: false });
    print(await measure([empty, ...plugin, ...neighbours()], ROUNDS));
    await printParallel(cloud, box, env, { ...empty, offline: false });
    await printMemory(
      empty,
      plugin.filter(({ command, name }) => command === PLUGIN && !name.includes("shell")),
    );
    box.remove();
  }
  await cloud.close();
}

function subjectsOf(cloud: FakeCloud, box: Sandbox, env: NodeJS.ProcessEnv): Subject[] {
  const run = (name: string, args: readonly string[], within: number, more: Partial<Subject> = {}): Subject => ({
    ...{ name, command: PLUGIN, args, env, within },
    ...more,
  });
  // The shell part reads no folder that is named with a dot in its path: Node.js answers.
  const inNode = box.eks().map((arg) => (arg === box.cacheDir ? `${box.folder}/./node-cache` : arg));
  const podIdentity = {
    AWS_CONTAINER_CREDENTIALS_FULL_URI: `${cloud.metadataUrl}/v1/credentials`,
    AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: box.write("pod-token", POD_TOKEN),
  };
  const presign = ["eks", "--cluster-name", "west", "--region", "eu-west-1", "--no-cache"];
  return [
    { name: "empty Node.js script", command: process.execPath, args: [box.write("empty.js", "")], env, offline: true },
    run("cache hit, by the shell", box.eks(), 0.1, { offline: true }),
    run("cache hit, by Node.js", inNode, 1.15, { offline: true }),
    { name: "EKS presign alone", command: process.execPath, args: [PRESIGN], env, within: 1.3, offline: true },
    run("EKS presign, keys from the pod's agent", presign, 1.3, { env: { ...env, ...podIdentity } }),
    run("EKS exchange over TLS", box.eks("--no-cache"), 2),
    run("GKE exchange over TLS", box.gke("--no-cache"), 2),
    run("AKS exchange over TLS", box.aks("--no-cache"), 2),
  ];
}

async function printMemory(empty: Subject, plugin: readonly Subject[]): Promise<void> {
  console.log(
    `peak memory of ${empty.name}: ${(await peakMemory(empty.args[0], { ...empty, args: [] })).toFixed(1)} MB`,
  );
  for (const subject of plugin) {
    const peak = await peakMemory(PLUGIN, subject);
    const missed = peak > MAXIMUM_PEAK_MB ? " MISSED" : "";
    console.log(`peak memory of ${subject.name}: ${peak.toFixed(1)} MB  wanted ${MAXIMUM_PEAK_MB} MB${missed}`);
  }
}

/** Other tools for the same work, where they are installed. */
function neighbours(): Subject[] {
  const env = { ...process.env, AWS_ACCESS_KEY_ID: "AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY: "example" };
  const args = ["eks", "get-token", "--cluster-name", "west", "--region", "eu-west-1"];
  return [
    { name: "aws eks get-token", command: "aws", args, env, offline: true },
    {
      name: "gke-gcloud-auth-plugin --version",
      command: "gke-gcloud-auth-plugin",
      args: ["--version"],
      env,
      offline: true,
    },
  ].filter(({ command }) => findTool(command) !== undefined);
}

function print(measured: readonly Measured[]): void {
  const base = median(measured[0].times);
  console.log(`${measured[0].subject.name}: median ${base.toFixed(1)} ms of ${ROUNDS} rounds`);
  for (const { subject, times } of measured.slice(1)) {
    const ratio = median(times) / base;
    const wanted = subject.within === undefined ? "" : `wanted ${subject.within.toFixed(2)}×`;
    const missed = subject.within !== undefined && ratio > subject.within ? "MISSED" : "";
    console.log(`${subject.name.padEnd(40)} ${ratio.toFixed(3)}×  ${wanted} ${missed}`.trimEnd());
  }
}

/** Fifty at once, first without and then with an answer in the cache, against fifty empty scripts at once. */
async function printParallel(cloud: FakeCloud, box: Sandbox, env: NodeJS.ProcessEnv, empty: Subject): Promise<void> {
  const fifty = async (subject: Subject) => {
    const started = process.hrtime.bigint();
    await Promise.all(Array.from({ length: 50 }, () => timeOf(subject)));
    return Number(process.hrtime.bigint() - started) / 1e6;
  };
  const folder = join(box.folder, "parallel-cache");
  const args = box.eks().map((arg) => (arg === box.cacheDir ? folder : arg));
  const plugin: Subject = { name: "fifty at once", command: PLUGIN, args, env };
  const base = await fifty(empty);
  cloud.reset();
  console.log(
    `fifty at once, one exchange among them    ${((await fifty(plugin)) / base).toFixed(3)}×  (${cloud.requests.length} exchange)`,
  );
  console.log(`fifty at once, from the cache             ${((await fifty(plugin)) / base).toFixed(3)}×`);
}

void main();
