import {
  ClientUse,
  clientUses,
  Container,
  Edge,
  flagOf,
  isOfSubject,
  isServiceAccount,
  Pod,
  SdkUse,
  sdkUses,
  serverAt,
  serverOf,
  ServiceEdge,
  wholePods,
  World,
} from "../../simulator";

/** A pod that acts elsewhere, with the edges of the service account that it runs as. */
export interface WiredPod {
  readonly pod: Pod;
  /** Empty where no edge is declared for its service account. */
  readonly edges: readonly Edge[];
  readonly containers: readonly WiredContainer[];
  /** The cluster that it runs in, where that is known to be another one than its edges are of. */
  readonly elsewhere?: string;
}

/** A container, and what its clients act by. */
export interface WiredContainer {
  readonly container: Container;
  readonly sdk: readonly SdkUse[];
  readonly clients: readonly ClientUse[];
}

const READ = new WeakMap<World, readonly WiredPod[]>();

/** The pods of a world, each with what it acts by. */
export function wiredPods(world: World): readonly WiredPod[] {
  const known = READ.get(world);
  if (known) return known;
  const found = wholePods(world.configuration).map((pod) => wiredPod(world, pod));
  READ.set(world, found);
  return found;
}

function wiredPod(world: World, pod: Pod): WiredPod {
  const own = world.everyEdge.filter((edge) => isOfPod(edge, pod));
  const placed = { ...pod, ...namespaceOf(pod, own) };
  const containers = containersOf(world, placed);
  const cluster = clusterOf(world, pod);
  const here = cluster === undefined ? own : own.filter(({ declaration }) => declaration.source.cluster === cluster);
  const issuer = likeliestIssuer(world, here.length > 0 ? here : own, pod, containers);
  const edges = own.filter(({ declaration }) => declaration.source.issuer === issuer);
  return { pod: placed, edges, containers, ...(here.length === 0 && edges.length > 0 ? { elsewhere: cluster } : {}) };
}

/** The namespace in which a part of a pod works: that of its service account, as far as one alone is declared. */
function namespaceOf({ namespace }: Pod, edges: readonly Edge[]): Pick<Pod, "namespace"> {
  if (namespace !== undefined) return { namespace };
  const [only, another] = new Set(edges.map(({ declaration }) => declaration.source.subject.split(":")[2]));
  return only === undefined || another !== undefined ? {} : { namespace: only };
}

function containersOf({ configuration }: World, pod: Pod): readonly WiredContainer[] {
  return [...pod.initContainers, ...pod.containers].map((container) => ({
    container,
    sdk: sdkUses(configuration, pod, container),
    clients: clientUses(configuration, pod, container),
  }));
}

/** The `sub` of a pod's tokens; the edge tells the namespace where the pod does not. */
export function subjectOf({ namespace, serviceAccount }: Pod, { declaration }: Edge): string {
  const [system, kind, own] = declaration.source.subject.split(":");
  return [system, kind, namespace ?? own, serviceAccount].join(":");
}

/** Whether an edge is one of the service account that a pod runs as, in whatever cluster. */
export function isOfPod(edge: Edge, pod: Pod): boolean {
  const { source } = edge.declaration;
  return isServiceAccount(source) && isOfSubject(edge, source.issuer, subjectOf(pod, edge));
}

/** The edges to services of which an SDK is told the identity. */
export function edgesOfUse({ services }: World, { cloud, client }: SdkUse): readonly ServiceEdge[] {
  const names = { aws: ["role-arn"], azure: ["client-id"], google: ["audience", "service-account"] }[cloud];
  if (client[names[0]] === undefined) return [];
  return services.filter(
    ({ service, request }) =>
      service.account.cloud === cloud && names.every((name) => flagOf(request, name) === client[name]),
  );
}

/** The issuer of whose edges a pod's clients and tokens are the most: service accounts of several clusters may have one name. */
function likeliestIssuer(
  world: World,
  own: readonly Edge[],
  pod: Pod,
  containers: readonly WiredContainer[],
): string | undefined {
  const audiences = pod.volumes.flatMap(({ sources }) =>
    sources.flatMap((source) => (source.kind === "token" && source.audience !== undefined ? [source.audience] : [])),
  );
  const used = new Set<Edge>(containers.flatMap(({ sdk }) => sdk.flatMap((use) => edgesOfUse(world, use))));
  const declared = new Set(
    containers
      .flatMap(({ clients }) => clients.flatMap(({ entries }) => entries.flatMap(({ declarations }) => declarations)))
      .map(({ source }) => source.issuer),
  );
  const scores = new Map<string, number>();
  for (const edge of own) {
    const { issuer } = edge.declaration.source;
    const score = [used.has(edge), declared.has(issuer), audiences.includes(edge.declaration.audience)].filter(Boolean);
    scores.set(issuer, (scores.get(issuer) ?? 0) + score.length);
  }
  return [...scores].sort(([, one], [, other]) => other - one)[0]?.[0];
}

/** The target cluster that a pod's provider talks to, by its construct id. */
function clusterOf({ clusters }: World, { provider }: Pod): string | undefined {
  const server = serverOf(provider);
  if (server === undefined) return undefined;
  return clusters.find(({ servers }) => servers.some((one) => serverAt(one) === serverAt(server)))?.label;
}

/** Whether a pod has a client that acts by an edge to services. */
export function isUsed(world: World, { containers }: WiredPod, edge: ServiceEdge): boolean {
  return containers.some(({ sdk }) => sdk.some((use) => edgesOfUse(world, use).includes(edge)));
}

/** An edge that a pod is concerned with: of its own service account, or one that its clients act by; undefined for other pods. */
export function edgeOf(world: World, { edges, containers }: WiredPod): Edge | undefined {
  return edges[0] ?? containers.flatMap(({ sdk }) => sdk.flatMap((use) => edgesOfUse(world, use)))[0];
}
