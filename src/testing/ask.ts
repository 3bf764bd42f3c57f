import { DECLARE_IT } from "../findings";
import {
  accessFrom,
  bearerNamed,
  bearerOf,
  covers,
  NamedBearer,
  overlaps,
  requestFrom,
  Right,
  rightsOf,
  rightsWords,
  wantedRight,
  WantedRight,
  Way,
  waysOf,
} from "../rights";
import {
  AccessRequest,
  authorize,
  describeRequest,
  Edge,
  fullResourceName,
  placeOf,
  Reason,
  ServiceEdge,
  sourceName,
} from "../simulator";
import { Answered, UnknownName } from "./answered";
import { askService, isServiceAccess } from "./ask-service";
import { Mesh } from "./mesh";
import { AccessLike, DestinationLike, SubjectLike } from "./types";
import { serviceAccountOf } from "../vendor/kubernetes/names";

type Question =
  | { readonly kind: "entry" }
  | { readonly kind: "request"; readonly request: AccessRequest }
  | {
      readonly kind: "access";
      readonly right: (way: Way, held: readonly Right[]) => WantedRight;
      readonly words: string;
    };

/**
 * What a subject may do at a destination.
 *
 * @throws UnknownName
 */
export function ask(mesh: Mesh, from: SubjectLike, to: DestinationLike, access: AccessLike | undefined): Answered {
  const bearer = bearerIn(mesh, from);
  const services = servicesOf(mesh, to);
  if (services.length && (isServiceAccess(access) || !isCluster(mesh, to))) {
    return askService(mesh, services, bearer, access);
  }
  const into = edgesInto(mesh, to);
  const question = questionOf(access);
  const name = `${bearer.name} → ${into[0].declaration.target.cluster}`;
  const words =
    question.kind === "entry" ? "" : question.kind === "request" ? describeRequest(question.request) : question.words;
  const told = { question: words ? `${name}: ${words}` : name };
  const ways = waysOf(mesh.world, into, bearer, Date.now() / 1000);
  const admitted = ways.filter(({ journey }) => journey.user);
  if (admitted.length === 0) return { ...told, ...refusal(ways) };
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
  const has = rightsWords(held).join("; ") || "nothing but to authenticate";
  const giver = held.find((one) => overlaps([one], wanted)) ?? held[0];
  return { ...told, verdict, observed: `has ${has}`, ...(giver ? { because: giver.because } : {}) };
}

function refusal(ways: readonly Way[]): Omit<Answered, "question"> {
  const [{ journey: { refusal: last } } = { journey: { refusal: undefined } }] = ways;
  if (!last) return { verdict: "none", observed: "has no way to the cluster" };
  const { hop, code, message, because } = last;
  if (code === "not simulated") return { verdict: "unknown", observed: `not known: ${because.line}`, because };
  return { verdict: "none", observed: `refused at ${hop}: ${code}: ${message}`, because };
}

function decided(mesh: Mesh, ways: readonly Way[], request: AccessRequest): Omit<Answered, "question"> {
  const all = ways.flatMap(({ cluster, journey: { user } }) =>
    user ? [{ user, ...authorize(mesh.world, cluster, user, request) }] : [],
  );
  const { allowed, because, user, reason } = all.find((one) => one.allowed) ?? all[0];
  const observed = allowed ? `allowed to ${user.name}` : `refused at authorization: 403${reason ? `: ${reason}` : ""}`;
  return { verdict: allowed ? "all" : "none", observed, because };
}

function lastYes({ journey }: Way): Pick<Answered, "because"> {
  const because = journey.answers.filter(({ because: one }) => one.resource).at(-1)?.because;
  return because ? { because } : {};
}

function servicesOf({ world }: Mesh, to: DestinationLike): readonly ServiceEdge[] {
  return world.services.filter(({ service: { account } }) => [account.name, account.id].includes(nameOf(to)));
}

function isCluster({ world }: Mesh, to: DestinationLike): boolean {
  return clustersOf(world.edges, to).length > 0;
}

