import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { whereIs } from "./tool";

/**
 * What providers the real Terraform engine finds here, as global-setup.ts saw it: stand-ins, which apply without a
 * cloud; the public registry's, which only validate without one; or none.
 */
export type ProviderOrigin = "stand-in" | "registry" | "unreachable";
export const PROVIDER_ORIGIN = "TRUST_MESH_TEST_PROVIDERS";

function origin(): ProviderOrigin {
  return (process.env[PROVIDER_ORIGIN] as ProviderOrigin | undefined) ?? "unreachable";
}

/** A suite for `terraform init` and `validate`, which need the providers and no cloud. */
export function describeWithTerraform(name: string, suite: () => void): void {
  if (!whereIs("terraform")) describe.skip(`${name} (skipped: terraform is not on PATH)`, suite);
  else if (origin() === "unreachable") describe.skip(`${name} (skipped: terraform finds no providers)`, suite);
  else describe(name, suite);
}

/** A suite for `terraform plan` and `apply`, which need providers that answer without a cloud. */
export function describeWithStandIns(name: string, suite: () => void): void {
  if (!whereIs("terraform")) describe.skip(`${name} (skipped: terraform is not on PATH)`, suite);
  else if (origin() !== "stand-in") describe.skip(`${name} (skipped: no stand-in providers for terraform)`, suite);
  else describe(name, suite);
}

/** One planned or applied resource, as `terraform show -json` tells it. */
export interface ShownResource {
  readonly address: string;
  readonly type: string;
  readonly values: Record<string, unknown>;
}

/** One change of a plan. */
export interface PlannedChange {
  readonly address: string;
  readonly actions: string[];
}

/** A folder in which one stack of an app is planned and applied, with its state. */
export class TerraformFolder {
  /** Where the app is synthesized. */
  public readonly root = mkdtempSync(join(tmpdir(), "trust-mesh-terraform-"));
  private readonly journal = join(this.root, "journal");

  /** @param states where the states are kept; the folder itself unless stacks read each other's */
  public constructor(private readonly states?: string) {}

  /** Synthesizes an app, as `cdktf synth` does, over what was synthesized here before. */
  public synth(build: (app: App) => void): string[] {
    const app = new App({ outdir: this.root });
    build(app);
    app.synth();
    const manifest = JSON.parse(readFileSync(join(this.root, "manifest.json"), "utf8")) as { stacks: object };
    return Object.keys(manifest.stacks);
  }

  /** @param state whose state to use; another stack's for one that was renamed */
  public init(stack: string, state = stack): void {
    this.run(
      stack,
      "init",
      "-input=false",
      `-backend-config=path=${join(this.states ?? this.root, `${state}.tfstate`)}`,
    );
  }

  public validate(stack: string): void {
    this.run(stack, "validate");
  }

  public apply(stack: string): void {
    this.run(stack, "apply", "-auto-approve", "-input=false");
  }

  public destroy(stack: string): void {
    this.run(stack, "destroy", "-auto-approve", "-input=false");
  }

  /** The changes that a plan would make, reads of data sources left out. */
  public plan(stack: string): PlannedChange[] {
    const shown = JSON.parse(this.showPlan(stack)) as {
      resource_changes?: { address: string; change: { actions: string[] } }[];
    };
    return (shown.resource_changes ?? [])
      .map(({ address, change }) => ({ address, actions: change.actions }))
      .filter(({ actions }) => actions[0] !== "no-op" && actions[0] !== "read");
  }

  /** What `terraform show -json` prints of a plan that is made now. */
  public showPlan(stack: string): string {
    const file = join(this.root, `${stack}.plan`);
    this.run(stack, "plan", "-input=false", `-out=${file}`);
    return this.run(stack, "show", "-json", file);
  }

  /** What `terraform show -json` prints of the state. */
  public showState(stack: string): string {
    return this.run(stack, "show", "-json");
  }

  /** The managed resources of the applied state. */
  public resources(stack: string): ShownResource[] {
    const shown = JSON.parse(this.showState(stack)) as {
      values?: { root_module?: { resources?: (ShownResource & { mode: string })[] } };
    };
    return (shown.values?.root_module?.resources ?? []).filter(({ mode }) => mode === "managed");
  }

  public outputs(stack: string): Record<string, unknown> {
    const shown = JSON.parse(this.run(stack, "output", "-json")) as Record<string, { value: unknown }>;
    return Object.fromEntries(Object.entries(shown).map(([name, { value }]) => [name, value]));
  }

  /** What the stand-in providers did since the folder was made, in order. */
  public applied(): { type: string; action: string }[] {
    const lines = readFileSync(this.journal, "utf8").trim().split("\n");
    return lines.map((line) => JSON.parse(line) as { type: string; action: string });
  }

  public remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  private run(stack: string, ...args: string[]): string {
    const folder = join(this.root, "stacks", stack);
    const environment = {
      ...process.env,
      CHECKPOINT_DISABLE: "1",
      TF_IN_AUTOMATION: "1",
      TFMIRROR_JOURNAL: this.journal,
    };
    const result = spawnSync("terraform", [`-chdir=${folder}`, ...args, ...(args[0] === "show" ? [] : ["-no-color"])], {
      encoding: "utf8",
      env: environment,
      maxBuffer: 256 * 1024 * 1024,
    });
    if (result.status !== 0) {
      throw new Error(`terraform ${args.join(" ")} in ${stack}:\n${result.stdout}${result.stderr}`);
    }
    return result.stdout;
  }
}
