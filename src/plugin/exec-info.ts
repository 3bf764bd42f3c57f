import { EXEC_API_VERSIONS } from "../exec-contract";
import { PluginFailure, usageFailure } from "./failure";
import { asObject, JsonObject, jsonObject } from "./json";
import { shown } from "./redaction";

const GROUP = "client.authentication.k8s.io";

/** A version of the exec credential API, with its group. */
export type ApiVersion = `${typeof GROUP}/${(typeof EXEC_API_VERSIONS)[number]}`;

/** The versions that this plugin speaks. */
const API_VERSIONS: readonly ApiVersion[] = EXEC_API_VERSIONS.map((version) => `${GROUP}/${version}` as const);

/** Clients that know v1 all set KUBERNETES_EXEC_INFO; client-go 1.11 to 1.19 sets none and takes v1beta1 alone. */
const UNASKED: ApiVersion = `${GROUP}/v1beta1`;

/** What the client tells in KUBERNETES_EXEC_INFO ("client-go credential plugins", Kubernetes documentation). */
export interface ExecInfo {
  /** The version that the answer must have. */
  readonly apiVersion: ApiVersion;
  /** `spec.cluster.config`: present only with `provideClusterInfo: true` and the cluster's extension. */
  readonly clusterConfig: JsonObject;
}

/**
 * Reads KUBERNETES_EXEC_INFO. Where the variable is not set, the exec stanza tells the version, else the one that clients
 * take which set none, and there is no configuration.
 *
 * @param stanza what --exec-api-version says
 * @throws PluginFailure (usage) when it is not an ExecCredential or asks for a version that the plugin does not speak
 */
export function parseExecInfo(text: string | undefined, stanza?: string): ExecInfo {
  if (!text) {
    return {
      apiVersion: API_VERSIONS.find((version) => version === `${GROUP}/${stanza}`) ?? UNASKED,
      clusterConfig: {},
    };
  }
  const info = jsonObject(text);
  if (!info) throw refuse("is not a JSON object");
  const asked = info.apiVersion;
  if (asked === undefined || asked === "") throw refuse("names no apiVersion");
  const apiVersion = API_VERSIONS.find((version) => version === asked);
  if (!apiVersion) throw refuse(`asks for apiVersion ${shown(asked)}`);
  const config = asObject(asObject(info.spec)?.cluster)?.config ?? {};
  const clusterConfig = asObject(config);
  if (clusterConfig) return { apiVersion, clusterConfig };
  throw usageFailure(
    "spec.cluster.config is not an object.",
    "Correct the cluster's extension in the kubeconfig, or leave it out.",
  );
}

function refuse(what: string): PluginFailure {
  return usageFailure(
    `KUBERNETES_EXEC_INFO ${what}.`,
    `Set apiVersion in the kubeconfig's exec stanza to ${API_VERSIONS.join(" or ")}.`,
  );
}
