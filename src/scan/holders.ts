import { Fields, fields, text } from "./json";
import { staticUsers } from "./kubeconfig";
import { recognize } from "./recognizers";
import { ObjectName, StaticCredential } from "./static-credential";

type Found = Omit<StaticCredential, "users">;

/** The static credentials in an object's own entries. */
export function credentialsOf(object: Fields, holder: ObjectName): readonly Found[] {
  if (holder.kind === "Secret") return ofSecret(object, holder);
  if (holder.kind === "ConfigMap") return entriesOf(object.data, false).flatMap((entry) => ofEntry(holder, ...entry));
  return [];
}

/** The static credentials in one entry, of whatever object. */
export function ofEntry(holder: ObjectName, entry: string, value: string): readonly Found[] {
  const users = staticUsers(value);
  if (users) {
    return users.map(({ kind, user, server }) => ({
      kind,
      target: "cluster",
      holder,
      entry: `${entry}, user ${user}`,
      about: server,
    }));
  }
  const found = recognize(entry, value);
  return found ? [{ ...found, holder, entry }] : [];
}

function ofSecret(object: Fields, holder: ObjectName): readonly Found[] {
  const entries = [...entriesOf(object.data, true), ...entriesOf(object.stringData, false)];
  const labels = fields(fields(object.metadata).labels);
  if (object.type === "kubernetes.io/service-account-token") {
    const account = text(fields(fields(object.metadata).annotations)["kubernetes.io/service-account.name"]);
    const isIssued = entries.some(([name]) => name === "token");
    return isIssued ? [{ kind: "kubernetes-token", target: "cluster", holder, entry: "token", about: account }] : [];
  }
  if (labels["argocd.argoproj.io/secret-type"] === "cluster") return ofArgoCdCluster(new Map(entries), holder);
  return entries.flatMap((entry) => ofEntry(holder, ...entry));
}

/** Argo CD documentation, "Declarative Setup", section on clusters. */
function ofArgoCdCluster(entries: ReadonlyMap<string, string>, holder: ObjectName): readonly Found[] {
  const config = parsed(entries.get("config") ?? "");
  const about = entries.get("server");
  const found = { target: "cluster", holder, about } as const;
  const isSet = (value: unknown) => text(value) !== undefined && value !== "";
  return [
    ...(isSet(config.bearerToken)
      ? [{ ...found, kind: "kubernetes-token", entry: "config, bearerToken" } as const]
      : []),
    ...(isSet(config.password)
      ? [{ ...found, kind: "kubernetes-basic-auth", entry: "config, password" } as const]
      : []),
    ...(isSet(fields(config.tlsClientConfig).keyData)
      ? [{ ...found, kind: "kubernetes-client-certificate", entry: "config, tlsClientConfig.keyData" } as const]
      : []),
  ];
}

function parsed(json: string): Fields {
  try {
    return fields(JSON.parse(json));
  } catch {
    return {};
  }
}

function entriesOf(data: unknown, isEncoded: boolean): [string, string][] {
  return Object.entries(fields(data)).flatMap(([name, value]): [string, string][] => {
    if (typeof value !== "string") return [];
    return [[name, isEncoded ? Buffer.from(value, "base64").toString("utf8") : value]];
  });
}
