import { Server } from "node:net";
import { FakeCloud, Sandbox } from "../support";
import { useFakes } from "../support/use-fakes";
import {
  describeInNetwork,
  ENDPOINT,
  HOST,
  Listener,
  openCloud,
  Outcome,
  runInNetwork,
  Scene,
  SILENT_4,
  SILENT_6,
} from "./in-network";

jest.setTimeout(60_000);

let cloud: FakeCloud;
let box: Sandbox;
let way: { readonly path: string; readonly server: Server } | undefined;
useFakes((fakes) => ({ cloud, box } = fakes));
beforeEach(() => (way ??= openCloud(cloud)));
afterAll(() => way?.server.close());

/** No route leads there. */
const ROUTELESS_4 = "198.51.100.7";
const ROUTELESS_6 = "2001:db8:ffff::1";
/** Nothing listens there. */
const CLOSED_4 = "127.0.0.2";
const CLOSED_6 = "::1";
const GOOD: Listener = { address: "127.0.0.9", manner: "good" };

const named = (...addresses: string[]) => addresses.map((address) => `${address} ${HOST}`).join("\n");
/** Arguments of a run to Entra, by its own name. */
const aks = (timeout: number, ...more: string[]) => {
  const args = box.aks("--no-cache", "--timeout", String(timeout), ...more);
  return args.map((arg) => (arg === cloud.url ? ENDPOINT : arg));
};
const scene = (args: readonly string[], more: Omit<Scene, "args">): Promise<Outcome> =>
  runInNetwork(box, way?.path ?? "", { args, ...more });
const expectCredential = (outcome: Outcome) => expect([outcome.code, outcome.stderr]).toEqual([0, ""]);
/** One line of the plugin's own words, the hop's code, and gone by itself. */
const expectFailure = (outcome: Outcome, code: number, ...words: string[]) => {
  expect([outcome.code, outcome.signal, outcome.stdout]).toEqual([code, null, ""]);
  expect(outcome.stderr.trim().split("\n")).toHaveLength(1);
  for (const word of words) expect(outcome.stderr).toContain(word);
  expect(outcome.stderr).not.toMatch(/ERR_|node:|Error:|\bat .*:\d+:\d+/);
  expect(outcome.overran).toBe(false);
};

describeInNetwork("a host with several addresses", () => {
  it.each([
    ["refuses", [CLOSED_4]],
    ["refuses in the other family", [CLOSED_6]],
    ["is silent", [SILENT_4]],
    ["is silent in the other family", [SILENT_6]],
    ["has no route", [ROUTELESS_4]],
    ["has no route in the other family", [ROUTELESS_6]],
    ["and many more do nothing", [SILENT_6, CLOSED_4, ROUTELESS_6, SILENT_4, CLOSED_6]],
  ])("is reached by its last one when the first %s", async (_what, before) => {
    expectCredential(await scene(aks(5), { hosts: named(...before, GOOD.address), listeners: [GOOD] }));
  });

  it.each<[string, Omit<Listener, "address">]>([
    ["accepts and is silent", { manner: "silent" }],
    ["speaks something else", { manner: "garbage" }],
    ["speaks HTTP without TLS", { manner: "web" }],
    ["cuts the handshake", { manner: "cut" }],
    ["resets the handshake", { manner: "reset" }],
    ["sends a byte now and then", { manner: "drip", text: "\u0016\u0003\u0001", every: 200 }],
  ])("does not take one that %s for the right one", async (_what, bad) => {
    const listeners = [{ address: "127.0.0.3", ...bad }, GOOD];
    expectCredential(await scene(aks(5), { hosts: named("127.0.0.3", GOOD.address), listeners }));
  });

  it("is waited for when the only way takes seconds", async () => {
    const listeners: Listener[] = [{ address: "127.0.0.9", manner: "late", after: 3000 }];
    expectCredential(await scene(aks(5), { hosts: named(SILENT_6, "127.0.0.9", ROUTELESS_4), listeners }));
  });

  it("tells the reason of each when all fail", async () => {
    const listeners: Listener[] = [
      { address: "127.0.0.3", manner: "silent" },
      { address: "127.0.0.4", manner: "garbage" },
    ];
    const hosts = named(SILENT_6, "127.0.0.3", CLOSED_4, ROUTELESS_6, "127.0.0.4", SILENT_4);
    const outcome = await scene(aks(3), { hosts, listeners });
    expectFailure(
      outcome,
      4,
      `did not finish the TLS handshake within`,
      `ms at 127.0.0.3`,
      `refused the connection (ECONNREFUSED) at ${CLOSED_4}`,
      `has no route from here (ENETUNREACH) at ${ROUTELESS_6}`,
      `answered with something that is not TLS at 127.0.0.4`,
      `did not accept the connection within`,
      SILENT_6,
      SILENT_4,
      "time limit of 3 s (--timeout)",
    );
  });
});

