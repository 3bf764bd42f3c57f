import { symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PLUGIN, TestEnvironment } from "../support";
import { findTool } from "../support/tools";
import { inEachShell } from "./shell-scene";

inEachShell("starts Node.js", (scene) => {
  /** What a stand-in for Node.js is started with. */
  const started = async (env: TestEnvironment) => {
    const stub = '#!/bin/sh\nfor arg; do printf "%s\\n" "$arg"; done\nprintf "\\n"\nexec env\n';
    writeFileSync(join(scene().tools, "node"), stub, { mode: 0o755 });
    symlinkSync(findTool("env") as string, join(scene().tools, "env"));
    const words = ["--no-cache", "a b", "*", "--use-openssl-ca"];
    const { stdout, stderr, code } = await scene().shell(words, { SSL_CERT_FILE: undefined, ...env });
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
    const file = scene().box.write("extra.pem", "");
    expect(await started({ NODE_EXTRA_CA_CERTS: file })).toEqual({
      options: [],
      told: [`TRUST_MESH_HANDED_NODE_EXTRA_CA_CERTS=${file}`],
    });
  });

  it("with a NODE_EXTRA_CA_CERTS that cannot be read, of which Node.js would warn in its own words", async () => {
    for (const file of ["/nowhere", scene().box.folder]) {
      expect((await started({ NODE_EXTRA_CA_CERTS: file })).told).toEqual([
        `TRUST_MESH_HANDED_NODE_EXTRA_CA_CERTS=${file}`,
      ]);
      unlinkSync(join(scene().tools, "env"));
    }
  });

  it("without names that were handed over before", async () => {
    const told = { TRUST_MESH_HANDED_SSL_CERT_FILE: "/x", TRUST_MESH_HANDED_NODE_EXTRA_CA_CERTS: "/y" };
    expect(await started(told)).toEqual({ options: [], told: [] });
  });
});
