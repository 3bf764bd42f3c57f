import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execArguments, FlagDefinition, FlagValues, PLUGIN_FLAGS, PluginSubcommand } from "../src/exec-contract";

/**
 * Writes down stanzas with every flag that the constructs of this minor can print, every choice and every opposite, so that
 * later plugins are tested with them: docs/support.md promises how long each is accepted.
 */
const ROOT = join(__dirname, "..");
const UUID = "00000000-0000-4000-8000-000000000000";

/** A sound value for each flag that takes one and has no choices. */
const SAMPLES: { readonly [flag: string]: string } = {
  "cluster-name": "west",
  region: "eu-west-1",
  "role-arn": "arn:aws:iam::111122223333:role/argocd",
  "session-name": "argocd.controller",
  "external-id": "acme:1",
  audience: "//iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/west/providers/west-eks",
  "service-account": "argocd@acme.iam.gserviceaccount.com",
  "token-lifetime": "3600",
  "universe-domain": "googleapis.com",
  "credential-file": "/etc/google/credentials.json",
  "tenant-id": UUID,
  "client-id": UUID,
  "server-id": UUID,
  "token-file": "/var/run/secrets/tokens/target",
  "token-variable": "TRUST_MESH_TOKEN_WEST",
  "token-audience": "sts.amazonaws.com",
  "cache-dir": "/cache/trust-mesh-auth",
  timeout: "30",
  "metadata-endpoint": "http://127.0.0.1:8080",
  "aws-sts-endpoint": "https://sts.example",
  "google-sts-endpoint": "https://sts.example",
  "google-iam-endpoint": "https://iam.example",
  "entra-endpoint": "https://login.example",
};
/** Flags that a stanza needs beside others, beyond those that are required. */
const BESIDE: { readonly [flag: string]: readonly string[] } = { "token-lifetime": ["service-account"] };
/** A provider is needed by GKE unless a credential file has it. */
const ALWAYS: { readonly [subcommand in PluginSubcommand]: readonly string[] } = {
  eks: [],
  gke: ["audience"],
  aks: [],
  oidc: [],
};

function sampleOf(flag: FlagDefinition): string {
  const value = flag.choices?.[0] ?? SAMPLES[flag.name];
  if (value === undefined) throw new Error(`scripts/stanzas.ts has no sample for --${flag.name}.`);
  return value;
}

function valuesOf(flag: FlagDefinition): FlagValues[string][] {
  if (flag.value === undefined) return flag.negatable ? [true, false] : [true];
  return [...(flag.choices ?? [sampleOf(flag)])];
}

/** One stanza for each flag and value, beside what every stanza of the subcommand needs. */
function stanzasOf(subcommand: PluginSubcommand): string[][] {
  const flags = PLUGIN_FLAGS[subcommand];
  const samples = (names: readonly string[]) =>
    Object.fromEntries(flags.filter(({ name }) => names.includes(name)).map((flag) => [flag.name, sampleOf(flag)]));
  const required = flags.filter((flag) => flag.required).map(({ name }) => name);
  const base = samples([...required, ...ALWAYS[subcommand]]);
  return flags.flatMap((flag) =>
    valuesOf(flag).map((value) =>
      execArguments(subcommand, { ...base, ...samples(BESIDE[flag.name] ?? []), [flag.name]: value }),
    ),
  );
}

const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string };
const minor = version.split(".").slice(0, 2).join(".");
const folder = join(ROOT, "test/fixtures/stanzas");
const stanzas = (Object.keys(PLUGIN_FLAGS) as PluginSubcommand[]).flatMap(stanzasOf);
mkdirSync(folder, { recursive: true });
// A stanza a line: no sample has a space in it.
const lines = stanzas.map((stanza) => stanza.join(" "));
writeFileSync(join(folder, `${minor}.json`), `${JSON.stringify(lines, undefined, 2)}\n`);
