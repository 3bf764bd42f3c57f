import { Answer, Refused } from "../answer";
import { Cloud } from "../cloud";
import { PluginSubcommand } from "../../exec-contract";
import { ShownToken } from "../token";
import { ServiceEdge } from "./service-edge";
import { ServiceGrant } from "./service-grant";
import { ServiceDecision, ServiceProbe, ServiceRequest } from "./service-request";

/** The part of a world that knows its clouds. */
interface Mesh {
  readonly clouds: readonly Cloud[];
}

/** What a token reaches at an edge to services. */
export interface ServiceEntrance {
  readonly answers: readonly Answer<unknown>[];
  /** What acts; undefined where the way ended before. */
  readonly identity?: unknown;
  readonly refusal?: Refused;
}

/** The way from a token to the identity of an edge to services. */
export function enterService(world: Mesh, edge: ServiceEdge, token: ShownToken, now: number): ServiceEntrance {
  const none = world.clouds.map((cloud) => cloud.refusesSource(edge)).find((found) => found !== undefined);
  if (none) return { refusal: none, answers: [none] };
  const { identity, refusal, answers } = cloudOf(world, edge).exchange(edge, token, now);
  return refusal ? { refusal, answers } : { identity, answers };
}

/** What acts, in the form in which declarations name it. */
export function principalName(world: Mesh, edge: ServiceEdge, identity: unknown): string {
  return cloudOf(world, edge).principalName(identity);
}

/** What the cloud's services answer to an identity. */
export function useService(
  world: Mesh,
  edge: ServiceEdge,
  identity: unknown,
  request: ServiceRequest,
  now: number,
): ServiceDecision {
  return cloudOf(world, edge).decideService(identity, request, edge.service.account.id, now);
}

/** Why no policy of an edge's cloud can match a request; undefined where one can. */
export function serviceRequestFault(world: Mesh, edge: ServiceEdge, request: ServiceRequest): string | undefined {
  return cloudOf(world, edge).serviceRequestFault(request);
}

/** What the policies that were read give to an identity. */
export function serviceGrantsOf(world: Mesh, edge: ServiceEdge, identity: unknown): readonly ServiceGrant[] {
  return cloudOf(world, edge).serviceGrants(edge.service.grants, identity);
}

/** Whether an edge was promised a request; undefined where that is not known. */
export function isServicePromised(
  world: Mesh,
  edge: ServiceEdge,
  request: ServiceRequest,
  now: number,
): boolean | undefined {
  return cloudOf(world, edge).promisesService(edge, request, now);
}

/** What an edge is tried by. */
export function serviceProbesOf(world: Mesh, edge: ServiceEdge, identity: unknown): readonly ServiceProbe[] {
  return cloudOf(world, edge).serviceProbes(edge, identity);
}

function cloudOf({ clouds }: Mesh, { request }: ServiceEdge): Cloud {
  const kind: PluginSubcommand = request.subcommand;
  const found = clouds.find((cloud) => cloud.kind === kind);
  if (!found) throw new Error(`no cloud is called ${kind}`);
  return found;
}
