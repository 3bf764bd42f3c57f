import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { BuiltInClient, Client, Lab, runTrials, TrialResult, Workbench } from "../../../src/lab";
import { readWorld, sourceName, World } from "../../../src/simulator";
import { PLUGIN } from "../../plugin/support";

/** A synthesized stack's document, open for mischief. */
export interface Document {
  resource: Record<string, Record<string, Record<string, unknown>>>;
  output: Record<string, { value: string }>;
}

/** A folder with an app's synthesized stacks. */
export class Synthesized {
  public readonly folder = mkdtempSync(join(tmpdir(), "trust-mesh-lab-test-"));

  public constructor(build: (app: App) => unknown) {
    const app = new App({ outdir: join(this.folder, "cdktf.out") });
    build(app);
    app.synth();
  }

  public get path(): string {
    return join(this.folder, "cdktf.out");
  }

  /** One stack as it was synthesized. */
  public document(stack: string): Document {
    return JSON.parse(readFileSync(join(this.path, "stacks", stack, "cdk.tf.json"), "utf8")) as Document;
  }

  /** A copy of one stack with something broken in it: `cdk.tf.json` in a folder of its own. */
  public broken(stack: string, name: string, breakIt: (document: Document) => void): string {
    const text = readFileSync(join(this.path, "stacks", stack, "cdk.tf.json"), "utf8");
    const document = JSON.parse(text) as Document;
    breakIt(document);
    const changed = JSON.stringify(document, null, 2);
    if (changed === JSON.stringify(JSON.parse(text), null, 2)) throw new Error(`${name}: nothing was broken.`);
    const folder = join(this.folder, name.replace(/[^\w]+/g, "-"), stack);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "cdk.tf.json"), changed);
    return folder;
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Runs the lab on what was synthesized, with the built plugin, and tells what came of the trials. */
export async function runLab(
  paths: readonly string[],
  options: { readonly edges?: RegExp; readonly client?: (lab: Lab) => Client } = {},
): Promise<readonly TrialResult[]> {
  return await withLab(readWorld(paths), async (lab) => {
    const client = options.client?.(lab) ?? new BuiltInClient(lab);
    const wanted = lab.world.everyEdge.filter((edge) => options.edges?.test(nameOf(edge)) ?? true);
    const reports = await runTrials(new Workbench(lab, PLUGIN, client), undefined, wanted);
    return reports.flatMap(({ results }) => results);
  });
}

/** Starts a lab for as long as a test needs it. */
export async function withLab<T>(world: World, use: (lab: Lab) => Promise<T>): Promise<T> {
  const lab = await Lab.start(world);
  try {
    return await use(lab);
  } finally {
    await lab.stop();
  }
}

/** An edge as tests write it: `west:deploy/deployer → euro`. */
export function nameOf({ declaration }: World["edges"][number]): string {
  return `${sourceName(declaration)} → ${declaration.target.cluster}`;
}
