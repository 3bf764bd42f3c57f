import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { FakeCloud, PLUGIN, run, runPlugin, Sandbox } from "../support";
import { describeWith, findTool } from "../support/tools";
import { useFakes } from "../support/use-fakes";

let box: Sandbox;
let cloud: FakeCloud;
useFakes((fakes) => ({ cloud, box } = fakes));

const EKS = ["eks", "--cluster-name", "west", "--region", "eu-west-1", "--no-cache"];
const OIDC = ["oidc", "--no-cache"];

/** Wherever a path is opened: how it is named, and the exit code of its refusal. */
const WAYS: readonly (readonly [what: string, code: number, run: (path: string) => Parameters<typeof runPlugin>])[] = [
  ["--token-file", 3, (path) => [[...OIDC, "--token-file", path], {}]],
  ["TRUST_MESH_TOKEN_FILE", 3, (path) => [OIDC, { TRUST_MESH_TOKEN_FILE: path }]],
  ["AZURE_FEDERATED_TOKEN_FILE", 3, (path) => [OIDC, { AZURE_FEDERATED_TOKEN_FILE: path }]],
  [
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    3,
    (path) => [EKS, { AWS_WEB_IDENTITY_TOKEN_FILE: path, AWS_ROLE_ARN: "arn:aws:iam::111122223333:role/a" }],
  ],
  [
    "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
    3,
    (path) => [
      EKS,
      {
        AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: path,
        AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://169.254.170.23/v1/credentials",
      },
    ],
  ],
  ["--credential-file", 2, (path) => [["gke", "--no-cache", "--credential-file", path], {}]],
  ["SSL_CERT_FILE", 2, (path) => [box.aks("--no-cache"), { SSL_CERT_FILE: path }]],
  [
    "NODE_EXTRA_CA_CERTS",
    2,
    (path) => [box.aks("--no-cache"), { SSL_CERT_FILE: cloud.caFile, NODE_EXTRA_CA_CERTS: path }],
  ],
  ["AWS_CA_BUNDLE", 2, (path) => [box.eks("--no-cache"), { AWS_CA_BUNDLE: path }]],
];

describe.each(WAYS)("%s", (_what, expected, ways) => {
  it.each([
    [
      "a FIFO",
      () => {
        const path = join(box.folder, "fifo");
        execFileSync("mkfifo", [path]);
        return path;
      },
      /it is a FIFO/,
    ],
    ["an endless device", () => "/dev/zero", /it is a device or socket/],
    ["a folder", () => box.folder, /EISDIR/],
    ["missing", () => join(box.folder, "nothing"), /ENOENT/],
    ["far too large", () => box.write("large", "x".repeat(9 * 1024 * 1024)), /EFBIG/],
  ])("is refused in time when it is %s", async (_kind, path, words) => {
    const [args, env] = ways(path());
    // One that waits for it is killed, and ends with another code.
    const { code, stdout, stderr } = await runPlugin(args, { HOME: box.folder, ...env });
    expect([code, stdout]).toEqual([expected, ""]);
    expect(stderr).toMatch(words);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });
});

const unshare = process.getuid?.() === 0 ? findTool("unshare") : undefined;
describeWith(unshare, "a FIFO in place of a system's file (as root, with a mount)", () => {
  it.each(["/etc/hosts", "/etc/resolv.conf", "/etc/nsswitch.conf"])(
    "is not waited for longer than the limit: %s",
    async (file) => {
      const fifo = join(box.folder, "fifo");
      const script = `mkfifo ${fifo}; [ -e ${file} ] || : >${file}; mount --bind ${fifo} ${file}; exec timeout 20 "$0" "$@"`;
      const args = box
        .aks("--no-cache", "--timeout", "2")
        .map((arg) => (arg === cloud.url ? "https://entra.invalid" : arg));
      const { code, stderr } = await run("unshare", ["-mn", "sh", "-c", script, PLUGIN, ...args], box.env());
      expect([code, stderr]).toEqual([4, expect.stringContaining("Entra at entra.invalid could not be found")]);
    },
  );
});

it("an entry of the cache that has become a FIFO is passed over", async () => {
  const { code } = await runPlugin(box.aks(), box.env());
  expect(code).toBe(0);
  execFileSync("sh", ["-c", 'cd "$0" && for f in *; do rm "$f"; mkfifo -m 600 "$f"; done', box.cacheDir]);
  const again = await runPlugin(box.aks(), box.env());
  expect([again.code, again.stderr]).toEqual([0, ""]);
});
