import { Doubt, Reason } from "../answer";

/** What a caller wants of a cloud's service. */
export interface ServiceRequest {
  /** As the cloud names it: `s3:GetObject`, `storage.objects.get`, `Microsoft.KeyVault/vaults/secrets/getSecret/action`. */
  readonly action: string;
  /** An ARN, a full resource name, or a resource id; `*` for an action of no resource. */
  readonly resource: string;
  /** AWS: keys of the request that conditions may ask for, in lower case. */
  readonly keys?: Readonly<Record<string, readonly string[]>>;
}

/** What a cloud answers to a request. */
export interface ServiceDecision {
  readonly allowed: boolean;
  readonly because: Reason;
  /** What was read, may change the answer, and could not be judged; empty where the answer is sure. */
  readonly gaps: readonly Doubt[];
}

/** How a request stands to what was declared. */
export type ProbeKind =
  /** Of an access that was declared, or that something of the configuration grants. */
  "own" | "next-resource" | "next-prefix" | "next-verb";

/** A request by which an edge is tried. */
export interface ServiceProbe {
  readonly kind: ProbeKind;
  readonly request: ServiceRequest;
}

/** A request in words: `s3:GetObject on arn:aws:s3:::acme/lab-object`. */
export function requestWords({ action, resource, keys = {} }: ServiceRequest): string {
  const told = Object.entries(keys).map(([key, values]) => `${key} "${values.join(", ")}"`);
  return [`${action}${resource === "*" ? "" : ` on ${resource}`}`, ...told].join(" with ");
}

/** Probes, each request once: the first that asks for it keeps its kind. */
export function distinctProbes(probes: readonly ServiceProbe[]): readonly ServiceProbe[] {
  const seen = new Map<string, ServiceProbe>();
  for (const probe of probes) {
    const key = JSON.stringify(probe.request);
    if (!seen.has(key)) seen.set(key, probe);
  }
  return [...seen.values()];
}

/** The name that follows another: what a wildcard too many would reach. */
export function nextNames(name: string): readonly string[] {
  return [`${name}-next`, `x-${name}`];
}
