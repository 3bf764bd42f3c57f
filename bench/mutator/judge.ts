import { RULES } from "../../src/findings/findings";
import { Found, FurtherTrusts, UnreadableConfiguration, UnresolvedValue, World } from "../../src/simulator";
import {
  authorize,
  byVariables,
  Claims,
  claimsOf,
  declaredAccess,
  deciderOf,
  Edge,
  enterService,
  furtherAudiences,
  isPattern,
  isServiceAccount,
  OWN_ROLE_AUDIENCE,
  placeOf,
  playedPods,
  principalName,
  probesFor,
  promised,
  readWorld,
  Reason,
  ResourceRequest,
  ServiceEdge,
  showsToken,
  travel,
} from "../../src/simulator";
import { Trial, trialsOf } from "../../src/lab";
import { Workbench } from "../../src/lab/trials/workbench";
import { withSubject } from "../../src/lab/trials/subjects";
import { differenceOf } from "../../src/lab/trials/user-difference";
import { whoDecided } from "../../src/lab/trials/who-decided";

/** Something that the lab would say of a configuration. */
export interface Verdict {
  /** `stop` where it ends without an answer. */
  readonly severity: "fault" | "gap" | "stop";
  /** Stack and address of what is to be mended. */
  readonly place: string;
  /** The document of the edge under which it is told. */
  readonly document?: string;
  readonly what: string;
}

const NOW = 1_790_000_000;

/**
 * What the lab says of a configuration, without a socket: its findings, its trials as far as they ask the simulator, and what its
 * tokens would be answered.
 *
 * @param isEnough whether what was found so far is enough, so that nothing more is tried
 * @param documents parsed documents by their text, to which those that are read are added
 */
export async function judge(
  paths: readonly (string | Found)[],
  isEnough: (found: readonly Verdict[]) => boolean = () => false,
  documents?: Map<string, object>,
): Promise<readonly Verdict[]> {
  let world: World;
  const found: Verdict[] = [];
  try {
    world = readWorld(paths, undefined, documents ? { documents } : {});
    for (const rule of RULES) {
      for (const { severity, place, what, reason, edge } of rule(world, NOW)) {
        const told = { place, what: `${what ?? ""} ${reason}`, ...(edge ? { document: edge.client.place } : {}) };
        if (severity !== "note") found.push({ severity, ...told });
      }
      if (isEnough(found)) return found;
    }
    for (const edge of world.edges) {
      if (isEnough(found)) return found;
      const verdicts = await judgeEdge(world, edge);
      found.push(...verdicts.map((one) => ({ ...one, document: edge.client.place })));
    }
    for (const edge of world.services) {
      if (isEnough(found)) return found;
      const verdicts = [...judgeUse(world, edge), ...(await simulated(world, edge))];
      found.push(...verdicts.map((one) => ({ ...one, document: edge.client.place })));
    }
  } catch (error) {
    if (!(error instanceof UnresolvedValue || error instanceof UnreadableConfiguration)) throw error;
    const place = error instanceof UnresolvedValue ? error.place : "";
    return [...found, { severity: "stop", place, what: error.message }];
  }
  return found;
}

function ownClaims({ declaration: { source, audience } }: Edge): Claims {
  return claimsOf(source.issuer, source.subject.replace(/\*$/, "any"), audience || OWN_ROLE_AUDIENCE, NOW, source.uid);
}

async function judgeEdge(world: World, edge: Edge): Promise<readonly Verdict[]> {
  const own = ownClaims(edge);
  const fault = (because: Reason, what: string): Verdict => ({
    severity: "fault",
    place: deciderOf(world, because).address ?? edge.client.place,
    what,
  });
  const { answers, user, refusal } = travel(world, edge, { claims: own, signature: "good" }, NOW);
  const found: Verdict[] = refusal ? [fault(refusal.because, `${refusal.hop} ${refusal.code}`)] : [];
  if (user) {
    const difference = differenceOf(edge, { username: user.name, groups: user.groups });
    // As the trial of the own identity does: the access entry in EKS, elsewhere what exchanged the token.
    const maker = [...answers].reverse().find(({ because }) => because.resource)?.because ?? { line: "" };
    if (difference) found.push(fault(maker, `the user is ${user.name}`));
    const cluster = world.clusterOf(edge);
    const accesses = declaredAccess(world, edge);
    for (const probe of probesFor(world, edge)) {
      const wanted = promised(world, cluster, accesses, probe);
      if (wanted === "unknown") continue;
      const { allowed } = authorize(world, cluster, user, probe);
      if (allowed === (wanted === "allowed")) continue;
      const { address, line } = whoDecided(world, edge, user, probe as ResourceRequest);
      found.push({
        severity: "fault",
        place: address ?? edge.client.place,
        what: `access ${String(allowed)}: ${line}`,
      });
      break;
    }
    for (const { kind, role, namespaces, cloudPolicy } of accesses) {
      if (cloudPolicy) continue;
      const isBound = (namespace: string) =>
        cluster.rbac.bindingsOf(user, namespace).some((one) => one.roleKind === kind && one.roleName === role);
      const missing = (namespaces.length ? namespaces : [""]).find((namespace) => !isBound(namespace));
      if (missing === undefined) continue;
      const request = { verb: "get", group: "", resource: "pods", namespace: missing };
      const { address, line } = whoDecided(world, edge, user, request);
      found.push({ severity: "fault", place: address ?? edge.client.place, what: `unbound ${role}: ${line}` });
    }
  }
  const isAssumed = world.assumptionsOf(edge).some(({ decidesExchange }) => decidesExchange);
  if (showsToken(edge) && !isAssumed) {
    for (const claims of intruders(world, edge, own)) {
      const { answers } = travel(world, edge, { claims, signature: "good" }, NOW);
      if (answers[0]?.granted) found.push(fault(answers[0].because, `admits ${claims.sub} for ${String(claims.aud)}`));
    }
    const { answers } = travel(world, edge, { claims: own, signature: "wrong" }, NOW);
    if (answers[0]?.granted) found.push(fault(answers[0].because, "admits a forged token"));
  }
  return [...found, ...(await simulated(world, edge))];
}

