import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { buildExecutables } from "./build-executables";
import { PROVIDER_ORIGIN, ProviderOrigin } from "./terraform";
import { whereIs } from "./tool";

/** A program that prints a CLI configuration with stand-in providers, if there is one beside the checkout. */
const STAND_INS = process.env.TRUST_MESH_STAND_INS ?? resolve(__dirname, "../../../shared/terraform-mirror/tfmirror");

/**
 * Builds the executables, so that tests never look at an old one, and finds out once what Terraform can do here, so that
 * suites know whether to run or be reported as skipped.
 */
export default function setup(): void {
  buildExecutables();
  // An App makes its folder if it is not there; two suites that begin at once would both try.
  mkdirSync("cdktf.out", { recursive: true });
  if (process.env[PROVIDER_ORIGIN] || !whereIs("terraform")) return;
  process.env[PROVIDER_ORIGIN] = findProviders();
}

function findProviders(): ProviderOrigin {
  if (existsSync(STAND_INS)) {
    process.env.TF_CLI_CONFIG_FILE = execFileSync(STAND_INS, ["--cli-config"], { encoding: "utf8" }).trim();
    return "stand-in";
  }
  const folder = mkdtempSync(join(tmpdir(), "trust-mesh-providers-"));
  try {
    writeFileSync(
      join(folder, "main.tf.json"),
      JSON.stringify({ terraform: { required_providers: { null: { source: "hashicorp/null", version: "3.2.4" } } } }),
    );
    const { status } = spawnSync("terraform", [`-chdir=${folder}`, "init", "-input=false"], { timeout: 60_000 });
    return status === 0 ? "registry" : "unreachable";
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
