import { readFileSync } from "node:fs";
import { Behaviour, FakeCloud, Finished, GOOGLE_ACCOUNT, runPlugin, Sandbox } from "../support";
import { useFakes } from "../support/use-fakes";

let cloud: FakeCloud;
let box: Sandbox;
useFakes((fakes) => ({ cloud, box } = fakes));

const ENDPOINTS: readonly { name: string; hop: string; code: number; before: number; args: () => string[] }[] = [
  { name: "AWS STS", hop: "exchange", code: 4, before: 0, args: () => box.eks("--no-cache") },
  { name: "Google's STS", hop: "exchange", code: 4, before: 0, args: () => box.gke("--no-cache") },
  {
    name: "Google's IAM Credentials API",
    hop: "impersonation",
    code: 5,
    before: 1,
    args: () => box.gke("--no-cache", "--service-account", GOOGLE_ACCOUNT),
  },
  { name: "Entra", hop: "exchange", code: 4, before: 0, args: () => box.aks("--no-cache") },
];

/** Lets the requests before the endpoint's through, then misbehaves. */
function misbehave(before: number, ...behaviours: Behaviour[]): void {
  cloud.next(...Array.from({ length: before }, () => ({ slow: 0 })), ...behaviours);
}

const expectFailure = (result: Finished, code: number, ...messages: string[]) => {
  expect([result.code, result.stdout]).toEqual([code, ""]);
  for (const message of messages) expect(result.stderr).toContain(message);
  expect(result.stderr.trim().split("\n")).toHaveLength(1);
};

describe.each(ENDPOINTS)("when $name", ({ name, hop, code, before, args }) => {
  const again: [string, Behaviour][] = [
    ["answers 500", { status: 500 }],
    ["answers 503", { status: 503 }],
    ["answers 429", { status: 429 }],
    ["cuts the connection", "cut off"],
  ];
  it.each(again)("%s once, it is asked again and the run succeeds", async (_what, behaviour) => {
    misbehave(before, behaviour);
    const result = await runPlugin(args(), box.env());
    expect([result.code, result.stderr]).toEqual([0, ""]);
    expect(cloud.requests).toHaveLength(before + 2);
  });

  it("is slow but within the time limit, it is waited for", async () => {
    misbehave(before, { slow: 300 });
    expect((await runPlugin(args(), box.env())).code).toBe(0);
    expect(cloud.requests).toHaveLength(before + 1);
  });

  it("is silent once, half of the time is left for another try", async () => {
    misbehave(before, "silent");
    expect((await runPlugin([...args(), "--timeout", "10"], box.env())).code).toBe(0);
    expect(cloud.requests).toHaveLength(before + 2);
  });

  it("stays silent, the run ends at its limit and says so", async () => {
    misbehave(before, "silent", "silent", "silent", "silent");
    const result = await runPlugin([...args(), "--timeout", "4"], box.env());
    expectFailure(result, code, `${hop}: ${name} at localhost:`, "time limit of 4 s (--timeout)");
    // The last try may have time for a part of its way alone.
    expect(result.stderr).toMatch(/ did not (answer|finish the TLS handshake|accept the connection) within \d+ ms\./);
  });

  const final: [string, Behaviour, string][] = [
    ["redirects", "redirect", "answered with a redirect (302)"],
    ["answers without end", "huge", "answered with more than 262144 bytes"],
    ["answers with a web page", "not JSON", "answered without a credential"],
  ];
  it.each(final)("%s, it is not asked again", async (_what, behaviour, message) => {
    misbehave(before, behaviour);
    expectFailure(await runPlugin(args(), box.env()), code, `${hop}: ${name} `, message);
    expect(cloud.requests).toHaveLength(before + 1);
  });
});

it("counts the tries when an endpoint never recovers", async () => {
  misbehave(0, ...Array.from({ length: 20 }, () => ({ status: 500 })));
  const result = await runPlugin(box.aks("--no-cache", "--timeout", "60"), box.env());
  expectFailure(result, 4, "exchange: Entra answered 500.", "Given up after 5 tries.");
  expect(cloud.requests).toHaveLength(5);
});

it("waits as long as Retry-After asks, or gives up at once when that is past the limit", async () => {
  misbehave(0, { status: 429, headers: { "retry-after": "1" } });
  expect((await runPlugin(box.aks("--no-cache"), box.env())).code).toBe(0);
  expect(cloud.requests).toHaveLength(2);

  misbehave(0, { status: 429, headers: { "retry-after": "3600" } });
  const result = await runPlugin(box.aks("--no-cache"), box.env());
  expectFailure(result, 4, "Entra answered 429.", "Given up after 1 try at the time limit of 20 s");
  expect(cloud.requests).toHaveLength(3);
});

it("keeps what a hostile endpoint echoes out of its errors", async () => {
  const args = box.aks("--no-cache");
  const file = args[args.indexOf("--token-file") + 1];
  const token = readFileSync(file, "utf8");
  const echo = JSON.stringify({ error: "invalid_client", error_description: `bad: ${token} \u001b[2J\nforged line` });
  cloud.next({ status: 401, body: echo });
  const result = await runPlugin([...args, "--debug"], box.env());
  expect(result.code).toBe(4);
  expect(result.stderr).toContain("bad: [redacted]");
  expect(result.stderr).not.toContain(token.split(".")[2]);
  expect(result.stderr).not.toContain("\u001b");
  expect(result.stderr).not.toMatch(/^forged/m);
});

it("tells each step with --debug, and none of the secrets", async () => {
  const runs = [box.eks("--debug"), box.gke("--debug", "--service-account", GOOGLE_ACCOUNT), box.aks("--debug")];
  for (const args of runs) {
    const token = readFileSync(args[args.indexOf("--token-file") + 1], "utf8");
    const { stderr, code } = await runPlugin(args, box.env());
    expect(code).toBe(0);
    expect(stderr).toContain("debug: the source is token-file");
    expect(stderr).toMatch(/debug: .* answered 200 in \d+ ms/);
    for (const secret of [token, token.split(".")[2], ...cloud.secrets]) expect(stderr).not.toContain(secret);
  }
});

it("tells how wrong this machine's clock is, by the server's Date", async () => {
  cloud.clockAhead = 400;
  const fine = await runPlugin(box.gke("--no-cache"), box.env());
  expect(fine.code).toBe(0);
  expect(fine.stderr).toMatch(/warning: This machine's clock is (39[5-9]|40[0-5]) s behind the server's: correct it\./);

  cloud.trust.subject = "other";
  const refused = await runPlugin(box.gke("--no-cache"), box.env());
  expect(refused.code).toBe(4);
  expect(refused.stderr).toMatch(/clock is (39[5-9]|40[0-5]) s behind the server's/);

  cloud.clockAhead = 60;
  cloud.trust.subject = "system:serviceaccount:argocd:argocd-application-controller";
  expect((await runPlugin(box.gke("--no-cache"), box.env())).stderr).toBe("");

  // A server that is years off is wrong itself: this machine took its certificate for valid.
  cloud.clockAhead = 3 * 366 * 86_400;
  expect((await runPlugin(box.gke("--no-cache"), box.env())).stderr).toBe("");
});
