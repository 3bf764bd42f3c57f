import { CLOSED_4, CLOSED_6, expectCredential, expectFailure, GOOD, named, useEntra } from "./entra";
import { describeInNetwork, Listener, SILENT_4, SILENT_6 } from "./in-network";

const { aks, scene } = useEntra();
/** No route leads there. */
const ROUTELESS_4 = "198.51.100.7";
const ROUTELESS_6 = "2001:db8:ffff::1";

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
    expectCredential(await scene(aks(15), { hosts: named(...before, GOOD.address), listeners: [GOOD] }));
  });

  it("is reached by its last one behind so many silent ones that 250 ms for each would be too long", async () => {
    const many = Array.from({ length: 80 }, (_, i) => (i % 2 ? SILENT_4 : SILENT_6).replace("66", String(100 + i)));
    const outcome = await scene(aks(15), { hosts: named(...many, GOOD.address), listeners: [GOOD], silent: many });
    expectCredential(outcome);
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
    expectCredential(await scene(aks(15), { hosts: named("127.0.0.3", GOOD.address), listeners }));
  });

  it("is waited for when the only way takes seconds", async () => {
    const listeners: Listener[] = [{ address: "127.0.0.9", manner: "late", after: 3000 }];
    expectCredential(await scene(aks(15), { hosts: named(SILENT_6, "127.0.0.9", ROUTELESS_4), listeners }));
  });

  it("tells the reason of each when all fail", async () => {
    const listeners: Listener[] = [
      { address: "127.0.0.3", manner: "silent" },
      { address: "127.0.0.4", manner: "garbage" },
    ];
    const hosts = named(SILENT_6, "127.0.0.3", CLOSED_4, ROUTELESS_6, "127.0.0.4", SILENT_4);
    const outcome = await scene(aks(6), { hosts, listeners });
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
      "time limit of 6 s (--timeout)",
    );
  });
});
