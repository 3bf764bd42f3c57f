import { FakeCloud, runPlugin, Sandbox } from "../support";
import { oauthError, rpcError, stsError } from "../support/answers";
import { useFakes } from "../support/use-fakes";

let cloud: FakeCloud;
let box: Sandbox;
useFakes((fakes) => ({ cloud, box } = fakes));

describe("words that Node.js's own objects know", () => {
  const WORDS = ["constructor", "toString", "__proto__", "hasOwnProperty", "valueOf"];
  it.each(WORDS)("%s is a code like any other", async (word) => {
    for (const [args, answer] of [
      [box.aks("--no-cache"), oauthError(400, word)],
      [box.gke("--no-cache"), rpcError(400, word, `&${word};`)],
      [box.eks("--no-cache"), stsError(word, `&${word};`)],
    ] as const) {
      cloud.next({ ...answer, headers: { [word]: "1" } });
      const { code, stderr } = await runPlugin(args, box.env());
      expect([code, stderr]).toEqual([4, expect.stringContaining(`${word}: `)]);
      expect(stderr).not.toMatch(/native code|function|\bat .*:\d+/);
    }
  });
});

describe("answers whose members are not what they should be are no credential", () => {
  it.each<[string, "aks" | "gke", object | string]>([
    ["an object for a number", "aks", '{"access_token":"eyJa.b.c","expires_in":{"valueOf":1,"toString":1}}'],
    ["a list for a number", "aks", { access_token: "eyJa.b.c", expires_in: [3600] }],
    ["no number", "aks", { access_token: "eyJa.b.c", expires_in: "soon" }],
    ["an endless number", "aks", { access_token: "eyJa.b.c", expires_in: "Infinity" }],
    ["an object for a token", "aks", { access_token: { toString: 1 }, expires_in: 3600 }],
    ["an object for a token", "gke", { access_token: { toString: 1 }, expires_in: 3600 }],
    ["a list", "gke", []],
  ])("%s (%s)", async (_what, command, body) => {
    cloud.next({ status: 200, body: typeof body === "string" ? body : JSON.stringify(body) });
    const result = await runPlugin(box[command]("--no-cache"), box.env());
    expect([result.code, result.stdout]).toEqual([4, ""]);
    expect(result.stderr).toContain("answered without a credential");
  });
});
