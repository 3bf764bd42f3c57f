import { PluginFailure } from "./failure";
import { asObject, JsonObject, jsonObject } from "./json";

/** The versions of the exec credential API that this plugin speaks. */
export const API_VERSIONS = ["client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1"] as const;
export type ApiVersion = (typeof API_VERSIONS)[number];

/** What the client tells in KUBERNETES_EXEC_INFO ("client-go credential plugins", Kubernetes documentation). */
export interface ExecInfo {
  /** The version the answer must have. */
  readonly apiVersion: ApiVersion;
  /** `spec.cluster.config`: present only with `provideClusterInfo: true` and the cluster's extension. */
  readonly clusterConfig: JsonObject;
}

/**
 * Reads KUBERNETES_EXEC_INFO; v1 and no configuration when the variable is not set.
 *
 * @throws PluginFailure (usage) when it is not an ExecCredential or asks for a version that the plugin does not speak
 */
export function parseExecInfo(text: string | undefined): ExecInfo {
  if (!text) return { apiVersion: API_VERSIONS[0], clusterConfig: {} };
  const info = jsonObject(text);
  if (!info) throw refuse("is not a JSON object");
  const asked = info.apiVersion;
  if (asked === undefined || asked === "") throw refuse("names no apiVersion");
  const apiVersion = API_VERSIONS.find((version) => version === asked);
  if (!apiVersion) throw refuse(`asks for apiVersion ${JSON.stringify(asked).slice(0, 80)}`);
  const config = asObject(asObject(asObject(info.spec)?.cluster)?.config);
  return { apiVersion, clusterConfig: config ?? {} };
}

function refuse(what: string): PluginFailure {
  return new PluginFailure(
    "usage",
    `KUBERNETES_EXEC_INFO ${what}.`,
    `Set apiVersion in the kubeconfig's exec stanza to ${API_VERSIONS.join(" or ")}.`,
  );
}
