import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { flagOf, readWorld } from "../../src/simulator";
import { buildMesh } from "../lab/support/meshes";
import { nameOf, Synthesized } from "../lab/support/run-lab";
import { canI as run } from "../support/can-i";
import { AKS_ISSUER } from "../support/clouds";

let mesh: Synthesized;
beforeAll(() => {
  mesh = new Synthesized(buildMesh);
});
afterAll(() => mesh.remove());

async function canI(...args: string[]) {
  const { code, lines } = await run(mesh.path, ...args);
  return { code, lines: lines as readonly Record<string, unknown>[] };
}

async function requests(...lines: (object | string)[]) {
  const file = join(mesh.folder, "requests.jsonl");
  writeFileSync(file, lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n"));
  return await canI("--requests", file);
}

describe("one request", () => {
  const ask = (verb: string, resource: string, namespace: string, from = "corp:deploy/deployer") =>
    canI("--from", from, "--to", "west", "--verb", verb, "--resource", resource, "--namespace", namespace);

  it("is allowed by what was declared, with the user, the principal and the object that decided", async () => {
    const { code, lines } = await ask("create", "deployments.apps", "payments");
    expect(code).toBe(0);
    expect(lines).toEqual([
      expect.objectContaining({
        ...{ version: 1, allowed: true, hop: "authorization", code: "allowed" },
        principal: expect.stringMatching(/^arn:aws:iam::/) as unknown,
        user: {
          name: "trust-mesh:corp:deploy:deployer:deploy.deployer",
          groups: [expect.stringMatching(/^trust-mesh:arn:aws:iam::/) as unknown],
        },
        address: expect.stringMatching(/^mesh: kubernetes_role_binding_v1\./) as unknown,
        where: expect.stringMatching(/cdk\.tf\.json:\d+$/) as unknown,
      }),
    ]);
  });

  it("is refused in another namespace at the authorization, and for another service account at the exchange", async () => {
    const elsewhere = await ask("create", "deployments.apps", "kube-system");
    expect(elsewhere).toMatchObject({ code: 1, lines: [{ allowed: false, hop: "authorization", code: "403" }] });
    const other = await ask("get", "pods", "payments", "corp:deploy/other");
    expect(other).toMatchObject({ code: 1, lines: [{ allowed: false, hop: "exchange", code: "AccessDenied" }] });
  });

  it.each<[string, string[], string]>([
    ["a flag that is missing", ["--from", "corp:a/b"], "can-i needs --to, or a file of requests (--requests FILE)"],
    [
      "a cluster that is not there",
      ["--from", "corp:a/b", "--to", "east", "--verb", "get", "--resource", "pods"],
      '--to is "east", into which no edge leads. The edges are: ',
    ],
    [
      "a source that is none",
      ["--from", "corp", "--to", "west", "--verb", "get", "--resource", "pods"],
      '--from is "corp". Give CLUSTER:NAMESPACE/NAME',
    ],
    ["both ways at once", ["--requests", "f", "--verb", "get"], "--requests and --verb contradict each other"],
    ["a file that is not there", ["--requests", "no/file"], "--requests no/file cannot be read (ENOENT)"],
  ])("is not followed with %s", async (_what, args, message) => {
    await expect(canI(...args)).rejects.toThrow(message);
  });
});

describe("a file of requests", () => {
  const pods = { to: "west", verb: "get", resource: "pods", namespace: "payments" };

  it("is answered line by line, with the ids of the requests", async () => {
    const own = { iss: AKS_ISSUER, sub: "system:serviceaccount:deploy:deployer" };
    const { code, lines } = await requests(
      { id: "own", from: "corp:deploy/deployer", ...pods },
      { id: "claims", claims: own, ...pods },
      { id: "expired", from: "corp:deploy/deployer", claims: { exp: 1, iat: 0 }, ...pods },
      { id: "forged", from: "corp:deploy/deployer", signature: "wrong", ...pods },
      { id: "audience", from: "corp:deploy/deployer", claims: { aud: "other" }, ...pods },
    );
    expect(code).toBe(0);
    expect(lines.map(({ id, allowed, hop, code: why }) => [id, allowed, hop, why])).toEqual([
      ["own", true, "authorization", "allowed"],
      ["claims", true, "authorization", "allowed"],
      ["expired", false, "exchange", "ExpiredTokenException"],
      ["forged", false, "exchange", "InvalidIdentityToken"],
      ["audience", false, "exchange", "InvalidIdentityToken"],
    ]);
  });

  /**
   * How a token may be signed. AWS STS API Reference, "AssumeRoleWithWebIdentity"; Google Cloud, "Configure Workload Identity
   * Federation with other identity providers"; Microsoft Entra, "Important considerations and restrictions for federated
   * identity credentials".
   */
  it.each([
    ["RS256", "key", [true, true, true]],
    ["RS256", undefined, [true, false, true]],
    ["ES256", "key", [true, true, false]],
    ["RS384", "key", [true, false, false]],
    ["ES512", "key", [true, false, false]],
    ["PS256", "key", [false, false, false]],
    ["HS256", "key", [false, false, false]],
    ["none", "key", [false, false, false]],
  ])("takes a token by %s with the kid %s into AWS, Google and Azure: %j", async (alg, kid, allowed) => {
    const header = { alg, ...(kid === undefined ? {} : { kid }) };
    const asked = [
      { from: "corp:deploy/deployer", to: "west" },
      { from: "west:deploy/deployer", to: "euro" },
      { from: "west:deploy/deployer", to: "corp" },
    ].map((way) => ({ ...way, header, verb: "get", resource: "pods", namespace: "payments" }));
    const { lines } = await requests(...asked);
    expect(lines.map(({ hop }) => hop === "authorization")).toEqual(allowed);
  });

  it("takes a claim away by null", async () => {
    const { lines } = await requests(
      { from: "corp:deploy/deployer", claims: { iat: null }, ...pods },
      { from: "corp:deploy/deployer", claims: { nbf: null }, ...pods },
    );
    expect(lines.map(({ allowed, message }) => [allowed, message])).toEqual([
      [false, "Missing a required claim: iat"],
      [true, undefined],
    ]);
  });

  it("asks a cloud's token endpoint alone", async () => {
    const { edges } = readWorld([mesh.path]);
    const edge = edges.find((one) => nameOf(one) === "corp:deploy/deployer → west");
    const roleArn = edge && flagOf(edge.request, "role-arn");
    const { lines } = await requests(
      { from: "corp:deploy/deployer", exchange: { cloud: "aws", roleArn } },
      { from: "corp:other/deployer", exchange: { cloud: "aws", roleArn } },
    );
    expect(lines).toMatchObject([
      { allowed: true, hop: "exchange", code: "allowed", principal: roleArn },
      { allowed: false, hop: "exchange", code: "AccessDenied" },
    ]);
  });

  it("goes on behind a line that cannot be followed, and ends with 2", async () => {
    const { code, lines } = await requests(
      "no JSON",
      "null",
      { id: 1, from: "corp:deploy/deployer", ...pods, namespaces: "x" },
      { id: 2, from: "corp:deploy/deployer", action: "s3:GetObject", resource: "arn:aws:s3:::b" },
      { id: 3, from: "nowhere:a/b", ...pods },
      { id: 4, from: "corp:deploy/deployer", ...pods },
      { id: 5, from: "corp:deploy/deployer", ...pods, resource: "pod" },
    );
    expect(code).toBe(2);
    expect(lines.map(({ id, allowed, error }) => [id, allowed ?? (error as { code: string }).code])).toEqual([
      [undefined, "malformed"],
      [undefined, "malformed"],
      [1, "malformed"],
      [2, "not-played"],
      [3, "unknown"],
      [4, true],
      [5, "malformed"],
    ]);
    expect((lines[6].error as { message: string }).message).toContain('resource is "pod", and rules have it as pods');
  });
});
