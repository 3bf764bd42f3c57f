import { PluginSubcommand } from "../../exec-contract";
import { Answer, granted, Hop, Refused, refused } from "../answer";
import { authenticateSession } from "../aws/access-entry";
import { assumeRole, assumeRoleWithWebIdentity, AwsSession } from "../aws/sts";
import { exchangeAssertion } from "../azure/token";
import { entraUser } from "../azure/authenticate";
import { googleUser } from "../google/authenticate";
import { impersonate } from "../google/impersonation";
import { Principal } from "../google/principal";
import { exchangeToken } from "../google/sts";
import { KubernetesUser } from "../kubernetes/user";
import { ShownToken } from "../token";
import { Cluster } from "./cluster";
import { Edge, hasOwnRole, nativeSource } from "./edge";
import { ExecRequest, flagOf } from "./exec-request";
import { sessionNameOf } from "./session-name";
import { World } from "./world";

/** The way from a token to a user: what each hop answered, and whom the cluster sees at the end. */
export interface Journey {
  readonly answers: readonly Answer<unknown>[];
  readonly user?: KubernetesUser;
  /** Where it ended, if not at a user. */
  readonly refusal?: Refused;
  /** The session's name, where a role acts. */
  readonly sessionName?: string;
}

/**
 * Goes the way that an exec stanza leads, hop by hop, as the clouds would answer.
 *
 * @param token the subject's token; its signature has been looked at by whoever holds the issuer's keys
 * @param now seconds since 1970
 * @param cluster where it leads to; the edge's own cluster unless given
 */
export function travel(
  world: World,
  edge: Edge,
  token: ShownToken,
  now: number,
  cluster: Cluster = world.clusterOf(edge),
): Journey {
  const unplayed = unplayedSource(edge);
  if (unplayed) return { answers: [unplayed], refusal: unplayed };
  switch (edge.request.subcommand) {
    case "eks":
      return toEks(world, edge, cluster, token, now);
    case "gke":
      return toGke(world, edge, token, now);
    case "aks":
      return toAks(world, edge.request, token, now);
    case "oidc": {
      const line = "an API server that trusts the issuer itself is not simulated";
      const refusal = refused("authentication", "401", "Unauthorized", { line });
      return { answers: [refusal], refusal };
    }
  }
}

/** Sources by which the declared identity comes; each is the projected token, but where a cloud has an identity of its own. */
const PLAYED: Readonly<Record<PluginSubcommand, readonly string[]>> = {
  eks: ["azure-workload-identity", "irsa", "eks-pod-identity"],
  gke: ["azure-workload-identity", "irsa", "google-metadata"],
  aks: ["azure-workload-identity", "irsa"],
  oidc: ["azure-workload-identity", "irsa"],
};

/** What other sources give is of an identity that nobody declared. */
function unplayedSource({ request }: Edge): Refused | undefined {
  const source = nativeSource({ request });
  const isFile = request.subcommand === "gke" && source !== "google-metadata" && !flagOf(request, "audience");
  if (!isFile && (source === undefined || PLAYED[request.subcommand].includes(source))) return undefined;
  const line = `what ${isFile ? "a credential file" : `--source ${source}`} gives is not simulated`;
  return refused("source", "not simulated", "no credentials", { line });
}

function toEks(world: World, edge: Edge, cluster: Cluster, token: ShownToken, now: number): Journey {
  const { request } = edge;
  const sessionName = flagOf(request, "session-name") ?? sessionNameOf(token.claims.sub);
  const roleArn = flagOf(request, "role-arn");
  const own = hasOwnRole(edge) ? ownSession(world, edge, token, sessionName, now) : undefined;
  const answers: Answer<AwsSession>[] = own ? [own] : [];
  if (own?.granted && roleArn !== undefined && roleArn !== own.value.role.arn) {
    const externalId = flagOf(request, "external-id");
    answers.push(assumeRole(world.aws, own.value, { roleArn, sessionName, externalId }, now));
  } else if (!own) {
    answers.push(assumeRoleWithWebIdentity(world.aws, { roleArn: roleArn ?? "", sessionName, token }, now));
  }
  const last = answers.at(-1) as Answer<AwsSession>;
  if (!last.granted) return { answers, refusal: last };
  const seen = authenticateSession(world.aws, cluster.name, last.value);
  return { ...arrived([...answers, seen], seen), sessionName };
}

/** The session of the role that the pod has by itself: from EKS's agent, or from a token of its own cluster. */
function ownSession(world: World, edge: Edge, token: ShownToken, sessionName: string, now: number): Answer<AwsSession> {
  const { principal } = edge.declaration;
  if (nativeSource(edge) === "irsa") {
    return assumeRoleWithWebIdentity(world.aws, { roleArn: principal, sessionName, token }, now);
  }
  const role = world.aws.roleOf(principal);
  const line = `EKS gives the role ${principal} to the service account's pods`;
  if (role) return granted("source", { role, sessionName, expires: now + 3600 }, { line });
  return refused("source", "404", "no credentials", { line: `no role has the ARN "${principal}"` });
}

function toGke(world: World, edge: Edge, token: ShownToken, now: number): Journey {
  const { request, declaration } = edge;
  const email = flagOf(request, "service-account");
  const audience = flagOf(request, "audience") ?? "";
  const answers: Answer<Principal>[] = [];
  if (nativeSource(edge) === "google-metadata") {
    const line = `GKE's metadata server gives the pool's token to the service account's pods`;
    answers.push(granted("source", { kind: "built-in", name: declaration.principal }, { line }));
  } else answers.push(exchangeToken(world.google, audience, token, now));
  const [first] = answers;
  if (first.granted && email !== undefined) answers.push(impersonate(world.google, first.value, email));
  const last = answers.at(-1) as Answer<Principal>;
  if (!last.granted) return { answers, refusal: last };
  const line = `an access token of ${last.value.kind === "service account" ? last.value.email : last.value.name}`;
  const seen = granted("authentication", googleUser(last.value), { line });
  return arrived([...answers, seen], seen);
}

function toAks(world: World, request: ExecRequest, token: ShownToken, now: number): Journey {
  const [tenant, client] = ["tenant-id", "client-id"].map((name) => flagOf(request, name) ?? "");
  const identity = exchangeAssertion(world.azure, tenant, client, token, now);
  if (!identity.granted) return { answers: [identity], refusal: identity };
  const { principalId } = identity.value;
  const because = { resource: identity.value.resource, line: `oid is ${principalId}` };
  const seen = granted("authentication", entraUser(principalId), because);
  return arrived([identity, seen], seen);
}

function arrived(answers: readonly Answer<unknown>[], last: Answer<KubernetesUser>): Journey {
  return last.granted ? { answers, user: last.value } : { answers, refusal: last };
}

/** The hop at which a journey ended. */
export function lastHop({ refusal }: Journey): Hop | undefined {
  return refusal?.hop;
}
