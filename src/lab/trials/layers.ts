import {
  authorize,
  claimsOf,
  Cluster,
  describeRequest,
  Edge,
  EVERYONE_AUTHENTICATED,
  flagOf,
  isWholeNamespace,
  KubernetesUser,
  Principal,
  principalOf,
  probesFor,
  promised,
  Reason,
  travel,
  World,
} from "../../simulator";
import { ownClaims } from "../pods/own-identity";
import { deciderOf, endsOf, TrialResult } from "./result";
import { Workbench } from "./workbench";

/**
 * Each layer must be exact by itself: were an intruder let through the exchange, nothing behind it may be waiting for them.
 * What a grant to too many people gives away is not seen as long as the layer before it holds, so these trials ask the
 * simulator past that layer.
 */
export function tryLayers(bench: Workbench, edge: Edge): readonly TrialResult[] {
  const strangers = strangePrincipals(bench, edge);
  return [
    ...(strangers.length ? [tryGrants(bench, edge, strangers)] : []),
    tryStranger(bench, edge, bench.world.clusterOf(edge)),
    ...tryIdentitiesFromElsewhere(bench, edge),
  ];
}

/**
 * Service accounts that no edge lets into the cluster, with the identities that edges into other clusters give them: a role
 * without an access entry is nobody, a principal of the same project or tenant is somebody without rights. Asked once a
 * cluster, at its first edge.
 */
function tryIdentitiesFromElsewhere({ world, lab }: Workbench, edge: Edge): readonly TrialResult[] {
  const cluster = world.clusterOf(edge);
  if (world.edges.find((one) => world.clusterOf(one) === cluster) !== edge) return [];
  return world.edges.flatMap((other): TrialResult[] => {
    const elsewhere = world.clusterOf(other);
    const { source } = other.declaration;
    const isDeclared = world.edges.some(
      (one) =>
        world.clusterOf(one) === cluster &&
        one.declaration.source.subject === source.subject &&
        one.declaration.source.issuer === source.issuer,
    );
    if (elsewhere === cluster || elsewhere.kind !== cluster.kind || isDeclared) return [];
    const token = { claims: ownClaims(lab, other), signature: "good" } as const;
    const { user } = travel(world, other, token, lab.clock.now, cluster);
    const { from } = endsOf(other);
    const base = {
      ...{ trial: `${from}, as in ${elsewhere.label}`, from, to: endsOf(edge).to },
      ...{ expected: "refused, or may nothing that is granted", milliseconds: 0 },
    };
    const right = user && firstRight(world, cluster, edge, user);
    if (!right) return [{ ...base, observed: user ? "may nothing" : "refused", verdict: "as declared" }];
    return [{ ...base, ...right, verdict: "surprise", hop: "authorization" }];
  });
}

/** The first probe that a user may do beyond what everybody may, and what gives it. */
function firstRight(world: World, cluster: Cluster, edge: Edge, user: KubernetesUser) {
  for (const probe of probesFor(world, edge)) {
    const decision = authorize(world, cluster, user, probe);
    if (!decision.allowed || promised(cluster, [], probe) === "allowed") continue;
    return { observed: `may ${describeRequest(probe)}`, decidedBy: deciderOf(world, decision.because) };
  }
  return undefined;
}

/** IAM and RBAC know nobody else of the pool. */
function tryGrants({ world }: Workbench, edge: Edge, strangers: readonly Principal[]): TrialResult {
  const base = {
    trial: "what its pool's other members have",
    ...endsOf(edge),
    expected: "nothing",
    milliseconds: 0,
  };
  for (const principal of strangers) {
    const [grant] = world.google.everyGrantTo(principal);
    if (!grant) continue;
    const who = principal.kind === "federated" ? principal.subject : "a stranger";
    const hop = grant.role.startsWith("roles/iam.") ? ("impersonation" as const) : ("authorization" as const);
    const reason: Reason = { resource: grant.resource, argument: "member", line: `member is "${grant.member}"` };
    const observed = `${who} has ${grant.role}`;
    return { ...base, observed, verdict: "surprise", hop, decidedBy: deciderOf(world, reason) };
  }
  return { ...base, observed: "nothing", verdict: "as declared" };
}

/** Whom the edge's pool would make of other service accounts of the same cluster, its condition left aside. */
function strangePrincipals({ world, lab }: Workbench, { declaration, request }: Edge): readonly Principal[] {
  const [, host, name] = /^\/\/([^/]+)\/(.+)$/.exec(flagOf(request, "audience") ?? "") ?? [];
  const provider = name === undefined ? undefined : world.google.providerOf(name);
  if (!provider) return [];
  const { source, audience } = declaration;
  const [, , namespace, account] = source.subject.split(":");
  const subjects = [
    `lab-intruder:${account === "*" ? "any" : account}`,
    ...(isWholeNamespace(declaration) ? [] : [`${namespace}:lab-intruder`]),
  ];
  return subjects.flatMap((subject) => {
    const claims = claimsOf(source.issuer, `system:serviceaccount:${subject}`, audience, lab.clock.now, "lab-intruder");
    const principal = principalOf(provider, `${host}/${provider.pool}`, { claims });
    return "granted" in principal ? [] : [principal];
  });
}

/** Whoever is merely authenticated may do what everybody may, and nothing of what the edge may. */
function tryStranger({ world }: Workbench, edge: Edge, cluster: Cluster): TrialResult {
  const base = {
    trial: "anybody whom its cluster knows",
    ...endsOf(edge),
    expected: "may nothing that is granted",
    milliseconds: 0,
  };
  const right = firstRight(world, cluster, edge, strangerTo(cluster));
  if (!right) return { ...base, observed: "may nothing that is granted", verdict: "as declared" };
  return { ...base, ...right, verdict: "surprise", hop: "authorization" };
}

function strangerTo({ kind }: Cluster): KubernetesUser {
  const name = "lab-intruder";
  const base = { name, groups: [EVERYONE_AUTHENTICATED], extra: {} };
  switch (kind) {
    case "eks":
      return { ...base, cloudName: { cloud: "aws", roleArn: name } };
    case "gke":
      return { ...base, cloudName: { cloud: "google", principal: { kind: "service account", email: name } } };
    case "aks":
      return { ...base, cloudName: { cloud: "azure", objectId: name } };
  }
}
