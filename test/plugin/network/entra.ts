import { Server } from "node:net";
import { FakeCloud, Sandbox } from "../support";
import { useFakes } from "../support/use-fakes";
import { ENDPOINT, HOST, Listener, openCloud, Outcome, runInNetwork, Scene } from "./in-network";

/** Nothing listens there. */
export const CLOSED_4 = "127.0.0.2";
export const CLOSED_6 = "::1";
export const GOOD: Listener = { address: "127.0.0.9", manner: "good" };

export const named = (...addresses: string[]) => addresses.map((address) => `${address} ${HOST}`).join("\n");

/** Runs of the plugin to Entra, by its own name, in networks of their own. */
export function useEntra() {
  const fakes: { cloud?: FakeCloud; box?: Sandbox } = {};
  let way: { readonly path: string; readonly server: Server } | undefined;
  useFakes((made) => Object.assign(fakes, made));
  beforeEach(() => (way ??= openCloud(fakes.cloud as FakeCloud)));
  afterAll(() => way?.server.close());
  return {
    /** The sandbox of the test that runs. */
    box: () => fakes.box as Sandbox,
    aks: (timeout: number, ...more: string[]) => {
      const { cloud, box } = fakes as { cloud: FakeCloud; box: Sandbox };
      const args = box.aks("--no-cache", "--timeout", String(timeout), ...more);
      return args.map((arg) => (arg === cloud.url ? ENDPOINT : arg));
    },
    scene: (args: readonly string[], more: Omit<Scene, "args">): Promise<Outcome> =>
      runInNetwork(fakes.box as Sandbox, way?.path ?? "", { args, ...more }),
  };
}

export const expectCredential = (outcome: Outcome) => expect([outcome.code, outcome.stderr]).toEqual([0, ""]);

/** One line of the plugin's own words, the hop's code, and gone by itself. */
export const expectFailure = (outcome: Outcome, code: number, ...words: string[]) => {
  expect([outcome.code, outcome.signal, outcome.stdout]).toEqual([code, null, ""]);
  expect(outcome.stderr.trim().split("\n")).toHaveLength(1);
  for (const word of words) expect(outcome.stderr).toContain(word);
  // A way out, whatever failed.
  expect(outcome.stderr).toMatch(/\. (Check|Put) /);
  expect(outcome.stderr).not.toMatch(/ERR_|node:|Error:|\bat .*:\d+:\d+/);
  expect(outcome.overran).toBe(false);
};
