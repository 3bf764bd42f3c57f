import { PluginFailure } from "./failure";

/** The versions of the exec credential API that this plugin speaks. */
export const API_VERSIONS = ["client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1"] as const;
export type ApiVersion = (typeof API_VERSIONS)[number];

/** What the client tells in KUBERNETES_EXEC_INFO ("client-go credential plugins", Kubernetes documentation). */
export interface ExecInfo {
  /** The version the answer must have. */
  readonly apiVersion: ApiVersion;
  /** `spec.cluster.config`: present only with `provideClusterInfo: true` and the cluster's extension. */
  readonly clusterConfig: { readonly [key: string]: unknown };
}

/**
 * Reads KUBERNETES_EXEC_INFO; v1 and no configuration when the variable is not set.
 *
 * @throws PluginFailure (usage) when it is not an ExecCredential or asks for a version that the plugin does not speak
 */
export function parseExecInfo(text: string | undefined): ExecInfo {
  if (!text) return { apiVersion: API_VERSIONS[0], clusterConfig: {} };
  const info = objectOf(parse(text));
  if (!info) throw refuse("is not a JSON object");
  const asked = info.apiVersion;
  if (asked === undefined || asked === "") throw refuse("names no apiVersion");
  const apiVersion = API_VERSIONS.find((version) => version === asked);
  if (!apiVersion) throw refuse(`asks for apiVersion ${JSON.stringify(asked).slice(0, 80)}`);
  const config = objectOf(objectOf(objectOf(info.spec)?.cluster)?.config);
  return { apiVersion, clusterConfig: config ?? {} };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function objectOf(value: unknown): { readonly [key: string]: unknown } | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return value as { readonly [key: string]: unknown };
}

function refuse(what: string): PluginFailure {
  return new PluginFailure(
    "usage",
    `KUBERNETES_EXEC_INFO ${what}.`,
    `Set apiVersion in the kubeconfig's exec stanza to ${API_VERSIONS.join(" or ")}.`,
  );
}
