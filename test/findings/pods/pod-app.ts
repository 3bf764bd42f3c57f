import { App } from "cdktf";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { findingsIn } from "../../../src/findings";
import { readStacks, Stack } from "../../simulator/support/stack";
import { NOW } from "../../simulator/support/tokens";
import { TerraformFolder } from "../../support/terraform";

/** A pod as the Terraform provider has it, as far as tests change it. */
export interface ProviderPod {
  service_account_name?: string;
  volume: {
    name: string;
    config_map?: { name: string };
    projected?: { default_mode: string; sources: { service_account_token: ProviderToken }[] }[];
  }[];
  container: ProviderContainer[];
}
export interface ProviderToken {
  audience?: string;
  path: string;
  expiration_seconds: number;
}
export interface ProviderContainer {
  name: string;
  image: string;
  env?: { name: string; value: string }[];
  volume_mount?: { name: string; mount_path: string; sub_path?: string }[];
}
/** A component of a chart's values. */
export interface Component {
  serviceAccount: { name: string };
  initContainers?: { command: string[]; args: string[]; volumeMounts: { readOnly?: boolean }[] }[];
  volumes: {
    name: string;
    configMap?: { name: string };
    projected: { sources: { serviceAccountToken: { audience: string; path: string } }[] };
  }[];
  volumeMounts: { name: string; mountPath: string; subPath?: string }[];
}
interface Workload {
  provider: string;
  metadata: { name: string; namespace: string };
  spec: { template: { spec: ProviderPod } };
}
interface Files {
  provider: string;
  metadata: { name: string; namespace: string };
  data: Record<string, string>;
  binary_data: Record<string, string>;
}
/** A stack's document, as far as tests change it. */
export interface Document {
  provider: { kubernetes: { alias: string; host?: string }[] };
  resource: {
    kubernetes_deployment_v1: Record<string, Workload>;
    kubernetes_config_map_v1?: Record<string, Files>;
    kubernetes_secret_v1: Record<string, Files>;
  };
  output: Record<string, { value: string }>;
}
export type Stacks = Readonly<Record<string, Document>>;

/** The documents of an app's stacks, by the stacks' names. */
export function documentsOf(build: (app: App) => unknown): Stacks {
  const folder = new TerraformFolder();
  try {
    folder.synth((app) => {
      build(app);
    });
    const stacks = join(folder.root, "stacks");
    const read = (stack: string) => JSON.parse(readFileSync(join(stacks, stack, "cdk.tf.json"), "utf8")) as Document;
    return Object.fromEntries(readdirSync(stacks).map((stack) => [stack, read(stack)]));
  } finally {
    folder.remove();
  }
}

/** The one resource of some whose name begins so. */
export function only<T>(resources: Readonly<Record<string, T>> | undefined, beginning = ""): T {
  const found = Object.entries(resources ?? {}).filter(([name]) => name.startsWith(beginning));
  if (found.length !== 1) throw new Error(`${found.length} resources that begin with "${beginning}"`);
  return found[0][1];
}

/** What the rules tell of pods after a change, or by other codes. */
export function told(
  stacks: Stacks,
  change: (stacks: Stacks) => unknown = () => undefined,
  codes: readonly string[] = ["pod-wiring"],
): readonly string[] {
  const copy = structuredClone(stacks);
  change(copy);
  return findingsIn(readStacks(copy as unknown as Record<string, Stack>), NOW)
    .filter(({ code }) => codes.includes(code))
    .map(({ severity, place, hop = "-", reason }) => `${severity} ${place} ${hop}: ${reason}`);
}

/** A change of a text that is JSON. */
export function inJson<T>(text: string, change: (value: T) => unknown): string {
  const value = JSON.parse(text) as T;
  change(value);
  return JSON.stringify(value);
}
