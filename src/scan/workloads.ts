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

/**
 * The workload that an object is. Pods, ReplicaSets and Jobs that a controller made count as their controller, which is
 * read itself.
 *
 * @returns undefined for other objects
 */
export function workloadOf(object: Fields, name: ObjectName): Workload | undefined {
  const podSpec = POD_SPECS[name.kind];
  if (!podSpec || list(fields(object.metadata).ownerReferences).some((owner) => fields(owner).controller === true)) {
    return undefined;
  }
  const spec = podSpec(fields(object.spec));
  const containers = [spec.containers, spec.initContainers, spec.ephemeralContainers].flatMap(list).map(fields);
  const variables = containers.flatMap(({ env }) => list(env).map(fields));
  const serviceAccount = text(spec.serviceAccountName) ?? text(spec.serviceAccount) ?? "default";
  return {
    user: { workload: name, serviceAccount },
    variables: variables.flatMap((one) => {
      const [variable, value] = [text(one.name), text(one.value)];
      return variable === undefined || value === undefined ? [] : [{ name: variable, value }];
    }),
    reads: new Set([
      ...variables.flatMap(readByVariable),
      ...containers.flatMap(readByEnvFrom),
      ...readByVolumes(spec),
    ]),
  };
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
    const { secret, configMap, projected } = fields(one);
    const sources = list(fields(projected).sources).map(fields);
    return [
      ...reference("Secret", fields(secret).secretName),
      ...reference("ConfigMap", fields(configMap).name),
      ...sources.flatMap((source) => reference("Secret", fields(source.secret).name)),
      ...sources.flatMap((source) => reference("ConfigMap", fields(source.configMap).name)),
    ];
  });
}
