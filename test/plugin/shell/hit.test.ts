import {
  chmodSync,
  chownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { EKS_AUDIENCE, FakeCloud, PLUGIN, projectedToken, run, runPlugin, Sandbox, TestEnvironment } from "../support";
import { describeWith, findTool } from "../support/tools";

const NO_NODE = 127;
const SHELLS: readonly { readonly name: string; readonly command: readonly string[] }[] = [
  { name: "dash", command: ["dash"] },
  { name: "busybox", command: ["busybox", "ash"] },
  { name: "bash", command: ["bash", "--posix"] },
];

let cloud: FakeCloud;
beforeAll(async () => {
  cloud = await FakeCloud.start();
});
afterAll(async () => cloud.close());

for (const { name, command } of SHELLS) {
  describeWith(findTool(name), `the shell part of the executable, run by ${command.join(" ")}`, () => {
    let box: Sandbox;
    let args: string[];
    let token: string;
    let answer: string;
    let tools: string;

    beforeEach(async () => {
      // GIVEN an answer that Node.js stored, and a PATH on which date and cat are all there is
      box = new Sandbox(cloud);
      args = box.eks();
      token = args[args.indexOf("--token-file") + 1];
      age(token, 60);
      answer = (await runPlugin(args, box.env())).stdout;
      tools = join(box.folder, "tools");
      mkdirSync(tools);
      for (const tool of ["date", "cat"]) symlinkSync(findTool(tool) as string, join(tools, tool));
    });
    afterEach(() => box.remove());

    /** Without Node.js only the shell can answer; what it hands over ends with code 127. */
    const shell = (words: readonly string[] = args, env: TestEnvironment = {}, options = {}) => {
      const [program, ...rest] = [findTool(command[0]) as string, ...command.slice(1), PLUGIN, ...words];
      return run(program, rest, { ...box.env(), PATH: tools, ...env }, options);
    };
    const hitFile = () =>
      join(box.cacheDir, readdirSync(box.cacheDir).find((file) => file.startsWith("hit-")) as string);
    const edit = (line: number, change: (text: string) => string) => {
      const lines = readFileSync(hitFile(), "utf8").split("\n");
      lines[line] = change(lines[line]);
      writeFileSync(hitFile(), lines.join("\n"));
    };
    const expectHandedOver = (result: { code: number | null; stdout: string; stderr: string }) => {
      expect(result.stdout).toBe("");
      expect(result.code).toBe(NO_NODE);
      expect(result.stderr).toContain("there is no Node.js on PATH");
    };

    it("answers what Node.js answered, byte for byte, and says nothing else", async () => {
      expect(await shell()).toEqual({ code: 0, stdout: answer, stderr: "" });
    });

    it("answers whichever of date and cat comes first", async () => {
      for (const slow of ["date", "cat"]) {
        unlinkSync(join(tools, slow));
        const script = `#!/bin/sh\n${findTool("sleep") as string} 0.2\nexec ${findTool(slow) as string} "$@"\n`;
        writeFileSync(join(tools, slow), script, { mode: 0o755 });
        expect(await shell()).toEqual({ code: 0, stdout: answer, stderr: "" });
      }
    });

    it("finds the folder by the variable, and by the home folder, as Node.js does", async () => {
      const bare = args.filter((_, i) => args[i - 1] !== "--cache-dir" && args[i] !== "--cache-dir");
      for (const env of [
        { TRUST_MESH_CACHE_DIR: join(box.folder, "by variable") },
        { XDG_CACHE_HOME: join(box.folder, "xdg") },
        {},
      ]) {
        const stored = (await runPlugin(bare, box.env(env))).stdout;
        expect(await shell(bare, env)).toEqual({ code: 0, stdout: stored, stderr: "" });
      }
    });

    it("answers each of several targets with its own credential", async () => {
      // GIVEN a second target whose command line is as long as the first one's
      const other = args.map((arg) => (arg === "west" ? "east" : arg));
      const otherAnswer = (await runPlugin(other, box.env())).stdout;
      expect(otherAnswer).not.toBe(answer);

      expect((await shell(other)).stdout).toBe(otherAnswer);
      expect((await shell()).stdout).toBe(answer);
    });

    describe("hands over to Node.js", () => {
      it("for another command line", async () => {
        expectHandedOver(await shell([...args, "--fips"]));
        expectHandedOver(await shell(args.map((arg) => (arg === "west" ? "east" : arg))));
        expectHandedOver(await shell(args.slice(0, -2)));
        expectHandedOver(await shell(["gke", ...args.slice(1)]));
      });

      it("when one argument was divided in two", async () => {
        const joined = args.indexOf("west");
        expectHandedOver(await shell([...args.slice(0, joined - 1), "--cluster-name west", ...args.slice(joined + 1)]));
        expectHandedOver(
          await shell([...args.slice(0, joined - 1), "--cluster-name\twest", ...args.slice(joined + 1)]),
        );
        expectHandedOver(
          await shell([...args.slice(0, joined - 1), "--cluster-name\nwest", ...args.slice(joined + 1)]),
        );
      });

      it("for another value of any variable that matters", async () => {
        for (const variable of ["AWS_REGION", "AWS_ROLE_ARN", "AWS_ROLE_SESSION_NAME", "AWS_USE_FIPS_ENDPOINT"]) {
          expectHandedOver(await shell(args, { [variable]: "other" }));
        }
        const info = { apiVersion: "client.authentication.k8s.io/v1beta1", kind: "ExecCredential", spec: {} };
        expectHandedOver(await shell(args, { KUBERNETES_EXEC_INFO: JSON.stringify(info) }));
      });

      it("for a variable with a tab or newline in it", async () => {
        expectHandedOver(await shell(args, { AWS_REGION: "\t" }));
        expectHandedOver(await shell(args, { AWS_REGION: "\n" }));
      });

      it("for --no-cache, --debug, --help, --version, doctor and no argument at all", async () => {
        for (const more of ["--no-cache", "--debug", "--help"]) expectHandedOver(await shell([...args, more]));
        expectHandedOver(await shell(["--version"]));
        expectHandedOver(await shell(["doctor", ...args]));
        expectHandedOver(await shell([]));
      });

      it("for another build of the plugin", async () => {
        edit(0, (line) => line.replace(/^(\d+\.\d+\.\d+\+)\w{12}/, "$1000000000000"));
        expectHandedOver(await shell());
      });

      it("when the answer has expired, was made in the future, or does not tell when", async () => {
        const original = readFileSync(hitFile(), "utf8");
        const now = Math.floor(Date.now() / 1000);
        for (const [line, text] of [
          [2, String(now - 1)],
          [1, String(now + 60)],
          [2, ""],
          [2, "soon"],
          [1, "-5"],
        ] as const) {
          edit(line, () => text);
          expectHandedOver(await shell());
          writeFileSync(hitFile(), original);
        }
        expect((await shell()).code).toBe(0);
      });

      it("when the token file is newer than the answer", async () => {
        age(token, -60);
        expectHandedOver(await shell());
      });

      it("when the token file holds another subject's token, however old the file", async () => {
        writeFileSync(token, projectedToken(EKS_AUDIENCE, { sub: "system:serviceaccount:argocd:somebody-else" }));
        age(token, 3600);
        expectHandedOver(await shell());
      });

      it("when the token file is empty, gone, or a folder", async () => {
        writeFileSync(token, "");
        age(token, 3600);
        expectHandedOver(await shell());
        unlinkSync(token);
        expectHandedOver(await shell());
        mkdirSync(token);
        age(token, 3600);
        expectHandedOver(await shell());
      });

      it("when the stored answer is cut off anywhere", async () => {
        const lines = readFileSync(hitFile(), "utf8").split("\n");
        for (let kept = 0; kept < lines.length - 1; kept++) {
          writeFileSync(hitFile(), lines.slice(0, kept).join("\n"));
          expectHandedOver(await shell());
        }
      });

      it("when the stored answer or its folder is a symbolic link", async () => {
        const file = hitFile();
        const aside = join(box.folder, "aside");
        renameSync(file, aside);
        symlinkSync(aside, file);
        expectHandedOver(await shell());
        unlinkSync(file);
        renameSync(aside, file);
        expect((await shell()).code).toBe(0);

        renameSync(box.cacheDir, `${box.cacheDir}.aside`);
        symlinkSync(`${box.cacheDir}.aside`, box.cacheDir);
        expectHandedOver(await shell());
      });

      const asRoot = process.getuid?.() === 0 ? it : it.skip;
      asRoot("when the stored answer or its folder belongs to another user (needs root)", async () => {
        chownSync(hitFile(), 12345, 12345);
        expectHandedOver(await shell());
        chownSync(hitFile(), 0, 0);
        expect((await shell()).code).toBe(0);
        chownSync(box.cacheDir, 12345, 12345);
        expectHandedOver(await shell());
      });

      it("when there is no date or cat, or a date that does not tell seconds", async () => {
        for (const tool of ["date", "cat"]) unlinkSync(join(tools, tool));
        expectHandedOver(await shell());
        for (const tool of ["date", "cat"]) symlinkSync(findTool(tool) as string, join(tools, tool));
        for (const tool of ["cat", "date"]) {
          unlinkSync(join(tools, tool));
          expectHandedOver(await shell());
          if (tool === "cat") symlinkSync(findTool("cat") as string, join(tools, "cat"));
        }
        writeFileSync(join(tools, "date"), "#!/bin/sh\necho %s\n");
        chmodSync(join(tools, "date"), 0o755);
        expectHandedOver(await shell());
      });

      it("when the folder is named relative to the working directory", async () => {
        const relative = args.map((arg) => (arg === box.cacheDir ? "cache" : arg));
        await runPlugin(relative, box.env(), { cwd: box.folder });
        expectHandedOver(await shell(relative, {}, { cwd: box.folder }));
      });

      it("when the token file is named relative to the working directory", async () => {
        const relative = args.map((arg) => (arg === token ? "token-eks" : arg));
        expect((await runPlugin(relative, box.env(), { cwd: box.folder })).code).toBe(0);
        expectHandedOver(await shell(relative, {}, { cwd: box.folder }));
      });
    });

    describe("starts Node.js", () => {
      /** What a stand-in for Node.js is started with. */
      const started = async (env: TestEnvironment) => {
        const stub = '#!/bin/sh\nfor arg; do printf "%s\\n" "$arg"; done\nprintf "\\n"\nexec env\n';
        writeFileSync(join(tools, "node"), stub, { mode: 0o755 });
        symlinkSync(findTool("env") as string, join(tools, "env"));
        const words = ["--no-cache", "a b", "*", "--use-openssl-ca"];
        const { stdout, stderr, code } = await shell(words, { SSL_CERT_FILE: undefined, ...env });
        expect([code, stderr]).toEqual([0, ""]);
        const [args, variables] = stdout.split("\n\n");
        const start = args.split("\n").indexOf("-e");
        const options = args.split("\n").slice(0, start);
        expect(args.split("\n").slice(start)).toEqual(["-e", expect.any(String), "--", PLUGIN, ...words]);
        const told = variables.split("\n").filter((line) => /^(SSL_CERT_|NODE_(?!OPTIONS)|TRUST_MESH_)/.test(line));
        return { options, told: told.sort() };
      };

      it("as it is, when no variable names certificates", async () => {
        expect(await started({})).toEqual({ options: [], told: [] });
      });

      it.each([
        ["/a b/ca.pem", "/roots"],
        ["/a b/ca.pem", ""],
        ["", "/roots"],
      ])("without roots, when %p and %p replace them, whose names it hands over", async (file, folder) => {
        expect(await started({ SSL_CERT_FILE: file, SSL_CERT_DIR: folder })).toEqual({
          options: ["--use-openssl-ca"],
          told: [
            ...["SSL_CERT_DIR=", "SSL_CERT_FILE="],
            ...[`TRUST_MESH_HANDED_SSL_CERT_DIR=${folder}`, `TRUST_MESH_HANDED_SSL_CERT_FILE=${file}`],
          ],
        });
      });

      it("as it is, when NODE_OPTIONS makes a choice of roots, which could exclude ours", async () => {
        const env = { SSL_CERT_FILE: "/ca.pem", NODE_OPTIONS: "--use-bundled-ca" };
        expect(await started(env)).toEqual({ options: [], told: ["SSL_CERT_FILE=/ca.pem"] });
      });

      it("without NODE_EXTRA_CA_CERTS, whose name it hands over", async () => {
        const file = box.write("extra.pem", "");
        expect(await started({ NODE_EXTRA_CA_CERTS: file })).toEqual({
          options: [],
          told: [`TRUST_MESH_HANDED_NODE_EXTRA_CA_CERTS=${file}`],
        });
      });

      it("with a NODE_EXTRA_CA_CERTS that cannot be read, which Node.js then warns of", async () => {
        for (const file of ["/nowhere", box.folder]) {
          expect((await started({ NODE_EXTRA_CA_CERTS: file })).told).toEqual([`NODE_EXTRA_CA_CERTS=${file}`]);
          unlinkSync(join(tools, "env"));
        }
      });

      it("without names that were handed over before", async () => {
        const told = { TRUST_MESH_HANDED_SSL_CERT_FILE: "/x", TRUST_MESH_HANDED_NODE_EXTRA_CA_CERTS: "/y" };
        expect(await started(told)).toEqual({ options: [], told: [] });
      });
    });

    it("never shows the credential in a trace", async () => {
      const [program, ...rest] = [findTool(command[0]) as string, ...command.slice(1)];
      const traced = await run(program, [...rest, "-x", PLUGIN, ...args], { ...box.env(), PATH: tools });
      expect(traced.code).toBe(NO_NODE);
      expect(traced.stderr).not.toContain("k8s-aws-v1.");
    });
  });
}

/** Makes a file some seconds old; a shell may compare whole seconds only. */
function age(file: string, seconds: number): void {
  const then = Date.now() / 1000 - seconds;
  utimesSync(file, then, then);
}
