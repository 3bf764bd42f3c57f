import { covers, overlaps, rightsOf, rightsWords, Way, waysOf } from "../rights";
import {
  AccessRequest,
  authorize,
  describeRequest,
  Doubt,
  doubtedIn,
  placeOf,
  Reason,
  reasonOfDoubt,
} from "../simulator";
import { Answered } from "./answered";
import { askService, isServiceAccess } from "./ask-service";
import { checkArguments } from "./checked";
import { Mesh } from "./mesh";
import { bearerIn, edgesInto, isCluster, servicesOf } from "./named";
import { questionOf } from "./question";
import { AccessLike, DestinationLike, SubjectLike } from "./types";

/**
 * What a subject may do at a destination.
 *
 * @throws UnknownName
 */
export function ask(mesh: Mesh, from: SubjectLike, to: DestinationLike, access: AccessLike | undefined): Answered {
  checkArguments(from, to, access);
  const bearer = bearerIn(mesh, from);
  const services = servicesOf(mesh, to);
  if (services.length && (isServiceAccess(access) || !isCluster(mesh, to))) {
    return askService(mesh, services, bearer, access);
  }
  const into = edgesInto(mesh, to);
  const question = questionOf(mesh.world.clusterOf(into[0]), access);
  const name = `${bearer.name} → ${into[0].declaration.target.cluster}`;
  const words =
    question.kind === "entry" ? "" : question.kind === "request" ? describeRequest(question.request) : question.words;
  const told = { question: words ? `${name}: ${words}` : name };
  const ways = waysOf(mesh.world, into, bearer, Date.now() / 1000);
  const admitted = ways.filter(({ journey }) => journey.user);
  if (admitted.length === 0) return { ...told, ...refusal(ways) };
  const doubted = admitted.every((way) => doubtOf(way)) ? doubtOf(admitted[0]) : undefined;
  if (question.kind === "entry" && doubted) return { ...told, ...notKnown(doubted) };
  if (question.kind === "entry") {
    return {
      ...told,
      verdict: "all",
      observed: `reaches the cluster as ${admitted[0].journey.user?.name}`,
      ...lastYes(admitted[0]),
    };
  }
  if (question.kind === "request") return { ...told, ...decided(mesh, admitted, question.request) };
  const held = admitted.flatMap(({ cluster, journey: { user } }) =>
    user ? rightsOf(mesh.world, cluster, user, []) : [],
  );
  const wanted = question.right(admitted[0], held);
  const verdict = covers(held, wanted) ? "all" : overlaps(held, wanted) ? "part" : "none";
  if (doubted && verdict !== "none") return { ...told, ...notKnown(doubted) };
  const has = rightsWords(held).join("; ") || "nothing but to authenticate";
  const giver = held.find((one) => overlaps([one], wanted)) ?? held[0];
  return { ...told, verdict, observed: `has ${has}`, ...(giver ? { because: giver.because } : {}) };
}

function refusal(ways: readonly Way[]): Omit<Answered, "question"> {
  const [{ journey: { refusal: last } } = { journey: { refusal: undefined } }] = ways;
  if (!last) return { verdict: "none", observed: "has no way to the cluster" };
  const { hop, code, message, because } = last;
  if (code === "not simulated") return notKnown(because);
  return { verdict: "none", observed: `refused at ${hop}: ${code}: ${message}`, because };
}

function decided(mesh: Mesh, ways: readonly Way[], request: AccessRequest): Omit<Answered, "question"> {
  const all = ways.flatMap((way) => {
    const { user } = way.journey;
    if (!user) return [];
    const decision = authorize(mesh.world, way.cluster, user, request);
    const { allowed, doubt } = decision;
    const doubted = allowed ? doubtOf(way, doubt) : doubt && reasonOfDoubt(doubt);
    return [{ user, ...decision, doubted }];
  });
  const sure = all.find((one) => one.allowed && !one.doubted);
  const { allowed, because, user, reason, doubted } = sure ?? all.find((one) => one.doubted) ?? all[0];
  if (doubted) return notKnown(doubted);
  const observed = allowed ? `allowed to ${user.name}` : `refused at authorization: 403${reason ? `: ${reason}` : ""}`;
  return { verdict: allowed ? "all" : "none", observed, because };
}

function notKnown(because: Reason): Omit<Answered, "question"> {
  return { verdict: "unknown", observed: `not known: ${because.line}`, because };
}

/** What may take a right away and is not understood, at any hop on the way. */
function doubtOf({ journey }: Way, last?: Doubt): Reason | undefined {
  const doubt = doubtedIn(journey.answers)?.doubt ?? last;
  return doubt && reasonOfDoubt(doubt);
}

function lastYes({ journey }: Way): Pick<Answered, "because"> {
  const because = journey.answers.filter(({ because: one }) => one.resource).at(-1)?.because;
  return because ? { because } : {};
}

/** What decided, in lines. */
export function deciderLines(because: Reason | undefined): readonly string[] {
  if (!because) return [];
  const { resource, line } = because;
  return resource ? [`decided   ${placeOf(resource)}`, `          ${line}`] : [`because   ${line}`];
}