describeInNetwork("a proxy with several addresses", () => {
  const PROXY = "proxy.example";
  const env = (more = {}) => ({ HTTPS_PROXY: `http://${PROXY}:8443`, ...more });
  const proxied = (...addresses: string[]) => addresses.map((address) => `${address} ${PROXY}`).join("\n");
  const good: Listener = { address: "127.0.0.9", manner: "proxy" };

  it.each<[string, string, readonly Listener[]]>([
    ["refuses", CLOSED_4, []],
    ["is silent", SILENT_6, []],
    ["accepts and does not answer CONNECT", "127.0.0.3", [{ address: "127.0.0.3", manner: "silent" }]],
    ["answers with something else", "127.0.0.3", [{ address: "127.0.0.3", manner: "garbage" }]],
    ["drips", "127.0.0.3", [{ address: "127.0.0.3", manner: "proxy", every: 1000 }]],
  ])("is reached by its second one when the first %s", async (_what, first, others) => {
    const listeners = [...others, good];
    expectCredential(await scene(aks(5), { hosts: proxied(first, good.address), listeners, env: env() }));
  });

  it("of which one answers CONNECT slowly is waited for", async () => {
    const listeners: Listener[] = [{ address: "127.0.0.3", manner: "proxy", every: 50 }];
    expectCredential(await scene(aks(6), { hosts: proxied("127.0.0.3"), listeners, env: env() }));
  });

  it.each<[string, Omit<Listener, "address">, number, string]>([
    ["drips", { manner: "proxy", every: 1000 }, 2, "did not answer CONNECT within"],
    ["is silent", { manner: "silent" }, 2, "did not answer CONNECT within"],
    ["wants a password", { manner: "answer", text: "HTTP/1.1 407 Auth\r\n\r\n" }, 5, "answered CONNECT with 407"],
    [
      "has a huge head",
      { manner: "answer", text: `HTTP/1.1 200 OK\r\nx: ${"y".repeat(20_000)}\r\n\r\n` },
      5,
      "more than 16384 bytes before its content",
    ],
    ["is none", { manner: "garbage" }, 3, "answered with something that is not HTTP"],
  ])("that %s is told in time", async (_what, manner, timeout, words) => {
    const listeners = [{ address: "127.0.0.3", ...manner }];
    const outcome = await scene(aks(timeout), { hosts: proxied("127.0.0.3"), listeners, env: env() });
    expectFailure(outcome, 4, `could not be reached: the proxy ${PROXY}:8443 `, words);
  });

  it("that speaks TLS is waited for no longer than the limit", async () => {
    const listeners: Listener[] = [{ address: "127.0.0.3", manner: "silent" }];
    const tls = env({ HTTPS_PROXY: `https://${PROXY}:8443` });
    const outcome = await scene(aks(2), { hosts: proxied("127.0.0.3"), listeners, env: tls });
    expectFailure(outcome, 4, `the proxy ${PROXY}:8443 did not finish the TLS handshake within`);
  });
});

describeInNetwork("a metadata server", () => {
  const NAME = "metadata.google.internal";
  const TOKEN = '{"access_token":"ya29.token-of-the-pod","expires_in":3600}';
  const answer = `HTTP/1.1 200 OK\r\nmetadata-flavor: Google\r\ncontent-length: ${TOKEN.length}\r\n\r\n${TOKEN}`;
  const gke = (timeout: number) => ["gke", "--source", "google-metadata", "--timeout", String(timeout)];
  const hosts = (...addresses: string[]) => addresses.map((address) => `${address} ${NAME}`).join("\n");
  const at = (address: string, manner: Omit<Listener, "address">): Listener => ({ address, port: 80, ...manner });

  it.each<[string, string, readonly Listener[]]>([
    ["refuses", CLOSED_4, []],
    ["is silent", SILENT_4, []],
    ["accepts and is silent", "127.0.0.3", [at("127.0.0.3", { manner: "silent" })]],
  ])("is reached by its second address when the first %s", async (_what, first, others) => {
    const listeners = [...others, at("127.0.0.9", { manner: "answer", text: answer })];
    const outcome = await scene(gke(5), { hosts: hosts(first, "127.0.0.9"), listeners });
    expectCredential(outcome);
    expect(outcome.stdout).toContain("ya29.token-of-the-pod");
  });

  it.each<[string, Omit<Listener, "address">]>([
    ["sends one byte a second", { manner: "drip", text: answer, every: 1000 }],
    ["sends announcements without end", { manner: "drip", text: "HTTP/1.1 100 Continue\r\n\r\n", every: 1 }],
    ["is silent", { manner: "silent" }],
  ])("that %s is told in time", async (_what, manner) => {
    const outcome = await scene(gke(2), { hosts: hosts("127.0.0.3"), listeners: [at("127.0.0.3", manner)] });
    expectFailure(outcome, 3, `source: Google's metadata server at ${NAME} `, "(--timeout)");
  });

  it("that sends its answer in small pieces is understood", async () => {
    const listeners = [at("127.0.0.3", { manner: "drip", text: answer, every: 5 })];
    expectCredential(await scene(gke(5), { hosts: hosts("127.0.0.3"), listeners }));
  });
});

