import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { credentialIn, EKS_AUDIENCE, FakeCloud, GOOGLE_ACCOUNT, projectedToken, runPlugin, Sandbox } from "../support";
import { useFakes } from "../support/use-fakes";

jest.setTimeout(120_000);

let cloud: FakeCloud;
let box: Sandbox;
useFakes((fakes) => ({ cloud, box } = fakes));

describe("a kept credential", () => {
  it("is handed out again without asking anybody", async () => {
    const args = box.eks();
    const first = await runPlugin(args, box.env());
    expect(await box.inNode(args)).toEqual(first);
    expect(cloud.requests).toHaveLength(1);
  });

  it("survives the renewal of the token, of which the subject is the same", async () => {
    const args = box.eks();
    const first = await runPlugin(args, box.env());
    box.project("eks", projectedToken(EKS_AUDIENCE, { jti: "renewed" }));
    expect(await runPlugin(args, box.env())).toEqual(first);
    expect(cloud.requests).toHaveLength(1);
  });

  it("is kept where others cannot look, without the subject's signature", async () => {
    const args = box.gke("--service-account", GOOGLE_ACCOUNT);
    const signature = readFileSync(args[args.indexOf("--token-file") + 1], "utf8").split(".")[2];
    await runPlugin(args, box.env());
    expect(lstatSync(box.cacheDir).mode & 0o777).toBe(0o700);
    expect(readdirSync(box.cacheDir)).toHaveLength(2);
    for (const name of readdirSync(box.cacheDir)) {
      expect(lstatSync(join(box.cacheDir, name)).mode & 0o777).toBe(0o600);
      expect(readFileSync(join(box.cacheDir, name), "utf8")).not.toContain(signature);
    }
  });

  it("is another one for each subject, issuer, target, role, region, session and API version", async () => {
    const args = box.eks();
    const exec = (apiVersion: string) => ({ KUBERNETES_EXEC_INFO: JSON.stringify({ apiVersion, spec: {} }) });
    const replaced = (flag: string, value: string) => args.map((arg, i) => (args[i - 1] === flag ? value : arg));
    const tokens = [credentialIn(await box.inNode(args)).status.token];
    for (const [words, env] of [
      [replaced("--cluster-name", "east"), {}],
      [replaced("--region", "eu-west-2"), {}],
      [replaced("--role-arn", "arn:aws:iam::111122223333:role/other"), {}],
      [[...args, "--session-name", "other"], {}],
      [[...args, "--fips"], {}],
      [args, exec("client.authentication.k8s.io/v1")],
    ] as const) {
      tokens.push(credentialIn(await box.inNode(words, box.env(env))).status.token);
    }
    for (const claims of [{ sub: "system:serviceaccount:a:b" }, { iss: "https://other.example" }]) {
      Object.assign(cloud.trust, { subject: "system:serviceaccount:argocd:argocd-application-controller" });
      if (claims.sub) cloud.trust.subject = claims.sub;
      if (claims.iss) cloud.trust.issuer = claims.iss;
      box.project("eks", projectedToken(EKS_AUDIENCE, claims));
      tokens.push(credentialIn(await box.inNode(args)).status.token);
    }
    expect(new Set(tokens).size).toBe(9);
    expect(cloud.requests).toHaveLength(9);
  });

  // Trust policies and the user names of access entries may tell sessions apart.
  it.each([
    ["the pod's own role", []],
    ["a role that it assumes", ["--role-arn", "arn:aws:iam::111122223333:role/next"]],
  ])("is another one for each session that the environment names: of %s", async (_, role) => {
    const env = (session?: string) =>
      box.env({
        AWS_ROLE_ARN: "arn:aws:iam::111122223333:role/pod",
        AWS_WEB_IDENTITY_TOKEN_FILE: box.write("irsa-token", projectedToken(EKS_AUDIENCE)),
        AWS_ROLE_SESSION_NAME: session,
      });
    const args = ["eks", "--cluster-name", "west", "--region", "eu-west-1", ...role];
    args.push("--aws-sts-endpoint", cloud.url, "--cache-dir", box.cacheDir);
    for (const session of ["alice", "bob", undefined, "alice", "bob", undefined]) {
      expect((await box.inNode(args, env(session))).code).toBe(0);
    }
    const first = cloud.requests.filter(({ form }) => form.get("Action") === "AssumeRoleWithWebIdentity");
    expect(first.map(({ form }) => form.get("RoleSessionName"))).toEqual([
      "alice",
      "bob",
      "argocd.argocd-application-controller",
    ]);
  });

  it("is not used once it has expired", async () => {
    const args = box.eks();
    await runPlugin(args, box.env());
    const entry = JSON.parse(readFileSync(box.onlyCached("credential-"), "utf8")) as { expires: number };
    writeFileSync(box.onlyCached("credential-"), JSON.stringify({ ...entry, expires: Date.now() + 1000 }));
    expect((await box.inNode(args)).code).toBe(0);
    expect(cloud.requests).toHaveLength(2);
  });

  it("is neither used nor kept with --no-cache", async () => {
    const args = box.eks();
    await runPlugin([...args, "--no-cache"], box.env());
    expect(existsSync(box.cacheDir)).toBe(false);
    await runPlugin(args, box.env());
    await runPlugin([...args, "--no-cache"], box.env());
    expect(cloud.requests).toHaveLength(3);
  });
});

describe("what is not ours is ignored", () => {
  const damages: readonly [string, (path: string) => void][] = [
    ["is empty", (path) => writeFileSync(path, "")],
    ["is cut off", (path) => writeFileSync(path, readFileSync(path, "utf8").slice(0, -20))],
    ["is no JSON", (path) => writeFileSync(path, "\u0000\u0001 not json")],
    ["is of another identity", (path) => rewrite(path, { identity: "another" })],
    ["is of another build", (path) => rewrite(path, { version: "0.0.1" })],
    ["has a token with a newline", (path) => rewrite(path, { token: "a\nb" })],
    ["can be read by others", (path) => chmodSync(path, 0o644)],
    [
      "is a symbolic link",
      (path) => {
        renameSync(path, join(box.folder, "elsewhere"));
        symlinkSync(join(box.folder, "elsewhere"), path);
      },
    ],
    [
      "is a folder",
      (path) => {
        rmSync(path);
        mkdirSync(path);
      },
    ],
  ];
  it.each(damages)("a file that %s", async (_what, damage) => {
    const args = box.eks();
    await runPlugin(args, box.env());
    damage(box.onlyCached("credential-"));
    const result = await box.inNode(args);
    expect([result.code, result.stderr]).toEqual([0, ""]);
    expect(cloud.requests).toHaveLength(2);
  });

  const asRoot = process.getuid?.() === 0 ? it : it.skip;
  asRoot("a file of another user (needs root)", async () => {
    const args = box.eks();
    await runPlugin(args, box.env());
    chownSync(box.onlyCached("credential-"), 12345, 12345);
    expect((await box.inNode(args)).code).toBe(0);
    expect(cloud.requests).toHaveLength(2);
  });
});

function rewrite(path: string, members: object): void {
  writeFileSync(path, JSON.stringify({ ...(JSON.parse(readFileSync(path, "utf8")) as object), ...members }));
}
