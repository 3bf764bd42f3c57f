import { ARGO_CD_CLUSTER, ARGO_CD_SECRET_TYPE } from "../vendor/kubernetes/argo-cd";
import { Fields, fields, list, text } from "./json";
import { staticUsers } from "./kubeconfig";
import { recognize, recognizeBytes } from "./recognizers";
import { safeName, safeServer } from "./safe-name";
import { CredentialKind, ObjectName, StaticCredential } from "./static-credential";
import { decoded, unfold } from "./unfold";
import { isWorkload } from "./workloads";

type Found = Omit<StaticCredential, "users">;

/** The static credentials in an object's own entries. */
export function credentialsOf(object: Fields, holder: ObjectName): readonly Found[] {
  const own =
    holder.kind === "Secret"
      ? ofSecret(object, holder)
      : holder.kind === "ConfigMap"
        ? ofConfigMap(object, holder)
        : ofOtherFields(object, holder);
  return distinct([...own, ...ofAnnotations(object, holder)]);
}

function ofConfigMap({ data, binaryData }: Fields, holder: ObjectName): readonly Found[] {
  const entries = [...entriesOf(data, false), ...entriesOf(binaryData, true)];
  return [...entries.flatMap((entry) => ofEntry(holder, ...entry)), ...ofBytes(binaryData, holder)];
}

/** What every object has, and what containers are started with, which counts for the workload that runs them. */
const READ_ELSEWHERE = ["apiVersion", "kind", "metadata"];
const OF_CONTAINERS = ["env", "command", "args"];
const CONTAINERS = ["containers", "initContainers", "ephemeralContainers"];

/** Values of any other object: of a custom resource, such as those of a chart, and the rest of a workload, such as its pods' annotations. */
function ofOtherFields(object: Fields, holder: ObjectName): readonly Found[] {
  return Object.entries(object).flatMap(([name, value]) => {
    if (READ_ELSEWHERE.includes(name) || typeof value !== "object" || value === null) return [];
    return ofEntry(holder, name, JSON.stringify(isWorkload(holder.kind) ? withoutContainers(value) : value));
  });
}

function withoutContainers(value: object): unknown {
  const without = (container: unknown) =>
    Object.fromEntries(Object.entries(fields(container)).filter(([name]) => !OF_CONTAINERS.includes(name)));
  return JSON.parse(
    JSON.stringify(value, (key, one: unknown) => (CONTAINERS.includes(key) ? list(one).map(without) : one)),
  );
}

/** An annotation outlives the entry that it repeats: `kubectl apply` keeps the whole object in one. */
function ofAnnotations({ metadata }: Fields, holder: ObjectName): readonly Found[] {
  return entriesOf(fields(metadata).annotations, false).flatMap(([name, value]) => {
    const entry = `annotation ${name}`;
    const last = name === "kubectl.kubernetes.io/last-applied-configuration" ? parsed(value) : {};
    if (text(last.kind) === undefined) return ofEntry(holder, entry, value);
    const repeated = credentialsOf(
      { ...last, metadata: { ...fields(last.metadata), annotations: {} } },
      { ...holder, kind: text(last.kind) ?? "" },
    );
    const variables = repeated.length ? [] : ofEntry(holder, entry, value);
    return [...repeated.map((one) => ({ ...one, holder, entry: `${entry}, ${one.entry}` })), ...variables];
  });
}

/** What is a credential by itself where it stands alone, and one part of a larger one in that. */
const PARTS: readonly (readonly [whole: CredentialKind, part: CredentialKind])[] = [
  ["aws-credentials-file", "aws-access-key"],
  ["azure-connection-string", "azure-storage-account-key"],
];

/** The static credentials in one entry, of whatever object: in its value, and in what the value holds. */
export function ofEntry(holder: ObjectName, entry: string, value: string): readonly Found[] {
  const known = safeName(entry);
  const parts = unfold(entry, value);
  const users = parts.flatMap(({ value: part }) => staticUsers(part) ?? []);
  const ofUsers = users.map(({ kind, user, server }): Found => ({
    ...{ kind, target: "cluster", holder, entry: `${known}, user ${safeName(user)}` },
    about: safeServer(server),
  }));
  const recognized = parts.flatMap(({ name, value: part, within }) => {
    const found = recognize(name, part);
    return found ? [{ found, within }] : [];
  });
  // What the whole entry is, its parts are too; a part is told where the whole is nothing by itself.
  const kinds = new Map<CredentialKind, Map<string, Found>>();
  for (const { found, within } of recognized) {
    const about = found.about === undefined ? undefined : safeName(found.about);
    const one = { ...found, about, holder, entry: `${known}${within ? safeName(within) : ""}` };
    const same = kinds.get(found.kind) ?? new Map<string, Found>();
    kinds.set(found.kind, same);
    if (!same.has(about ?? "")) same.set(about ?? "", one);
  }
  for (const [whole, part] of PARTS) if (kinds.has(whole)) kinds.delete(part);
  // Of several that an entry holds, one that does not say what it is of is a part of the others.
  for (const same of kinds.values()) if (same.size > 1) same.delete("");
  return distinct([...ofUsers, ...[...kinds.values()].flatMap((same) => [...same.values()])]);
}

function distinct(found: readonly Found[]): readonly Found[] {
  return [...new Map(found.map((one) => [JSON.stringify(one), one])).values()];
}

function ofSecret(object: Fields, holder: ObjectName): readonly Found[] {
  const entries = [...entriesOf(object.data, true), ...entriesOf(object.stringData, false)];
  const labels = fields(fields(object.metadata).labels);
  if (object.type === "kubernetes.io/service-account-token") {
    const account = text(fields(fields(object.metadata).annotations)["kubernetes.io/service-account.name"]);
    const isIssued = entries.some(([name]) => name === "token");
    return isIssued
      ? [{ kind: "kubernetes-token", target: "cluster", holder, entry: "token", about: account && safeName(account) }]
      : [];
  }
  if (labels[ARGO_CD_SECRET_TYPE] === ARGO_CD_CLUSTER) {
    const others = entries.flatMap(([name, value]) => ofEntry(holder, name, value));
    return [...ofArgoCdCluster(new Map(entries), holder), ...others.filter(({ target }) => target !== "cluster")];
  }
  return [...entries.flatMap((entry) => ofEntry(holder, ...entry)), ...ofBytes(object.data, holder)];
}

/** Entries that are no text. */
function ofBytes(data: unknown, holder: ObjectName): readonly Found[] {
  return entriesOf(data, false).flatMap(([name, value]) => {
    const found = recognizeBytes(value);
    return found ? [{ ...found, holder, entry: safeName(name) }] : [];
  });
}

/** Argo CD documentation, "Declarative Setup", section on clusters. */
function ofArgoCdCluster(entries: ReadonlyMap<string, string>, holder: ObjectName): readonly Found[] {
  const config = parsed(entries.get("config") ?? "");
  const about = safeServer(entries.get("server"));
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
    return [[name, isEncoded ? decoded(value) : value]];
  });
}
