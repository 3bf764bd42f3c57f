import { mkdtempSync, rmSync } from "node:fs";
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
import { Found } from "../../src/terraform";
import { findStacks } from "../../src/terraform/find";
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
  /** Parsed documents: the stacks beside a mutated one are the same for every mutant. */
  public readonly documents = new Map<string, object>();

  private constructor(
    public readonly name: string,
    private readonly found: readonly Found[],
  ) {
    this.stacks = new Map(found.map((one) => [one.name, JSON.parse(one.text) as Json]));
  }

  /** Synthesizes the examples, each into a folder of its own, which is read once. */
  public static all(names: readonly string[] = Object.keys(BUILDS)): readonly SynthesizedApp[] {
    return names.map((name) => {
      const outdir = mkdtempSync(join(tmpdir(), "trust-mesh-mutator-"));
      try {
        const app = new App({ outdir });
        BUILDS[name](app);
        app.synth();
        return new SynthesizedApp(name, findStacks(outdir));
      } finally {
        rmSync(outdir, { recursive: true, force: true });
      }
    });
  }

  /** What the lab reads. */
  public get read(): readonly Found[] {
    return this.found;
  }

  /** What the lab reads where a stack's document is another one. */
  public with(stack: string, document: Json): readonly Found[] {
    return this.found.map((one) => (one.name === stack ? { ...one, text: JSON.stringify(document) } : one));
  }
}