/** An edge to services: its own token becomes the declared identity, and those of intruders become none. */
function judgeUse(world: World, edge: ServiceEdge): readonly Verdict[] {
  const own = ownClaims(edge);
  const fault = (because: Reason, what: string): Verdict => ({
    severity: "fault",
    place: deciderOf(world, because).address ?? edge.client.place,
    what,
  });
  const enter = (claims: Claims, signature: "good" | "wrong" = "good") =>
    enterService(world, edge, { claims, signature }, NOW);
  const { refusal, identity, answers } = enter(own);
  const found: Verdict[] = refusal ? [fault(refusal.because, `${refusal.hop} ${refusal.code}`)] : [];
  if (identity !== undefined) {
    const acting = principalName(world, edge, identity);
    const because = answers.at(-1)?.because ?? { line: "" };
    if (acting !== edge.declaration.principal) found.push(fault(because, `it acts as ${acting}`));
  }
  found.push(...wiredByWebhooks(world, edge, own));
  if (!showsToken(edge) || world.assumptionsOf(edge).some(({ decidesExchange }) => decidesExchange)) return found;
  for (const claims of intruders(world, edge, own)) {
    const answer = enter(claims).answers[0];
    if (answer?.granted) found.push(fault(answer.because, `admits ${claims.sub} for ${String(claims.aud)}`));
  }
  const forged = enter(own, "wrong").answers[0];
  if (forged?.granted) found.push(fault(forged.because, "admits a forged token"));
  return found;
}

/** Pods that a webhook wires: by the token and the variables that it gives them, they become the declared identity. */
function wiredByWebhooks(world: World, edge: ServiceEdge, own: Claims): readonly Verdict[] {
  const { webhook } = edge;
  if (!webhook) return [];
  const place = webhook.resource ? placeOf(webhook.resource) : edge.client.place;
  return playedPods(world.configuration, edge, webhook).flatMap((pod): readonly Verdict[] => {
    if (pod.unknown !== undefined) return [];
    const outcome = pod.become("up");
    if (outcome.kind !== "wired") {
      return [{ severity: "fault", place, what: `${outcome.kind} ${outcome.because.line}` }];
    }
    return outcome.wired.flatMap((wired): readonly Verdict[] => {
      const way = byVariables(edge, wired);
      const shown = { claims: { ...own, aud: [wired.audience] }, signature: "good" } as const;
      const { refusal, identity } = enterService(world, way, shown, NOW);
      const acting = identity === undefined ? "no principal" : principalName(world, way, identity);
      if (!refusal && acting === edge.declaration.principal) return [];
      return [{ severity: "fault", place, what: `its pod ${refusal ? refusal.code : `acts as ${acting}`}` }];
    });
  });
}

/** Tokens that the declared edges refuse. */
function intruders(world: World, edge: Edge, own: Claims): readonly Claims[] {
  const [, , namespace, name] = own.sub.split(":");
  return [
    ...(isServiceAccount(edge.declaration.source) ? [withSubject(own, "lab-intruder", name)] : []),
    ...(isPattern(edge.declaration) ? [] : [withSubject(own, namespace, "lab-intruder")]),
    { ...own, aud: ["https://intruder.lab.example"] },
    ...furtherAudiences(world, edge).map((audience) => ({ ...own, aud: [audience] })),
    { ...own, iss: "https://intruder.lab.example" },
    { ...own, iat: own.iat - 7200, nbf: own.iat - 7200, exp: own.iat - 3600 },
  ];
}

async function simulated(world: World, edge: Edge): Promise<readonly Verdict[]> {
  const lab = { world, clock: { now: NOW }, issuers: new Map() };
  const bench = { world, lab, trusts: new FurtherTrusts(world) } as unknown as Workbench;
  const context = { bench } as Parameters<Trial["at"]>[0];
  const found: Verdict[] = [];
  for (const trial of trialsOf(edge, NOW).filter(({ way }) => way === "simulator")) {
    for (const attempt of trial.at(context, edge)) {
      const { verdict, decidedBy, observed } = await attempt.run();
      if (verdict !== "surprise") continue;
      const place = decidedBy?.address ?? edge.client.place;
      found.push({ severity: "fault", place, what: `${trial.code} ${JSON.stringify(observed)}` });
    }
  }
  return found;
}