function clustersOf(edges: readonly Edge[], to: DestinationLike): readonly Edge[] {
  return edges.filter(({ declaration: { target } }) => [target.cluster, target.name].includes(nameOf(to)));
}

function nameOf(to: DestinationLike): string {
  return typeof to === "string" ? to : to.node.id;
}

function edgesInto(mesh: Mesh, to: DestinationLike): readonly Edge[] {
  const { world } = mesh;
  const name = nameOf(to);
  const into = clustersOf(world.edges, to);
  if (into.length) return into;
  const accounts = world.services.map(({ service: { account } }) => account.name);
  const known = [...new Set([...world.everyEdge.map(({ declaration }) => declaration.target.cluster), ...accounts])];
  throw new UnknownName(
    `no trust leads into "${name}". There are: ${known.sort().join(", ") || "none"}${undeclaredHint(mesh)}`,
  );
}

/** What to do where the trust that is asked about may be one that no document declares. */
function undeclaredHint({ findings }: Mesh): string {
  const isUndeclared = findings.some(({ code }) => code === "unclaimed-trust");
  return isUndeclared ? `. A trust is asked about when a document declares it. ${DECLARE_IT}` : "";
}

/** Whose token it is; a service account that no trust names has one of its cluster, too. */
function bearerIn(mesh: Mesh, from: SubjectLike): NamedBearer {
  const { world } = mesh;
  const name = typeof from === "string" ? from : from.subject;
  const found = typeof from === "string" ? bearerNamed(world.everyEdge, from) : bearerBySubject(world.everyEdge, from);
  if (found) return found;
  const known = [...new Set(world.everyEdge.map(({ declaration }) => sourceName(declaration)))].sort().slice(0, 10);
  throw new UnknownName(
    `no trust is of "${name}", nor of its cluster. There are: ${known.join(", ") || "none"}${undeclaredHint(mesh)}`,
  );
}

function bearerBySubject(
  edges: readonly Edge[],
  { subject, cluster }: Exclude<SubjectLike, string>,
): NamedBearer | undefined {
  const declared = edges.find(
    ({ declaration: { source } }) =>
      source.subject === subject && [undefined, source.cluster].includes(cluster?.node.id),
  );
  if (declared) return bearerOf(declared);
  const [namespace, account] = serviceAccountOf(subject) ?? [];
  return cluster && namespace !== undefined
    ? bearerNamed(edges, `${cluster.node.id}:${namespace}/${account}`)
    : undefined;
}

function questionOf(access: AccessLike | undefined): Question {
  if (access === undefined) return { kind: "entry" };
  if (typeof access === "string") {
    const role = accessFrom(access);
    if (role) return { kind: "access", words: access, right: ({ cluster }, held) => wantedRight(cluster, role, held) };
    const request = requestFrom(access);
    const full = request && "resource" in request ? fullResourceName(access.trim().split(/\s+/)[1]) : undefined;
    if (full) throw new UnknownName(`"${access}" gives a resource by a shorter name. Rules have it as ${full}`);
    if (request) return { kind: "request", request };
    throw new UnknownName(
      `"${access}" is neither a role (edit in payments) nor a request (create deployments.apps in payments)`,
    );
  }
  if ("namespaces" in access) {
    const { roleKind, roleName, namespaces, isCloudPolicy } = access;
    if (roleKind === undefined || roleName === undefined) return { kind: "entry" };
    const wanted = { roleKind, roleName, namespaces, isCloudPolicy };
    const words = `${roleKind === "Role" ? "Role " : ""}${roleName} ${namespaces.length ? `in ${namespaces.join(", ")}` : "everywhere"}`;
    return { kind: "access", words, right: ({ cluster }, held) => wantedRight(cluster, wanted, held) };
  }
  throw new UnknownName(`${access.describe()} is an access to a cloud's services, which is not asked of a cluster`);
}

/** What decided, in lines. */
export function deciderLines(because: Reason | undefined): readonly string[] {
  if (!because) return [];
  const { resource, line } = because;
  return resource ? [`decided   ${placeOf(resource)}`, `          ${line}`] : [`because   ${line}`];
}
