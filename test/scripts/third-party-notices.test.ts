import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const ROOT = resolve(__dirname, "../..");

describe.each([
  ["the command", "lib/bin", "The command trust-mesh contains"],
  ["the matchers", "lib/testing", "cdktf-trust-mesh/testing contains"],
])("THIRD-PARTY-NOTICES of %s", (_bundle, folder, head) => {
  const text = readFileSync(join(ROOT, folder, "THIRD-PARTY-NOTICES"), "utf8");
  const sections = text.split(`\n\n${"-".repeat(80)}\n\n`);
  const [first, ...rest] = sections;
  const libraries = rest.slice(0, -1);

  it("begin with what they are of", () => {
    expect(first).toBe(`${head} these libraries and data.`);
  });

  it("name a license and a copyright for every library", () => {
    expect(libraries.length).toBeGreaterThan(4);
    for (const section of libraries) {
      expect(section).toMatch(/^\S+ \d+\.\d+\.\d+ \(.+\)\n\n/);
      expect(section).toMatch(/Copyright/i);
      // How the texts of MIT, ISC, BSD and Apache begin to grant (SPDX License List).
      expect(section).toMatch(
        /Permission is hereby granted|Permission to use, copy, modify|Redistribution and use|Apache License, Version 2\.0/,
      );
    }
  });

  it("name those whose data they hold, by their versions", () => {
    const goModule = readFileSync(join(ROOT, "test/oracles/go/go.mod"), "utf8");
    const [, kubernetes] = /k8s\.io\/kubernetes v(\S+)/.exec(goModule) ?? [];
    const policies = readFileSync(join(ROOT, "src/simulator/aws/managed-policies.ts"), "utf8");
    const [, moto] = /of moto (\S+) \(PyPI, Apache-2\.0\)/.exec(policies) ?? [];
    const heads = libraries.map((section) => section.split("\n")[0]);
    expect(heads).toEqual(
      expect.arrayContaining([`Kubernetes ${kubernetes} (Apache-2.0)`, `moto ${moto} (Apache-2.0)`]),
    );
  });

  it("have both licenses of protobuf", () => {
    const protobuf = libraries.find((section) => section.startsWith("@bufbuild/protobuf "));
    expect(protobuf).toContain(
      "Licensed under the Apache License, Version 2.0, whose text stands at the end of this file.",
    );
    expect(protobuf).toContain(
      "Copyright 2008 Google Inc.  All rights reserved.\n\nRedistribution and use in source and binary",
    );
  });

  it("end with the Apache License", () => {
    expect(`${sections.at(-1)?.trim()}\n`).toBe(`${readFileSync(join(ROOT, "LICENSE"), "utf8").trim()}\n`);
  });
});

it("a library without a license's text fails the build, by its name", () => {
  // GIVEN
  const folder = mkdtempSync(join(tmpdir(), "trust-mesh-notices-test-"));
  const bare = join(folder, "node_modules/@some/bare");
  mkdirSync(bare, { recursive: true });
  const description = { name: "@some/bare", version: "1.2.3", license: "MIT" };
  writeFileSync(join(bare, "package.json"), JSON.stringify(description));

  // WHEN
  const program = `import { thirdPartyNotices } from "./scripts/third-party-notices.mjs";
    thirdPartyNotices("A bundle", [process.env.FILE]);`;
  const { status, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", program], {
    cwd: ROOT,
    encoding: "utf8",
    env: { ...process.env, FILE: join(bare, "index.js") },
  });
  rmSync(folder, { recursive: true });

  // THEN
  expect(stderr).toContain(
    "@some/bare 1.2.3 (MIT) ships no license. Put its text into scripts/licenses/@some/bare.txt.",
  );
  expect(status).toBe(1);
});
