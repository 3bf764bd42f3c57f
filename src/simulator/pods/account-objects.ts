import {
  Block,
  block,
  Configuration,
  hasUnknown,
  isInJson,
  placeOf,
  placesWith,
  Provider,
  Resource,
  text,
  unlessUnresolved,
} from "../../terraform";
import { isSameCluster } from "../clusters/same-cluster";
import { seeObjects } from "./objects-in";

/** A ServiceAccount object of Kubernetes. */
export interface AccountObject {
  readonly name: string;
  readonly namespace: string;
  /** The provider of its cluster; undefined where nothing tells it. */
  readonly provider?: Provider;
  readonly resource: Resource;
  readonly argument: string;
  /** Its annotations; undefined for the value of one that cannot be known. */
  readonly annotations: Readonly<Record<string, string | undefined>>;
  /** Whether it may have more annotations than these: what writes some of them was read alone. */
  readonly isPart: boolean;
  readonly automount?: boolean;
}

const TYPES = ["kubernetes_service_account", "kubernetes_service_account_v1"];
/** Writes annotations of an object that something else makes. */
const PATCH = "kubernetes_annotations";
const KIND = /(?<!\w)kind\W{1,12}ServiceAccount(?!\w)/;
const READ = new WeakMap<Configuration, readonly AccountObject[]>();

/** Every ServiceAccount of a configuration: of resources, manifests, and texts that others apply. */
export function accountObjects(configuration: Configuration): readonly AccountObject[] {
  const known = READ.get(configuration);
  if (known) return known;
  const typed = TYPES.flatMap((type) => configuration.resources(type)).flatMap((resource) =>
    objectOf(resource, "metadata", resource.provider, {
      metadata: unlessUnresolved(() => resource.argument("metadata"), undefined),
      automount: unlessUnresolved(() => resource.argument("automount_service_account_token"), undefined),
    }),
  );
  const written = placesWith(configuration, KIND).flatMap(writtenIn);
  const patches = configuration.resources(PATCH).flatMap(patchOf);
  const found = patches.reduce<readonly AccountObject[]>(withPatch, [...typed, ...written]);
  READ.set(configuration, found);
  return found;
}

interface Parts {
  readonly metadata: unknown;
  readonly annotations?: unknown;
  readonly automount?: unknown;
}

function objectOf(
  resource: Resource,
  argument: string,
  provider: Provider | undefined,
  { metadata, automount, annotations = block(metadata).annotations }: Parts,
): readonly AccountObject[] {
  const { name, namespace } = block(metadata);
  if (typeof name !== "string" || hasUnknown(name) || hasUnknown(namespace)) return [];
  const values = Object.entries(block(annotations)).map(([key, value]) => [
    key,
    hasUnknown(value) ? undefined : text(value),
  ]);
  return [
    {
      ...{ name, namespace: text(namespace) ?? "default", resource, argument },
      ...(provider ? { provider } : {}),
      ...{ annotations: Object.fromEntries(values) as AccountObject["annotations"], isPart: hasUnknown(annotations) },
      ...(text(automount) === undefined ? {} : { automount: text(automount) === "true" }),
    },
  ];
}

function writtenIn(resource: Resource): readonly AccountObject[] {
  if (resource.type === PATCH) return [];
  const found: AccountObject[] = [];
  const provider = resource.type === "kubernetes_manifest" ? resource.provider : undefined;
  for (const argument of resource.argumentsWith(KIND)) {
    const see = (value: Block): boolean => {
      if (value.kind !== "ServiceAccount" || value.metadata === undefined) return false;
      const { metadata, automountServiceAccountToken: automount } = value;
      found.push(...objectOf(resource, argument, provider, { metadata, automount }));
      return true;
    };
    unlessUnresolved(() => {
      seeObjects(placeOf(resource), resource.argument(argument), (one) => isInJson(KIND, one), see);
    }, undefined);
  }
  return found;
}

function patchOf(resource: Resource): readonly AccountObject[] {
  return unlessUnresolved(() => {
    if (text(resource.argument("kind")) !== "ServiceAccount") return [];
    const [metadata, annotations] = ["metadata", "annotations"].map((name) => resource.argument(name));
    return objectOf(resource, "annotations", resource.provider, { metadata, annotations });
  }, []);
}

/** Objects after a patch, which is an object by itself where the one that it patches was not read. */
function withPatch(objects: readonly AccountObject[], patch: AccountObject): readonly AccountObject[] {
  const isIts = (one: AccountObject) =>
    one.name === patch.name &&
    one.namespace === patch.namespace &&
    isSameCluster(one.provider, patch.provider) !== false;
  if (!objects.some(isIts)) return [...objects, { ...patch, isPart: true }];
  return objects.map((one) =>
    isIts(one)
      ? { ...one, annotations: { ...one.annotations, ...patch.annotations }, isPart: one.isPart || patch.isPart }
      : one,
  );
}
