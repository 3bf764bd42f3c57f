import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { build as argoCdHub } from "../../examples/argocd-hub/main";
import { build as clustersFromScratch } from "../../examples/clusters-from-scratch/main";
import { build as eksPodToKeyVault } from "../../examples/eks-pod-to-key-vault/main";
import { build as eksToGke } from "../../examples/eks-to-gke/main";
import { build as entraApplication } from "../../examples/entra-application/main";
import { build as githubActions } from "../../examples/github-actions/main";
import { build as jobsOnGke } from "../../examples/jobs-on-gke/main";
import { build as nineCells } from "../../examples/nine-cells/main";
import { build as oneRoleTwoClusters } from "../../examples/one-role-two-clusters/main";
import { build as selfManagedSource } from "../../examples/self-managed-source/main";
import { build as threeCloudMesh } from "../../examples/three-cloud-mesh/main";
import { build as webhooks } from "../../examples/webhooks/main";
import { Json } from "./mutate";

const BUILDS: Readonly<Record<string, (app: App) => unknown>> = {
  "argocd-hub": argoCdHub,
  "clusters-from-scratch": clustersFromScratch,
  "eks-pod-to-key-vault": eksPodToKeyVault,
  "eks-to-gke": eksToGke,
  "entra-application": entraApplication,
  "github-actions": githubActions,
  "jobs-on-gke": jobsOnGke,
  "nine-cells": (app) => nineCells(app, "states"),
  "one-role-two-clusters": oneRoleTwoClusters,
  "self-managed-source": selfManagedSource,
  "three-cloud-mesh": threeCloudMesh,
  webhooks,
};

/** A synthesized app whose stacks are mutated one at a time. */
export class SynthesizedApp {
  public readonly stacks: ReadonlyMap<string, Json>;

  private constructor(
    public readonly name: string,
    private readonly folder: string,
  ) {
    const stacks = join(folder, "stacks");
    this.stacks = new Map(
      readdirSync(stacks).map((stack) => [stack, JSON.parse(readFileSync(this.file(stack), "utf8")) as Json]),
    );
  }

  /** Synthesizes the examples into a folder of their own. */
  public static all(names: readonly string[] = Object.keys(BUILDS)): readonly SynthesizedApp[] {
    const folder = mkdtempSync(join(tmpdir(), "trust-mesh-mutator-"));
    return names.map((name) => {
      const outdir = join(folder, name);
      mkdirSync(outdir, { recursive: true });
      const app = new App({ outdir });
      BUILDS[name](app);
      app.synth();
      return new SynthesizedApp(name, outdir);
    });
  }

  /** Runs something while a stack's document is another one. */
  public async with<T>(stack: string, document: Json, run: (path: string) => Promise<T>): Promise<T> {
    const before = readFileSync(this.file(stack), "utf8");
    writeFileSync(this.file(stack), JSON.stringify(document));
    try {
      return await run(this.folder);
    } finally {
      writeFileSync(this.file(stack), before);
    }
  }

  /** The folder that the lab reads. */
  public get path(): string {
    return this.folder;
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private file(stack: string): string {
    return join(this.folder, "stacks", stack, "cdk.tf.json");
  }
}