describeInNetwork("names", () => {
  const good = { A: [GOOD.address] };

  it("are found by DNS, in whichever family it knows", async () => {
    const dns = { [HOST]: { A: [SILENT_4, GOOD.address], AAAA: [CLOSED_6] } };
    expectCredential(await scene(aks(5), { dns, listeners: [GOOD] }));
  });

  it("are found although one family is never answered", async () => {
    const dns = { [HOST]: { A: [GOOD.address], AAAA: "silent" as const } };
    const outcome = await scene(aks(5), { dns, listeners: [GOOD] });
    expectCredential(outcome);
  });

  it("are looked for in the search list first where they have too few dots", async () => {
    const search = "search argocd.svc.cluster.local svc.cluster.local cluster.local\noptions ndots:5";
    const inside = `${HOST}.svc.cluster.local`;
    expectCredential(
      await scene(aks(5), { dns: { [inside]: good, [HOST]: { A: [SILENT_4] } }, search, listeners: [GOOD] }),
    );
    const outcome = await scene(aks(5), { dns: { [HOST]: good }, search, listeners: [GOOD] });
    expectCredential(outcome);
    expect(outcome.arrived).toContain(`A ${HOST}.argocd.svc.cluster.local`);
  });

  it("are found although a domain of the search list has no name server any more", async () => {
    const dns = { [`${HOST}.corp.example`]: "silent" as const, [HOST]: good };
    expectCredential(await scene(aks(5), { dns, search: "search corp.example\noptions ndots:5", listeners: [GOOD] }));
  });

  it.each([
    ["nothing answers", { [HOST]: "silent" as const }, "could not be found: no name server answered"],
    ["there is no name server", undefined, "could not be found: the name server failed (ECONNREFUSED)"],
    ["the name server fails", { [HOST]: "failing" as const }, "could not be found: the name server failed (ESERVFAIL)"],
  ])("are told in time when %s", async (_what, dns, words) => {
    expectFailure(await scene(aks(2), { dns }), 4, `Entra at ${HOST}:8443 `, words, "(--timeout)");
  });

  it("that do not exist are not asked for again", async () => {
    const outcome = await scene(aks(5), { dns: {} });
    expectFailure(outcome, 4, "could not be found: there is no address for this name", "Check the name");
    expect(outcome.arrived.filter((one) => one === `A ${HOST}`)).toHaveLength(1);
  });

  it("of a proxy that are not found are told", async () => {
    const env = { HTTPS_PROXY: "http://proxy.nowhere:3128" };
    const outcome = await scene(aks(5), { dns: { [HOST]: good }, env, listeners: [GOOD] });
    expectFailure(outcome, 4, "the proxy proxy.nowhere:3128 could not be found");
  });

  it("are left to the system where it has further ways, and do not keep the process", async () => {
    const ways = { nsswitch: "files mdns4_minimal dns", listeners: [GOOD] };
    expectCredential(await scene(aks(5), { ...ways, hosts: named(GOOD.address) }));
    const hung = await scene(aks(2), { ...ways, dns: { [HOST]: "silent" } });
    expect(hung.stderr).toContain("could not be found: no name server answered within");
    expect(hung.overran).toBe(false);
    // Node.js 20 cannot end with a code while the system's resolver is at work.
    expect(hung.code === null ? hung.signal : hung.code).toBe(hung.code === null ? "SIGKILL" : 4);
  });
});
