import { Fields, fields, list, text } from "./json";
import { CredentialUser, ObjectName } from "./static-credential";

/** A variable whose value stands in a workload itself. */
export interface LiteralVariable {
  readonly name: string;
  readonly value: string;
}

/** An object that runs pods. */
export interface Workload {
  readonly user: CredentialUser;
  readonly variables: readonly LiteralVariable[];
  /** The Secrets and ConfigMaps that its pods read, as `<kind>/<name>`. */
  readonly reads: ReadonlySet<string>;
}

/** Where each kind keeps the specification of its pods. */
const POD_SPECS: Readonly<Record<string, (spec: Fields) => Fields>> = {
  Pod: (spec) => spec,
  CronJob: (spec) => fields(fields(fields(fields(fields(spec.jobTemplate).spec).template).spec)),
  ...Object.fromEntries(
    ["DaemonSet", "Deployment", "Job", "ReplicaSet", "ReplicationController", "StatefulSet"].map((kind) => [
      kind,
      (spec: Fields) => fields(fields(spec.template).spec),
    ]),
  ),
};

/** Whether objects of a kind run pods. */
export function isWorkload(kind: string): boolean {
  return Object.hasOwn(POD_SPECS, kind);
}

/**
 * The workload that an object is. Pods, ReplicaSets and Jobs that a controller made count as their controller, where this is
 * among what was read.
 *
 * @param isRead whether an object of the namespace is
 * @param pullSecretsOf the Secrets with which a service account of the namespace pulls images, as `Secret/<name>`
 * @returns undefined for other objects
 */
export function workloadOf(
  object: Fields,
  name: ObjectName,
  isRead: (kind: string, name: string) => boolean,
  pullSecretsOf: (serviceAccount: string) => readonly string[],
): Workload | undefined {
  const podSpec = isWorkload(name.kind) ? POD_SPECS[name.kind] : undefined;
  const isCounted = ({ controller, kind, name: owner }: Fields) =>
    controller === true && controllersOf(text(kind) ?? "", text(owner) ?? "").some((one) => isRead(...one));
  if (!podSpec || list(fields(object.metadata).ownerReferences).some((owner) => isCounted(fields(owner)))) {
    return undefined;
  }
  const spec = podSpec(fields(object.spec));
  const containers = [spec.containers, spec.initContainers, spec.ephemeralContainers].flatMap(list).map(fields);
  const variables = containers.flatMap(({ env }) => list(env).map(fields));
  const serviceAccount = text(spec.serviceAccountName) ?? text(spec.serviceAccount) ?? "default";
  return {
    user: { workload: name, serviceAccount },
    variables: [
      ...variables.flatMap((one) => {
        const [variable, value] = [text(one.name), text(one.value)];
        return variable === undefined || value === undefined ? [] : [{ name: variable, value }];
      }),
      ...containers.flatMap(argumentsOf),
    ],
    reads: new Set([
      ...variables.flatMap(readByVariable),
      ...containers.flatMap(readByEnvFrom),
      ...readByVolumes(spec),
      ...(list(spec.imagePullSecrets).length > 0 ? pullSecretsIn(spec) : pullSecretsOf(serviceAccount)),
    ]),
  };
}

/**
 * The Secrets with which images are pulled, of a pod or of a service account: a pod without own ones has those of its service account.
 *
 * Kubernetes documentation: "Configure Service Accounts for Pods", section on image pull secrets.
 */
export function pullSecretsIn({ imagePullSecrets }: Fields): readonly string[] {
  return list(imagePullSecrets).flatMap((one) => reference("Secret", fields(one).name));
}

/** A controller, and the one that made it by its name, where kubectl was not asked for what is between. */
function controllersOf(kind: string, name: string): readonly (readonly [kind: string, name: string])[] {
  const above = name.replace(/-[^-]+$/, "");
  if (kind === "ReplicaSet") return [[kind, name] as const, ["Deployment", above] as const];
  return kind === "Job" ? [[kind, name] as const, ["CronJob", above] as const] : [[kind, name] as const];
}

/** What a container is started with: each argument by its place, and `--name value` as one. */
function argumentsOf({ command, args }: Fields): LiteralVariable[] {
  const words = [
    ...list(command).map((one, i) => ["command", i, one]),
    ...list(args).map((one, i) => ["args", i, one]),
  ];
  return words.flatMap(([of, at, word], i) => {
    if (typeof word !== "string") return [];
    const flag = /^--?([A-Za-z][\w.-]*)$/.exec(text(words[i - 1]?.[2]) ?? "")?.[1];
    const whole = { name: `${String(of)}[${String(at)}]`, value: word };
    return flag === undefined ? [whole] : [whole, { name: flag, value: word }];
  });
}

function reference(kind: string, name: unknown): string[] {
  return text(name) === undefined ? [] : [`${kind}/${text(name)}`];
}

function readByVariable(variable: Fields): string[] {
  const { secretKeyRef, configMapKeyRef } = fields(variable.valueFrom);
  return [...reference("Secret", fields(secretKeyRef).name), ...reference("ConfigMap", fields(configMapKeyRef).name)];
}

function readByEnvFrom({ envFrom }: Fields): string[] {
  return list(envFrom).flatMap((one) => [
    ...reference("Secret", fields(fields(one).secretRef).name),
    ...reference("ConfigMap", fields(fields(one).configMapRef).name),
  ]);
}

function readByVolumes({ volumes }: Fields): string[] {
  return list(volumes).flatMap((one) => {
    const { secret, configMap, projected, csi, azureFile } = fields(one);
    const sources = list(fields(projected).sources).map(fields);
    return [
      ...reference("Secret", fields(secret).secretName),
      ...reference("ConfigMap", fields(configMap).name),
      ...reference("Secret", fields(fields(csi).nodePublishSecretRef).name),
      ...reference("Secret", fields(azureFile).secretName),
      ...sources.flatMap((source) => reference("Secret", fields(source.secret).name)),
      ...sources.flatMap((source) => reference("ConfigMap", fields(source.configMap).name)),
    ];
  });
}
