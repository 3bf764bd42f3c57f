/** A container, as far as webhooks for identities read and change it. */
export interface WebhookContainer {
  readonly name: string;
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
  readonly volumeMounts?: readonly {
    readonly name: string;
    readonly mountPath: string;
    readonly readOnly?: boolean;
  }[];
}

/** A projected token of the pod's service account. */
export interface ProjectedToken {
  readonly audience: string;
  readonly expirationSeconds: number;
  readonly path: string;
}

/** A volume; without `projected` where it is of another kind. */
export interface WebhookVolume {
  readonly name: string;
  readonly projected?: { readonly sources: readonly { readonly serviceAccountToken?: ProjectedToken }[] };
}

/** A pod, as far as webhooks for identities read and change it. */
export interface WebhookPod {
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly volumes?: readonly WebhookVolume[];
  readonly initContainers?: readonly WebhookContainer[];
  readonly containers: readonly WebhookContainer[];
}

/** Annotations of the pod's service account. */
export type AccountAnnotations = Readonly<Record<string, string>>;

/** A variable's value in a container: the last of a name counts. */
export function variableIn({ env = [] }: WebhookContainer, name: string): string | undefined {
  return env.filter((one) => one.name === name).at(-1)?.value;
}

/** The token that the kubelet writes to a path of a container; undefined where no projected token is there. */
export function tokenAt(
  { volumes = [] }: WebhookPod,
  { volumeMounts = [] }: WebhookContainer,
  path: string,
): ProjectedToken | undefined {
  const folderOf = (mountPath: string) => mountPath.replace(/\/*$/, "/");
  const mount = volumeMounts.find(({ mountPath }) => path.startsWith(folderOf(mountPath)));
  if (!mount) return undefined;
  const sources = volumes.find(({ name }) => name === mount.name)?.projected?.sources ?? [];
  const within = path.slice(folderOf(mount.mountPath).length);
  return sources.find(({ serviceAccountToken }) => serviceAccountToken?.path === within)?.serviceAccountToken;
}

/** A pod whose containers are changed but for those of some names. */
export function withContainers(
  pod: WebhookPod,
  skipped: ReadonlySet<string>,
  change: (container: WebhookContainer) => WebhookContainer,
): WebhookPod {
  const changed = (all: readonly WebhookContainer[]) => all.map((one) => (skipped.has(one.name) ? one : change(one)));
  const { initContainers, containers } = pod;
  return {
    ...pod,
    ...(initContainers ? { initContainers: changed(initContainers) } : {}),
    containers: changed(containers),
  };
}

/** A container with variables behind those that it has. */
export function withVariables(
  container: WebhookContainer,
  variables: readonly { readonly name: string; readonly value: string }[],
): WebhookContainer {
  return variables.length ? { ...container, env: [...(container.env ?? []), ...variables] } : container;
}

/** A container with a folder mounted, unless it mounts the volume already. */
export function withMount(container: WebhookContainer, name: string, mountPath: string): WebhookContainer {
  const { volumeMounts = [] } = container;
  if (volumeMounts.some((mount) => mount.name === name)) return container;
  return { ...container, volumeMounts: [...volumeMounts, { name, readOnly: true, mountPath }] };
}
