import {
  Block,
  block,
  Configuration,
  placeOf,
  Resource,
  text,
  UnresolvedValue,
  unlessUnresolved,
} from "../../terraform";
import { WebhookContainer, WebhookPod, WebhookVolume } from "../../vendor/webhooks/pod";
import { isInSameCluster } from "../clusters/same-cluster";
import { Container, Volume } from "../pods/pod";
import { podIn, PodParts } from "../pods/read-pod";
import { withVariables, WrittenContainer } from "../pods/variables";

/** The pods of one workload. */
export interface Workload {
  readonly resource: Resource;
  /** The argument that has the pod's template. */
  readonly argument: string;
  readonly pod: WebhookPod;
}

/** A workload that names the service account, and whose pods cannot be known. */
export interface UnknownWorkload {
  readonly resource: Resource;
  readonly argument: string;
  readonly error: UnresolvedValue;
}

/** A service account of one cluster. */
export interface AccountPlace {
  readonly namespace: string;
  readonly name: string;
  /** The resource that makes it, whose cluster the workloads must be in. */
  readonly resource: Resource;
}

const PROVIDERS_TYPES =
  /^kubernetes_(deployment|daemonset|daemon_set|stateful_set|job|cron_job|pod|replication_controller)(_v1)?$/;
/** Where workloads have a pod's template, in the provider's classes and in manifests. */
const WITHIN = ["spec", "template", "job_template", "jobTemplate"];

/** The workloads whose pods run as a service account, in the service account's own cluster. */
export function workloadsOf(
  configuration: Configuration,
  account: AccountPlace,
): readonly (Workload | UnknownWorkload)[] {
  const named = new RegExp(`"${account.name.replaceAll(".", "\\.")}"`);
  return configuration
    .everyResource()
    .filter(({ type }) => PROVIDERS_TYPES.test(type) || type === "kubernetes_manifest")
    .filter((resource) => isInSameCluster(resource, account.resource))
    .flatMap((resource): readonly (Workload | UnknownWorkload)[] => {
      const argument = resource.type === "kubernetes_manifest" ? "manifest" : "spec";
      try {
        const object =
          argument === "manifest"
            ? block(resource.argument(argument))
            : { metadata: resource.argument("metadata"), spec: resource.argument("spec") };
        if ((text(block(object.metadata).namespace) ?? "default") !== account.namespace) return [];
        const pods = podsIn(configuration, resource, object).filter(({ name }) => name === account.name);
        if (pods.length && !resource.provider && isInSeveral(configuration, account)) throw clusterless(resource);
        return pods.map(({ pod }) => ({ resource, argument, pod }));
      } catch (error) {
        if (!(error instanceof UnresolvedValue)) throw error;
        return resource.argumentsWith(named).length ? [{ resource, argument, error }] : [];
      }
    });
}

/** Whether several clusters have a service account of the same name, as those of a mesh often have. */
function isInSeveral(configuration: Configuration, { namespace, name }: AccountPlace): boolean {
  const accounts = ["kubernetes_service_account", "kubernetes_service_account_v1"].flatMap((type) =>
    configuration.resources(type),
  );
  const same = accounts.filter((one) => {
    const metadata = block(unlessUnresolved(() => one.argument("metadata"), undefined));
    return metadata.name === name && (text(metadata.namespace) ?? "default") === namespace;
  });
  return same.length > 1;
}

/** A state does not show which provider made an object. */
function clusterless(resource: Resource): UnresolvedValue {
  const reason = "shows no provider, and several clusters have its service account";
  return new UnresolvedValue(placeOf(resource), reason, "Read the synthesized folder (cdktf.out) instead");
}

/** Every pod in an object, with its service account's name. */
function podsIn(configuration: Configuration, resource: Resource, object: Block): readonly NamedPod[] {
  const spec = block(object.spec);
  const parts = podIn(spec);
  if (parts && !parts.isPart) {
    const { provider } = resource;
    const namespace = text(block(object.metadata).namespace);
    const home = { ...(provider ? { provider } : {}), ...(namespace === undefined ? {} : { namespace }) };
    const complete = (one: WrittenContainer) => webhookContainer(withVariables(configuration, home, one));
    return [{ name: parts.serviceAccount, pod: podOf(block(object.metadata), spec, parts, complete) }];
  }
  return WITHIN.flatMap((part) => {
    const inner = block(object[part]);
    if (Object.keys(inner).length === 0) return [];
    return podsIn(configuration, resource, part === "spec" ? innerOf(inner) : inner);
  });
}

interface NamedPod {
  readonly name: string;
  readonly pod: WebhookPod;
}

/** A workload's own `spec` has no containers, and a template in it does. */
function innerOf(spec: Block): Block {
  return Object.fromEntries(WITHIN.filter((part) => part !== "spec").map((part) => [part, spec[part]]));
}

function podOf(
  metadata: Block,
  spec: Block,
  { volumes, initContainers, containers }: PodParts,
  complete: (one: WrittenContainer) => WebhookContainer,
): WebhookPod {
  return {
    labels: textsOf(metadata.labels),
    annotations: textsOf(metadata.annotations),
    nodeSelector: textsOf(spec.node_selector ?? spec.nodeSelector),
    volumes: volumes.map(webhookVolume),
    ...(initContainers.length ? { initContainers: initContainers.map(complete) } : {}),
    containers: containers.map(complete),
  };
}

function webhookContainer({ name, variables, mounts }: Container): WebhookContainer {
  return {
    name,
    env: variables.map(({ name: of, value }) => ({ name: of, ...(value === undefined ? {} : { value }) })),
    volumeMounts: mounts.map(({ volume, path }) => ({ name: volume, mountPath: path })),
  };
}

function webhookVolume({ name, sources }: Volume): WebhookVolume {
  const projected = sources.flatMap((one) =>
    one.kind === "token"
      ? [{ serviceAccountToken: { audience: one.audience ?? "", expirationSeconds: one.seconds, path: one.path } }]
      : [],
  );
  return { name, ...(projected.length ? { projected: { sources: projected } } : {}) };
}

function textsOf(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(block(value)).map(([name, one]) => [name, text(one) ?? ""]));
}
