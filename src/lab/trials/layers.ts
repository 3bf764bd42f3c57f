import {
  ANONYMOUS,
  authorize,
  Cluster,
  describeRequest,
  Edge,
  EVERYONE_AUTHENTICATED,
  federatedAs,
  furtherRights,
  isWholeNamespace,
  KubernetesUser,
  Principal,
  probesFor,
  promised,
  Reason,
  showsToken,
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
    tryComers(bench, edge),
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
  if (world.besides(edge)[0] !== edge) return [];
  const declared = new Set(world.besides(edge).map(({ declaration }) => declaration.principal));
  return world.edges.flatMap((other): TrialResult[] => {
    const elsewhere = world.clusterOf(other);
    // Where it acts in this cluster too, its own trials have told what it may.
    const isDeclared = declared.has(other.declaration.principal);
    if (elsewhere.kind !== cluster.kind || isDeclared) return [];
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

/** The first right that a user has beyond what everybody has, and what gives it. */
function firstRight(world: World, cluster: Cluster, edge: Edge, user: KubernetesUser) {
  const [further] = furtherRights(world, cluster, user, []);
  if (further) return { observed: `has ${further.what}`, decidedBy: deciderOf(world, further.because) };
  for (const probe of probesFor(world, edge)) {
    const decision = authorize(world, cluster, user, probe);
    if (!decision.allowed || promised(world, cluster, [], probe) === "allowed") continue;
    return { observed: `may ${describeRequest(probe)}`, decidedBy: deciderOf(world, decision.because) };
  }
  return undefined;
}

/**
 * Nobody else comes to what the edge acts as: neither whom its trusts name, nor service accounts whose names begin or end
 * alike.
 */
function tryComers({ world, trusts, lab }: Workbench, edge: Edge): TrialResult {
  const base = { trial: "who else comes as it", ...endsOf(edge), expected: "nobody", milliseconds: 0 };
  const [further] = trusts.at(edge);
  if (further) {
    const { who, hop, because, isAdopted } = further;
    const decidedBy = deciderOf(world, because);
    // Whoever made it may have others in mind.
    return { ...base, observed: who, verdict: isAdopted ? "not tried" : "surprise", hop, decidedBy };
  }
  for (const subject of namesakes(edge)) {
    const claims = { ...ownClaims(lab, edge), sub: subject };
    const { user, answers } = travel(world, edge, { claims, signature: "good" }, lab.clock.now);
    if (!user) continue;
    const decidedBy = deciderOf(world, answers[0].because);
    return { ...base, observed: subject, verdict: "surprise", hop: "exchange", decidedBy };
  }
  return { ...base, observed: "nobody", verdict: "as declared" };
}

/** Subjects that a wildcard or a prefix too many would let in. */
function namesakes(edge: Edge): readonly string[] {
  if (!showsToken(edge)) return [];
  const { declaration } = edge;
  const [, , namespace, name] = declaration.source.subject.split(":");
  const own = name === "*" ? "any" : name;
  const others = isWholeNamespace(declaration)
    ? []
    : [
        [namespace, `${name}-x`],
        [namespace, `x-${name}`],
      ];
  return [[`${namespace}-x`, own], [`x-${namespace}`, own], ...others].map(
    (parts) => `system:serviceaccount:${parts.join(":")}`,
  );
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
function strangePrincipals({ world, lab }: Workbench, edge: Edge): readonly Principal[] {
  const { declaration } = edge;
  const [, , namespace, account] = declaration.source.subject.split(":");
  const subjects = [
    `lab-intruder:${account === "*" ? "any" : account}`,
    ...(isWholeNamespace(declaration) ? [] : [`${namespace}:lab-intruder`]),
  ];
  return subjects
    .map((one) => federatedAs(world.google, edge, `system:serviceaccount:${one}`, lab.clock.now, "lab-intruder"))
    .filter((principal) => principal !== undefined);
}

/** Whoever is merely authenticated, or not even that, may do what everybody may, and nothing of what the edge may. */
function tryStranger({ world }: Workbench, edge: Edge, cluster: Cluster): TrialResult {
  const base = {
    trial: "anybody whom its cluster knows",
    ...endsOf(edge),
    expected: "may nothing that is granted",
    milliseconds: 0,
  };
  const stranger = strangerTo(world, cluster);
  const right = [stranger, { ...stranger, ...ANONYMOUS }]
    .map((user) => firstRight(world, cluster, edge, user))
    .find((one) => one !== undefined);
  if (!right) return { ...base, observed: "may nothing that is granted", verdict: "as declared" };
  return { ...base, ...right, verdict: "surprise", hop: "authorization" };
}

function strangerTo(world: World, cluster: Cluster): KubernetesUser {
  const name = "lab-intruder";
  const cloudName = world.cloudOf(cluster).stranger(name);
  return { name, groups: [EVERYONE_AUTHENTICATED], extra: {}, cloudName };
}
