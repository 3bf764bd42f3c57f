import { Container, placeOf, podIn, podsIn, Resource, UnresolvedValue, World } from "../simulator";
import { ContainerVariable, possibleShadows, Shadow, shadowsIn, WIRING_VARIABLES } from "../vendor/sdk-variables";

/** A container of the configuration in which something shadows the federated tokens. */
export interface ShadowedContainer extends Shadow {
  readonly resource: Resource;
  readonly argument: string;
  /** The container's name. */
  readonly container: string;
}

/** A workload whose containers cannot be known. */
export interface UnknownContainers {
  readonly resource: Resource;
  readonly argument: string;
  readonly error: UnresolvedValue;
}

/** What shadows a container's tokens, in words. */
export function shadowReason({ name, from, container, of }: ShadowedContainer): string {
  const variable = from === undefined ? name : `${name} of ${from}`;
  return `${variable} in the container "${container}" keeps SDKs from using ${of}`;
}

type Fields = Readonly<Record<string, unknown>>;

const WIRED = new RegExp(`\\b(${WIRING_VARIABLES.join("|")})\\b`);
/** A file that the kubelet or a webhook projects, as the wiring's of this library and the vendors' webhooks are. */
const PROJECTED = /^\/(var\/run\/secrets|etc\/trust-mesh)\//;
/** Variables that stand for a file, and so tell by their value whose they are. */
const FILES = new Set([...WIRING_VARIABLES, "CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE"]);

/** Every container of workloads and manifests that has a federated token and a variable that shadows it. */
export function shadowedContainers(world: World): readonly (ShadowedContainer | UnknownContainers)[] {
  return [...ofPods(world), ...ofOtherObjects(world)];
}

function ofPods({ configuration }: World): readonly ShadowedContainer[] {
  return podsIn(configuration).pods.flatMap(({ resource, argument, initContainers, containers }) =>
    [...initContainers, ...containers].flatMap(({ name, variables }) =>
      shadowsIn(variables, isWiringAmong(variables)).map((shadow) => ({
        ...shadow,
        ...{ resource, argument, container: name },
      })),
    ),
  );
}

/** Variables that may be in what was not read, and that SDKs prefer to a container's federated tokens. */
export function possibleShadowsOf({ variables }: Container): readonly string[] {
  return possibleShadows(variables, isWiringAmong(variables));
}

/** Containers of objects that are no pods, as those of further kinds, and of pods of which something else is not known. */
function ofOtherObjects({ configuration }: World): readonly (ShadowedContainer | UnknownContainers)[] {
  const { unknown } = podsIn(configuration);
  const isPod = (resource: Resource, argument: string) => (value: Fields) =>
    podIn(value) !== undefined &&
    !unknown.some((one) => placeOf(one.resource) === placeOf(resource) && one.argument === argument);
  return configuration.resourcesWith(WIRED).flatMap((resource) =>
    resource.argumentsWith(WIRED).flatMap((argument): readonly (ShadowedContainer | UnknownContainers)[] => {
      try {
        return containersIn(resource.argument(argument), isPod(resource, argument)).flatMap(({ name, variables }) =>
          shadowsIn(variables, isWiringAmong(variables)).map((shadow) => ({
            ...shadow,
            resource,
            argument,
            container: name,
          })),
        );
      } catch (error) {
        if (error instanceof UnresolvedValue) return [{ resource, argument, error }];
        throw error;
      }
    }),
  );
}

/** Whether a variable is of a wiring: it names a projected file, or stands beside one of the same cloud, as a role does. */
function isWiringAmong(variables: readonly ContainerVariable[]): (variable: ContainerVariable) => boolean {
  const projected = variables.filter(({ name, value }) => FILES.has(name) && PROJECTED.test(value ?? ""));
  const clouds = new Set(projected.map(({ name }) => prefixOf(name)));
  return (variable) => (FILES.has(variable.name) ? projected.includes(variable) : clouds.has(prefixOf(variable.name)));
}

function prefixOf(name: string): string {
  return name.slice(0, name.indexOf("_"));
}

/** Objects that have variables, as the provider and manifests write them. */
function containersIn(
  value: unknown,
  isPod: (value: Fields) => boolean,
): readonly { readonly name: string; readonly variables: ContainerVariable[] }[] {
  const inside = (one: unknown) => containersIn(one, isPod);
  if (Array.isArray(value)) return value.flatMap(inside);
  if (typeof value !== "object" || value === null || isPod(value as Fields)) return [];
  const { env, name } = value as Fields;
  const variables = variablesOf(env);
  const own = variables.length ? [{ name: typeof name === "string" ? name : "", variables }] : [];
  return [...own, ...Object.values(value).flatMap(inside)];
}

function variablesOf(env: unknown): ContainerVariable[] {
  return [env].flat().flatMap((one) => {
    const { name, value } = (one ?? {}) as Fields;
    if (typeof name !== "string") return [];
    return [{ name, ...(typeof value === "string" ? { value } : {}) }];
  });
}
