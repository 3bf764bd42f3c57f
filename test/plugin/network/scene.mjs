/**
 * Runs the plugin inside a network of its own: `unshare -m -n sh -c '… exec node scene.mjs FILE'`. FILE tells what listens
 * there, what its name server answers, and how the plugin is started. What the plugin left behind is printed as JSON.
 */
import { spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { readFileSync } from "node:fs";
import { connect, createServer } from "node:net";

const scene = JSON.parse(readFileSync(process.argv[2], "utf8"));
const arrived = [];

/** What a listener does with a connection. */
const MANNERS = {
  /** The fake cloud, outside this network, by a socket in the file system. */
  good: (client) => void pipe(client),
  late: (client, { after }) => {
    client.pause();
    setTimeout(() => pipe(client), after);
  },
  silent: () => undefined,
  garbage: (client) => client.write("SSH-2.0-OpenSSH_9.6\r\n"),
  web: (client) => client.end("HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n"),
  cut: (client) => client.once("data", () => client.destroy()),
  reset: (client) => client.once("data", () => client.resetAndDestroy()),
  /** One byte after another, every so many milliseconds. */
  drip: (client, { text, every }) => {
    let at = 0;
    const timer = setInterval(() => client.write(text[at++ % text.length]), every);
    client.once("close", () => clearInterval(timer));
  },
  answer: (client, { text }) => client.once("data", () => client.end(text)),
  proxy: (client, { every = 0 }) =>
    client.once("data", () => {
      const head = "HTTP/1.1 200 Connection established\r\n\r\n";
      let at = 0;
      const more = () => {
        if (client.destroyed) return;
        if (every === 0) client.write(head);
        else client.write(head[at++]);
        if (every === 0 || at === head.length) pipe(client);
        else setTimeout(more, every);
      };
      more();
    }),
};

function pipe(client) {
  const cloud = connect(scene.cloud);
  cloud.on("error", () => client.destroy()).on("close", () => client.destroy());
  client.on("close", () => cloud.destroy());
  client.pipe(cloud).pipe(client);
}

for (const listener of scene.listeners ?? []) {
  const { address, port, manner } = listener;
  const server = createServer({ noDelay: true }, (client) => {
    arrived.push(address);
    client.on("error", () => undefined);
    MANNERS[manner](client, listener);
  });
  await new Promise((resolve) => server.listen(port, address, resolve));
}

if (scene.dns) {
  const socket = createSocket("udp4");
  socket.on("message", (message, peer) => {
    const { name, type, question } = questionIn(message);
    arrived.push(`${type === 28 ? "AAAA" : "A"} ${name}`);
    const known = scene.dns[name];
    if (known === "silent" || known?.[type === 28 ? "AAAA" : "A"] === "silent") return;
    const addresses = known?.[type === 28 ? "AAAA" : "A"] ?? [];
    const code = known === "failing" ? 2 : known === undefined ? 3 : 0;
    socket.send(answerTo(message, question, type, addresses, code), peer.port, peer.address);
  });
  await new Promise((resolve) => socket.bind(53, "127.0.0.53", resolve));
}

/** The first question of a DNS message (RFC 1035, section 4.1.2). */
function questionIn(message) {
  const labels = [];
  let at = 12;
  for (; message[at] !== 0; at += message[at] + 1)
    labels.push(message.toString("latin1", at + 1, at + 1 + message[at]));
  return {
    name: labels.join(".").toLowerCase(),
    type: message.readUInt16BE(at + 1),
    question: message.subarray(12, at + 5),
  };
}

function answerTo(message, question, type, addresses, code) {
  const head = Buffer.alloc(12);
  message.copy(head, 0, 0, 2);
  head.writeUInt16BE(0x8180 | code, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(addresses.length, 6);
  const records = addresses.map((address) => {
    const data = type === 28 ? sixteenBytes(address) : Buffer.from(address.split(".").map(Number));
    const record = Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 60, 0, data.length]);
    return Buffer.concat([record, data]);
  });
  return Buffer.concat([head, question, ...records]);
}

function sixteenBytes(address) {
  const [left, right = ""] = address.split("::").map((half) => half.split(":").filter(Boolean));
  const groups = [...left, ...Array(8 - left.length - right.length).fill("0"), ...right];
  return Buffer.from(groups.map((group) => group.padStart(4, "0")).join(""), "hex");
}

const child = spawn(scene.command, scene.args, { env: scene.env, stdio: ["ignore", "pipe", "pipe"] });
let stdout = "";
let stderr = "";
child.stdout.on("data", (chunk) => (stdout += chunk));
child.stderr.on("data", (chunk) => (stderr += chunk));
let overran = false;
const limit = setTimeout(() => {
  overran = true;
  child.kill("SIGKILL");
}, scene.patience);
child.once("close", (code, signal) => {
  clearTimeout(limit);
  process.stdout.write(JSON.stringify({ code, signal, stdout, stderr, overran, arrived }));
  process.exit(0);
});
