import { CLOSED_4, expectCredential, expectFailure, useEntra } from "./entra";
import { describeInNetwork, Listener, SILENT_4, SILENT_6 } from "./in-network";

const { aks, scene } = useEntra();

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
    expectCredential(await scene(aks(15), { hosts: proxied(first, good.address), listeners, env: env() }));
  });

  it("of which one answers CONNECT slowly is waited for", async () => {
    const listeners: Listener[] = [{ address: "127.0.0.3", manner: "proxy", every: 50 }];
    expectCredential(await scene(aks(15), { hosts: proxied("127.0.0.3"), listeners, env: env() }));
  });

  it.each<[string, Omit<Listener, "address">, number, string]>([
    ["drips", { manner: "proxy", every: 1000 }, 4, "did not answer CONNECT within"],
    ["is silent", { manner: "silent" }, 4, "did not answer CONNECT within"],
    ["wants a password", { manner: "answer", text: "HTTP/1.1 407 Auth\r\n\r\n" }, 15, "answered CONNECT with 407"],
    [
      "has a huge head",
      { manner: "answer", text: `HTTP/1.1 200 OK\r\nx: ${"y".repeat(20_000)}\r\n\r\n` },
      15,
      "more than 16384 bytes before its content",
    ],
    ["is none", { manner: "garbage" }, 15, "answered with something that is not HTTP"],
  ])("that %s is told in time", async (_what, manner, timeout, words) => {
    const listeners = [{ address: "127.0.0.3", ...manner }];
    const outcome = await scene(aks(timeout), { hosts: proxied("127.0.0.3"), listeners, env: env() });
    expectFailure(outcome, 4, `could not be reached: the proxy ${PROXY}:8443 `, words);
  });

  it("that speaks TLS is waited for no longer than the limit", async () => {
    const listeners: Listener[] = [{ address: "127.0.0.3", manner: "silent" }];
    const tls = env({ HTTPS_PROXY: `https://${PROXY}:8443` });
    const outcome = await scene(aks(4), { hosts: proxied("127.0.0.3"), listeners, env: tls });
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
    const outcome = await scene(gke(15), { hosts: hosts(first, "127.0.0.9"), listeners });
    expectCredential(outcome);
    expect(outcome.stdout).toContain("ya29.token-of-the-pod");
  });

  it.each<[string, Omit<Listener, "address">]>([
    ["sends one byte a second", { manner: "drip", text: answer, every: 1000 }],
    ["sends announcements without end", { manner: "drip", text: "HTTP/1.1 100 Continue\r\n\r\n", every: 1 }],
    ["is silent", { manner: "silent" }],
  ])("that %s is told in time", async (_what, manner) => {
    const outcome = await scene(gke(4), { hosts: hosts("127.0.0.3"), listeners: [at("127.0.0.3", manner)] });
    expectFailure(outcome, 3, `source: Google's metadata server at ${NAME} `, "(--timeout)");
  });

  it("that sends its answer in small pieces is understood", async () => {
    const listeners = [at("127.0.0.3", { manner: "drip", text: answer, every: 5 })];
    expectCredential(await scene(gke(15), { hosts: hosts("127.0.0.3"), listeners }));
  });
});
