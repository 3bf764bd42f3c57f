import {
  chmodSync,
  chownSync,
  mkdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { EKS_AUDIENCE, projectedToken, runPlugin } from "../support";
import { age, expectHandedOver, inEachShell } from "./shell-scene";

inEachShell("hands over to Node.js", (scene) => {
  it("for another command line", async () => {
    const { args } = scene();
    expectHandedOver(await scene().shell([...args, "--fips"]));
    expectHandedOver(await scene().shell(args.map((arg) => (arg === "west" ? "east" : arg))));
    expectHandedOver(await scene().shell(args.slice(0, -2)));
    expectHandedOver(await scene().shell(["gke", ...args.slice(1)]));
  });

  it("for a command line of the same length, whose answer is the only one or one of several", async () => {
    const { args, box } = scene();
    const west = (name: string) => args.map((arg) => (arg === "west" ? name : arg));
    expectHandedOver(await scene().shell(west("east")));
    await runPlugin(west("nord"), box.env());
    expectHandedOver(await scene().shell(west("east")));
  });

  it("when one argument was divided in two", async () => {
    const { args } = scene();
    const joined = args.indexOf("west");
    expectHandedOver(
      await scene().shell([...args.slice(0, joined - 1), "--cluster-name west", ...args.slice(joined + 1)]),
    );
    expectHandedOver(
      await scene().shell([...args.slice(0, joined - 1), "--cluster-name\twest", ...args.slice(joined + 1)]),
    );
    expectHandedOver(
      await scene().shell([...args.slice(0, joined - 1), "--cluster-name\nwest", ...args.slice(joined + 1)]),
    );
  });

  it("for another value of any variable that matters", async () => {
    const { args } = scene();
    for (const variable of ["AWS_REGION", "AWS_ROLE_ARN", "AWS_ROLE_SESSION_NAME", "AWS_USE_FIPS_ENDPOINT"]) {
      expectHandedOver(await scene().shell(args, { [variable]: "other" }));
    }
    const info = { apiVersion: "client.authentication.k8s.io/v1beta1", kind: "ExecCredential", spec: {} };
    expectHandedOver(await scene().shell(args, { KUBERNETES_EXEC_INFO: JSON.stringify(info) }));
  });

  it("for a variable with a tab or newline in it", async () => {
    const { args } = scene();
    expectHandedOver(await scene().shell(args, { AWS_REGION: "\t" }));
    expectHandedOver(await scene().shell(args, { AWS_REGION: "\n" }));
  });

  it("for --no-cache, --debug, --help, --version, doctor and no argument at all", async () => {
    const { args } = scene();
    for (const more of ["--no-cache", "--debug", "--help"]) expectHandedOver(await scene().shell([...args, more]));
    expectHandedOver(await scene().shell(["--version"]));
    expectHandedOver(await scene().shell(["doctor", ...args]));
    expectHandedOver(await scene().shell([]));
  });

  it("for another build of the plugin", async () => {
    scene().edit(1, (line) => line.replace(/^(\d+\.\d+\.\d+\+)\w{12}/, "$1000000000000"));
    expectHandedOver(await scene().shell());
  });

  it("when the answer has expired, was made in the future, or does not tell when", async () => {
    const original = readFileSync(scene().hitFile(), "utf8");
    const now = Math.floor(Date.now() / 1000);
    for (const [line, text] of [
      [3, String(now - 1)],
      [2, String(now + 60)],
      [3, ""],
      [3, "soon"],
      [2, "-5"],
    ] as const) {
      scene().edit(line, () => text);
      expectHandedOver(await scene().shell());
      writeFileSync(scene().hitFile(), original);
    }
    expect((await scene().shell()).code).toBe(0);
  });

  it("when the token file is newer than the answer", async () => {
    age(scene().token, -60);
    expectHandedOver(await scene().shell());
  });

  it("when the token file holds another subject's token, however old the file", async () => {
    writeFileSync(scene().token, projectedToken(EKS_AUDIENCE, { sub: "system:serviceaccount:argocd:somebody-else" }));
    age(scene().token, 3600);
    expectHandedOver(await scene().shell());
  });

  it("when the token file is empty, gone, or a folder", async () => {
    writeFileSync(scene().token, "");
    age(scene().token, 3600);
    expectHandedOver(await scene().shell());
    unlinkSync(scene().token);
    expectHandedOver(await scene().shell());
    mkdirSync(scene().token);
    age(scene().token, 3600);
    expectHandedOver(await scene().shell());
  });

  it("when the stored answer is cut off anywhere", async () => {
    const lines = readFileSync(scene().hitFile(), "utf8").split("\n");
    for (let kept = 0; kept < lines.length - 1; kept++) {
      writeFileSync(scene().hitFile(), lines.slice(0, kept).join("\n"));
      expectHandedOver(await scene().shell());
    }
  });

  it("when the stored answer or its folder is a symbolic link", async () => {
    const file = scene().hitFile();
    const aside = join(scene().box.folder, "aside");
    renameSync(file, aside);
    symlinkSync(aside, file);
    expectHandedOver(await scene().shell());
    unlinkSync(file);
    renameSync(aside, file);
    expect((await scene().shell()).code).toBe(0);

    renameSync(scene().box.cacheDir, `${scene().box.cacheDir}.aside`);
    symlinkSync(`${scene().box.cacheDir}.aside`, scene().box.cacheDir);
    expectHandedOver(await scene().shell());
  });

  const asRoot = process.getuid?.() === 0 ? it : it.skip;
  asRoot("when the stored answer or its folder belongs to another user (needs root)", async () => {
    chownSync(scene().hitFile(), 12345, 12345);
    expectHandedOver(await scene().shell());
    chownSync(scene().hitFile(), 0, 0);
    expect((await scene().shell()).code).toBe(0);
    chownSync(scene().box.cacheDir, 12345, 12345);
    expectHandedOver(await scene().shell());
  });

  it("when there is no date or cat, or a date that does not tell seconds", async () => {
    for (const tool of ["date", "cat"]) unlinkSync(join(scene().tools, tool));
    expectHandedOver(await scene().shell());
    for (const tool of ["date", "cat"]) scene().addTool(tool);
    for (const tool of ["cat", "date"]) {
      unlinkSync(join(scene().tools, tool));
      expectHandedOver(await scene().shell());
      if (tool === "cat") scene().addTool("cat");
    }
    writeFileSync(join(scene().tools, "date"), "#!/bin/sh\necho %s\n");
    chmodSync(join(scene().tools, "date"), 0o755);
    expectHandedOver(await scene().shell());
  });

  it("when the folder is named relative to the working directory", async () => {
    const { args } = scene();
    const relative = args.map((arg) => (arg === scene().box.cacheDir ? "cache" : arg));
    await runPlugin(relative, scene().box.env(), { cwd: scene().box.folder });
    expectHandedOver(await scene().shell(relative, {}, { cwd: scene().box.folder }));
  });

  it("when the token file is named relative to the working directory", async () => {
    const { args } = scene();
    const relative = args.map((arg) => (arg === scene().token ? "token-eks" : arg));
    expect((await runPlugin(relative, scene().box.env(), { cwd: scene().box.folder })).code).toBe(0);
    expectHandedOver(await scene().shell(relative, {}, { cwd: scene().box.folder }));
  });
});
