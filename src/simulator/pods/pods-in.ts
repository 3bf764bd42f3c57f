import {
  Block,
  block,
  Configuration,
  hasUnknown,
  placeOf,
  placesWith,
  Provider,
  Resource,
  text,
  UnresolvedValue,
} from "../../terraform";
import { WIRING_VARIABLES } from "../../vendor/sdk-variables";
import { Pod } from "./pod";
import { seeObjects } from "./objects-in";
import { podIn } from "./read-pod";
import { withVariables, WrittenContainer } from "./variables";

/** The pods of a configuration that have projected tokens, or variables that lead a client to one. */
export interface Pods {
  readonly pods: readonly Pod[];
  /** Arguments that cannot be known, so that they may have such pods. */
  readonly unknown: readonly {
    readonly resource: Resource;
    readonly argument: string;
    readonly error: UnresolvedValue;
  }[];
}

/** What a pod has that acts elsewhere: a token for an audience, or the name of a file that leads to one. */
const WIRED = new RegExp(
  [
    ...["serviceAccountToken", "service_account_token", "AWS_ROLE_ARN", "AZURE_CLIENT_ID", "KUBECONFIG"],
    ...WIRING_VARIABLES,
  ].join("|"),
);
/** Types whose provider is the cluster that they are created in. */
const CREATED = /^kubernetes_/;
/** Objects whose texts are applied by others, wherever that is. */
const HOLDERS = /^kubernetes_(config_map|secret)(_v1)?(_data)?$/;
const READ = new WeakMap<Configuration, Pods>();

/** Every pod that acts elsewhere: of workloads, manifests, Helm values, and of texts in whatever resource or output. */
export function podsIn(configuration: Configuration): Pods {
  const known = READ.get(configuration);
  if (known) return known;
  const places = placesWith(configuration, WIRED);
  const pods: Pod[] = [];
  const unknown: Pods["unknown"][number][] = [];
  for (const resource of places) {
    for (const argument of resource.argumentsWith(WIRED)) {
      try {
        pods.push(...podsAt(configuration, resource, argument));
      } catch (error) {
        if (!(error instanceof UnresolvedValue)) throw error;
        unknown.push({ resource, argument, error });
      }
    }
  }
  const found = { pods, unknown };
  READ.set(configuration, found);
  return found;
}

function podsAt(configuration: Configuration, resource: Resource, argument: string): readonly Pod[] {
  const found: Pod[] = [];
  const home = homeOf(resource);
  seeObjects(
    placeOf(resource),
    resource.argument(argument),
    (text) => WIRED.test(text),
    (value, around) => {
      const parts = podIn(value);
      if (parts === undefined) return false;
      const namespace = around === undefined ? home.namespace : (around.namespace ?? home.namespace ?? "default");
      const place = placed(home.provider, namespace);
      const complete = (one: WrittenContainer) => withVariables(configuration, place, one);
      found.push({
        ...{ resource, argument, ...parts, ...place },
        initContainers: parts.initContainers.map(complete),
        containers: parts.containers.map(complete),
      });
      return true;
    },
  );
  return found;
}

interface Home {
  readonly provider?: Provider;
  readonly namespace?: string;
}

/** Where an object's pods run, as far as the object itself tells. */
function homeOf(resource: Resource): Home {
  const { type, provider } = resource;
  if (type === "helm_release") return namespaceIn({ namespace: resource.argument("namespace") });
  if (!CREATED.test(type) || HOLDERS.test(type)) return {};
  const created = provider ? { provider } : {};
  if (type === "kubernetes_manifest") return created;
  return { ...created, namespace: "default", ...namespaceIn(block(resource.argument("metadata"))) };
}

function namespaceIn({ namespace }: Block): Home {
  const name = text(namespace);
  return name === undefined || hasUnknown(name) ? {} : { namespace: name };
}

function placed(provider: Provider | undefined, namespace: string | undefined): Home {
  return { ...(provider ? { provider } : {}), ...(namespace === undefined ? {} : { namespace }) };
}
