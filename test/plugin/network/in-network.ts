import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { connect, createServer, Server } from "node:net";
import { join } from "node:path";
import { FakeCloud, PLUGIN, run, Sandbox, TestEnvironment } from "../support";

/** What listens on an address, and how it behaves; see scene.mjs. */
export interface Listener {
  readonly address: string;
  readonly port?: number;
  readonly manner: "good" | "late" | "silent" | "garbage" | "web" | "cut" | "reset" | "drip" | "answer" | "proxy";
  readonly after?: number;
  readonly text?: string;
  readonly every?: number;
}

/** A network with its names. */
export interface Scene {
  readonly hosts?: string;
  readonly nsswitch?: string;
  readonly search?: string;
  readonly listeners?: readonly Listener[];
  /** Further addresses that swallow all. */
  readonly silent?: readonly string[];
  /** Another executable than the built one. */
  readonly command?: string;
  /** Records by name; a name that is missing does not exist. */
  readonly dns?: {
    readonly [name: string]:
      | "silent"
      | "failing"
      | { readonly A?: readonly string[] | "silent"; readonly AAAA?: readonly string[] | "silent" };
  };
  readonly args: readonly string[];
  readonly env?: TestEnvironment;
}

export interface Outcome {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Whether it had to be killed, long after its time limit. */
  readonly overran: boolean;
  /** The addresses that were connected to, and the questions of DNS, in order. */
  readonly arrived: readonly string[];
}

export const PORT = 8443;
/** So long past its time limit a process is killed: sooner than the system's resolver gives up. */
const PATIENCE_MS = 8_000;
/** A name in the fake cloud's certificate. */
export const HOST = "login.microsoftonline.com";
export const ENDPOINT = `https://${HOST}:${PORT}`;

/** Swallowed by the network: no answer ever comes. */
export const SILENT_4 = "192.0.2.66";
export const SILENT_6 = "2001:db8::66";

/** Whether this process may make networks (root, util-linux, iproute2). */
export const canMakeNetworks =
  spawnSync("unshare", [
    "-m",
    "-n",
    "sh",
    "-c",
    "ip link add v0 type veth peer name v1 && mount --bind /etc/hosts /etc/hosts",
  ]).status === 0;

/** `describe` where networks can be made; else the group is reported as skipped, with the reason. */
export function describeInNetwork(name: string, tests: () => void): void {
  if (canMakeNetworks) describe(name, tests);
  else describe.skip(`${name} (needs root, unshare and ip)`, tests);
}

/** Lets a network reach the fake cloud by a socket in the file system. */
export function openCloud(cloud: FakeCloud): { readonly path: string; readonly server: Server } {
  const path = join(cloud.folder, "cloud.sock");
  const server = createServer((client) => {
    const upstream = connect(cloud.port, "127.0.0.1");
    for (const socket of [client, upstream]) socket.on("error", () => socket.destroy());
    client.pipe(upstream).pipe(client);
  }).listen(path);
  return { path, server };
}

const SETUP = `set -e
ip link set lo up
ip link add v0 type veth peer name v1
ip link set v0 up
ip link set v1 up
ip addr add 192.0.2.1/24 dev v0
ip -6 addr add 2001:db8::1/64 dev v0 nodad
ip neigh add ${SILENT_4} lladdr 02:00:00:00:00:66 dev v0
ip neigh add ${SILENT_6} lladdr 02:00:00:00:00:66 dev v0
for address in $SILENT; do ip neigh add $address lladdr 02:00:00:00:00:66 dev v0; done
for address in $ADDRESSES; do ip addr add $address dev lo; done
for name in hosts resolv.conf nsswitch.conf; do
  [ -e /etc/$name ] || : > /etc/$name
  mount --bind $FOLDER/$name /etc/$name
done
exec "$@"`;

/** Runs the plugin in a network of its own. */
export async function runInNetwork(box: Sandbox, cloudPath: string, scene: Scene): Promise<Outcome> {
  box.write("hosts", `127.0.0.1 localhost\n${scene.hosts ?? ""}\n`);
  box.write("resolv.conf", `nameserver 127.0.0.53\n${scene.search ?? ""}\n`);
  box.write("nsswitch.conf", `hosts: ${scene.nsswitch ?? "files dns"}\n`);
  const listeners = (scene.listeners ?? []).map((listener) => ({ port: PORT, ...listener }));
  const file = join(box.folder, "scene.json");
  const limit = Number(scene.args[scene.args.indexOf("--timeout") + 1]);
  writeFileSync(
    file,
    JSON.stringify({
      ...scene,
      listeners,
      cloud: cloudPath,
      command: scene.command ?? PLUGIN,
      patience: limit * 1000 + PATIENCE_MS,
      env: { PATH: process.env.PATH, ...box.env(), ...scene.env },
    }),
  );
  const own = listeners.map(({ address }) => address).filter((address) => !/^127\.|^::1$/.test(address));
  const addresses = own.map((address) => (address.includes(":") ? `${address}/128` : `${address}/32`)).join(" ");
  const env = { FOLDER: box.folder, ADDRESSES: addresses, SILENT: scene.silent?.join(" ") };
  const command = ["-m", "-n", "sh", "-c", SETUP, "sh", process.execPath, join(__dirname, "scene.mjs"), file];
  const { stdout, stderr } = await run("unshare", command, env);
  if (stdout === "") throw new Error(`no network could be made: ${stderr}`);
  return JSON.parse(stdout) as Outcome;
}
