import { PluginSubcommand } from "../../exec-contract";
import { Answer, Refused, refused } from "../answer";
import { Clouds } from "../access/authorize";
import { Cloud, Exchange } from "../cloud";
import { CloudCluster } from "../clusters/cluster";
import { KubernetesUser } from "../kubernetes/user";
import { ShownToken } from "../token";
import { kindOf } from "../subjects/kinds";
import { Edge, nativeSource } from "./edge";
import { flagOf } from "./exec-request";

/** The way from a token to a user: what each hop answered, and the user that the cluster sees at the end. */
export interface Journey {
  readonly answers: readonly Answer<unknown>[];
  readonly user?: KubernetesUser;
  /** Where it ended, if not at a user. */
  readonly refusal?: Refused;
  /** The session's name, where a role acts. */
  readonly sessionName?: string;
}

/** The part of a world that knows where an edge leads. */
interface Mesh extends Clouds {
  readonly clouds: readonly Cloud[];
  clusterOf(edge: Edge): CloudCluster;
}

function sourceProblem(clouds: readonly Cloud[], edge: Edge): Refused | undefined {
  return clouds.map((cloud) => cloud.refusesSource(edge)).find((refusal) => refusal !== undefined);
}

/**
 * Goes the way that an exec stanza leads, hop by hop, as the clouds would answer.
 *
 * @param token the subject's token; its signature was checked with the issuer's keys
 * @param now seconds since 1970
 * @param cluster where it leads to; the edge's own cluster unless given
 * @param exchange what its cloud makes of the token, where that is known already
 */
export function travel(
  world: Mesh,
  edge: Edge,
  token: ShownToken,
  now: number,
  cluster: CloudCluster = world.clusterOf(edge),
  exchange = (cloud: Cloud): Exchange<unknown> => cloud.exchange(edge, token, now),
): Journey {
  const { subcommand } = edge.request;
  const unplayed = unplayedSource(edge) ?? sourceProblem(world.clouds, edge);
  if (unplayed) return { answers: [unplayed], refusal: unplayed };
  if (subcommand === "oidc") {
    const line = "an API server that trusts the issuer itself is not simulated";
    const refusal = refused("authentication", "401", "Unauthorized", { line });
    return { answers: [refusal], refusal };
  }
  const cloud = world.cloudOf({ kind: subcommand });
  return through(cloud, edge, cluster, exchange(cloud));
}

function through(
  cloud: Cloud,
  edge: Edge,
  cluster: CloudCluster,
  { answers, identity, refusal, sessionName }: Exchange<unknown>,
): Journey {
  if (refusal) return { answers, refusal };
  const seen = cloud.authenticate(cluster, identity, edge.client.server);
  const told = { answers: [...answers, seen], ...(sessionName === undefined ? {} : { sessionName }) };
  return seen.granted ? { ...told, user: seen.value } : { ...told, refusal: seen };
}

/** Sources by which the declared identity comes; each is the projected token, but where a cloud has an identity of its own. */
const PLAYED: Readonly<Record<PluginSubcommand, readonly string[]>> = {
  eks: ["azure-workload-identity", "irsa", "eks-pod-identity"],
  gke: ["azure-workload-identity", "irsa", "google-metadata"],
  aks: ["azure-workload-identity", "irsa"],
  oidc: ["azure-workload-identity", "irsa"],
};

/** Other sources give an identity that no edge declares. */
function unplayedSource({ request, declaration }: Edge): Refused | undefined {
  const source = nativeSource({ request });
  const isFile = request.subcommand === "gke" && source !== "google-metadata" && !flagOf(request, "audience");
  if (!isFile && source === kindOf(declaration.source).pluginSource) return undefined;
  if (!isFile && (source === undefined || PLAYED[request.subcommand].includes(source))) return undefined;
  const line = `what ${isFile ? "a credential file" : `--source ${source}`} gives is not simulated`;
  return refused("source", "not simulated", "no credentials", { line });
}
