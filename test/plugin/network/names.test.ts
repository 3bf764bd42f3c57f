import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { PLUGIN_INSTALL_SCRIPT } from "../../../src/clients/pods/plugin-install-script";
import { PLUGIN, run } from "../support";
import { CLOSED_6, expectCredential, expectFailure, GOOD, named, useEntra } from "./entra";
import { describeInNetwork, HOST, SILENT_4 } from "./in-network";

const { aks, scene, box } = useEntra();

describeInNetwork("names", () => {
  const good = { A: [GOOD.address] };

  it("are found by DNS, in whichever family it knows", async () => {
    const dns = { [HOST]: { A: [SILENT_4, GOOD.address], AAAA: [CLOSED_6] } };
    expectCredential(await scene(aks(15), { dns, listeners: [GOOD] }));
  });

  it("are found although one family is never answered", async () => {
    const dns = { [HOST]: { A: [GOOD.address], AAAA: "silent" as const } };
    const outcome = await scene(aks(15), { dns, listeners: [GOOD] });
    expectCredential(outcome);
  });

  it("are looked for in the search list first where they have too few dots", async () => {
    const search = "search argocd.svc.cluster.local svc.cluster.local cluster.local\noptions ndots:5";
    const inside = `${HOST}.svc.cluster.local`;
    expectCredential(
      await scene(aks(15), { dns: { [inside]: good, [HOST]: { A: [SILENT_4] } }, search, listeners: [GOOD] }),
    );
    const outcome = await scene(aks(15), { dns: { [HOST]: good }, search, listeners: [GOOD] });
    expectCredential(outcome);
    expect(outcome.arrived).toContain(`A ${HOST}.argocd.svc.cluster.local`);
  });

  it("are found although a domain of the search list has no name server any more", async () => {
    const dns = { [`${HOST}.corp.example`]: "silent" as const, [HOST]: good };
    expectCredential(await scene(aks(15), { dns, search: "search corp.example\noptions ndots:5", listeners: [GOOD] }));
  });

  it("are told in time when nothing answers", async () => {
    const outcome = await scene(aks(4), { dns: { [HOST]: "silent" } });
    const words = "could not be found: no name server answered";
    expectFailure(outcome, 4, `Entra at ${HOST}:8443 `, words, "(--timeout)");
  });

  it.each([
    ["there is no name server", undefined, "ECONNREFUSED"],
    ["the name server fails", { [HOST]: "failing" as const }, "ESERVFAIL"],
  ])("are looked for several times when %s", async (_what, dns, code) => {
    const words = `could not be found: the name server failed (${code})`;
    expectFailure(await scene(aks(60), { dns }), 4, `Entra at ${HOST}:8443 `, words, "Given up after 5 tries.");
  });

  it("that do not exist are not asked for again", async () => {
    const outcome = await scene(aks(15), { dns: {} });
    expectFailure(outcome, 4, "could not be found: there is no address for this name", "Check the name");
    expect(outcome.arrived.filter((one) => one === `A ${HOST}`)).toHaveLength(1);
  });

  it("of a proxy that are not found are told", async () => {
    const env = { HTTPS_PROXY: "http://proxy.nowhere:3128" };
    const outcome = await scene(aks(15), { dns: { [HOST]: good }, env, listeners: [GOOD] });
    expectFailure(outcome, 4, "the proxy proxy.nowhere:3128 could not be found");
  });

  it("are left to the system where it has further ways, and do not keep the process", async () => {
    const ways = { nsswitch: "files mdns4_minimal dns", listeners: [GOOD] };
    expectCredential(await scene(aks(15), { ...ways, hosts: named(GOOD.address) }));
    const hung = await scene(aks(4), { ...ways, dns: { [HOST]: "silent" } });
    expectFailure(hung, 4, "could not be found: no name server answered within");
    const unknown = await scene(aks(15), { ...ways, dns: {} });
    expectFailure(unknown, 4, "could not be found: there is no address for this name", "Check the name");
  });

  it("are left to the system by a Node.js that its own loader starts, too, as install.sh delivers it", async () => {
    const folder = join(box().folder, "delivered");
    const sum = createHash("sha256").update(readFileSync(PLUGIN)).digest("hex");
    const script = box().write("install.sh", PLUGIN_INSTALL_SCRIPT);
    const PATH = `${dirname(process.execPath)}:${process.env.PATH}`;
    expect(await run("sh", [script, sum, PLUGIN, folder], { PATH })).toMatchObject({ code: 0, stderr: "" });
    const command = join(folder, "bin/trust-mesh-auth");
    const ways = { nsswitch: "files mdns4_minimal dns", hosts: named(GOOD.address), listeners: [GOOD] };
    expectCredential(await scene(aks(15), { ...ways, command }));
  });
});
