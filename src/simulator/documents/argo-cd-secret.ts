import { block, text, UnresolvedValue } from "../../terraform";
import { DECLARATIONS_ANNOTATION } from "../../trust-declaration";
import { ARGO_CD_CLUSTER, ARGO_CD_SECRET_TYPE } from "../../vendor/kubernetes/argo-cd";
import { ClientEntry, connectionOf, ExecStanza, Spot, stanzaOf } from "./client-entry";
import { declarationOf } from "./declaration";
import { parsed } from "./json-in-text";

/** A Kubernetes object, as a resource's arguments or a manifest have it. */
export interface KubernetesObject {
  readonly kind?: unknown;
  readonly metadata?: unknown;
  /** Base64 in a manifest. */
  readonly data?: unknown;
  readonly stringData?: unknown;
}

interface ClusterConfig {
  readonly execProviderConfig?: Omit<Partial<ExecStanza>, "env"> & { readonly env?: Readonly<Record<string, string>> };
  readonly tlsClientConfig?: {
    readonly serverName?: string;
    readonly caData?: string;
    readonly insecure?: boolean;
  };
  readonly proxyUrl?: string;
}

/** Whether an object carries declarations of trusts. */
export function hasDeclarations({ metadata }: KubernetesObject): boolean {
  return Object.hasOwn(block(block(metadata).annotations), DECLARATIONS_ANNOTATION);
}

/** Whether an object is a cluster secret of Argo CD. */
export function isClusterSecret({ kind, metadata }: KubernetesObject): boolean {
  return kind === "Secret" && block(block(metadata).labels)[ARGO_CD_SECRET_TYPE] === ARGO_CD_CLUSTER;
}

/**
 * An object with declarations, as the cluster that Argo CD makes of it.
 *
 * @throws UnresolvedValue for one that Argo CD makes none of
 */
export function argoCdEntry(spot: Spot, secret: KubernetesObject): ClientEntry {
  const fault = (reason: string, wayOut = "Make it with ArgoCdClusterSecret") =>
    new UnresolvedValue(spot.place, reason, wayOut);
  if (!isClusterSecret(secret)) {
    const reason = `declares trusts, and is no Secret with the label ${ARGO_CD_SECRET_TYPE}: ${ARGO_CD_CLUSTER}, by which Argo CD finds clusters`;
    throw fault(reason, "Give it the label, or leave the annotation out");
  }
  const { config, server } = fieldsOf(secret);
  const { execProviderConfig, tlsClientConfig = {}, proxyUrl } = (parsed(config ?? "") ?? {}) as ClusterConfig;
  if (!execProviderConfig) throw fault('its field "config" is no JSON with an execProviderConfig');
  const annotation = text(block(block(secret.metadata).annotations)[DECLARATIONS_ANNOTATION]) ?? "";
  const declared = parsed(annotation);
  if (!Array.isArray(declared) || declared.length === 0) {
    throw fault(`its annotation ${DECLARATIONS_ANNOTATION} is no JSON list of trusts`);
  }
  const { env = {}, ...exec } = execProviderConfig;
  return {
    ...spot,
    server: server ?? "",
    ...connectionOf({
      tlsServerName: tlsClientConfig.serverName,
      proxyUrl,
      authority: tlsClientConfig.caData,
      isUnchecked: tlsClientConfig.insecure,
    }),
    argoCd: { namespace: text(block(secret.metadata).namespace) ?? "default" },
    stanza: { ...stanzaOf(exec), env: Object.entries(env).map(([name, value]) => ({ name, value })) },
    declarations: declared.map((one) => declarationOf(spot.place, "the annotation", one)),
  };
}

/** What the secret holds: plain text wins over base64, as in Kubernetes. */
function fieldsOf({ data, stringData }: KubernetesObject): Readonly<Record<string, string | undefined>> {
  const decoded = Object.entries(block(data)).map(
    ([name, value]) => [name, Buffer.from(text(value) ?? "", "base64").toString("utf8")] as const,
  );
  return { ...Object.fromEntries(decoded), ...(block(stringData) as Readonly<Record<string, string>>) };
}
