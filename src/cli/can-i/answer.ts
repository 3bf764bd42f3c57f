import { endsOf, User } from "../../lab";
import {
  Answer,
  audienceOf,
  assumeRoleWithWebIdentity,
  authorize,
  Claims,
  claimsOf,
  Decider,
  deciderOf,
  Doubt,
  doubtedIn,
  Edge,
  EVERYONE_AUTHENTICATED,
  exchangeAssertion,
  exchangeToken,
  enterService,
  explainRefusal,
  Hop,
  HOPS,
  isOfSubject,
  nativeSource,
  principalName,
  Reason,
  reasonOfDoubt,
  ServiceEdge,
  requestFault,
  ServiceRequest,
  serviceRequestFault,
  ShownToken,
  travel,
  useService,
  World,
} from "../../simulator";
import { serviceAccountNamed } from "../../rights";
import { isFrom, isInto, known } from "../choose-edges";
import {
  CAN_I_VERSION,
  Caller,
  ClusterQuestion,
  ExchangeQuestion,
  MalformedRequest,
  Question,
  ServiceQuestion,
} from "./request";
import { DEFAULT_AWS_AUDIENCE } from "../../vendor/aws/sts";
import { AZURE_CLOUDS } from "../../vendor/azure/clouds";
import { serviceAccountFault } from "../../vendor/kubernetes/names";

/** What is answered to one request. */
export interface CanIVerdict extends Decider {
  readonly version: typeof CAN_I_VERSION;
  /** The request's own. */
  readonly id?: unknown;
  readonly allowed: boolean;
  /** The hop that decided. */
  readonly hop: Hop;
  /** `allowed`, or the vendor's code of the refusal. */
  readonly code: string;
  /** The vendor's message of the refusal. */
  readonly message?: string;
  /** What acts in the target's cloud, where the exchange was granted. */
  readonly principal?: string;
  /** The user that the API server sees, where it was reached. */
  readonly user?: User;
  /** The edge by whose document the caller came. */
  readonly by?: { readonly from: string; readonly to: string };
}

type Decided = Omit<CanIVerdict, "version" | "id">;

/**
 * Answers a request from what was read.
 *
 * @param now seconds since 1970
 * @throws MalformedRequest for a name that is not in what was read
 */
export function answer(world: World, question: Question, now: number): CanIVerdict {
  const decided = decidedOf(world, question, now);
  const id = question.id === undefined ? {} : { id: question.id };
  return { version: CAN_I_VERSION, ...id, ...decided };
}

function decidedOf(world: World, question: Question, now: number): Decided {
  switch (question.kind) {
    case "cluster":
      return inCluster(world, question, now);
    case "exchange":
      return atCloud(world, question, now);
    case "service":
      return atService(world, question, now);
  }
}

/** A caller may what it may by any edge to the account. */
function atService(world: World, { caller, to, request }: ServiceQuestion, now: number): Decided {
  if (world.services.length === 0) {
    const reason = "action asks for a cloud's own service, and nothing in what was read declares a use of one";
    throw new MalformedRequest(
      `${reason}. Give the pods PodWiring.annotations, or add an output of wiring.toDeclaration()`,
      "not-played",
    );
  }
  const into = world.services.filter((edge) => to === undefined || isInto(edge, to));
  if (into.length === 0) {
    throw new MalformedRequest(`to is "${to}", to which no edge leads. ${known(world.services)}`, "unknown");
  }
  const ofClouds = into.map((edge) => serviceRequestFault(world, edge, request));
  // Accounts of several clouds are asked where none is named.
  if (ofClouds.every((fault) => fault !== undefined)) {
    const told = ofClouds.find((fault) => fault?.includes("did you mean")) ?? ofClouds[0];
    throw new MalformedRequest(`action asks what no policy can match: ${told}. Correct it`, "unknown");
  }
  const verdicts = into.flatMap((edge) => {
    const token = tokenOf(world, caller, audienceOf(edge), now);
    if (nativeSource(edge) && !isOwnToken(edge, token)) return [];
    return [useBy(world, edge, token, request, now)];
  });
  const [best] = verdicts.sort(
    (a, b) => Number(b.allowed) - Number(a.allowed) || HOPS.indexOf(b.hop) - HOPS.indexOf(a.hop),
  );
  const line = "every edge to the account is used with what its own cloud gives to the pods of its service account";
  return best ?? { allowed: false, hop: "source", code: "no credentials", line };
}

function useBy(world: World, edge: ServiceEdge, token: ShownToken, request: ServiceRequest, now: number): Decided {
  const by = { by: endsOf(edge) };
  const { identity, refusal, answers } = enterService(world, edge, token, now);
  if (refusal) {
    const { hop, code, message, because } = refusal;
    return { allowed: false, hop, code, message, ...by, ...deciderOf(world, because) };
  }
  const { allowed, because, gaps } = useService(world, edge, identity, request, now);
  const seen = { principal: principalName(world, edge, identity), ...by };
  const [gap] = gaps;
  const doubted = allowed ? doubtedIn(answers) : undefined;
  if (doubted) return { ...notSimulated(world, doubted.doubt, doubted.hop), ...seen };
  if (gap) return { ...notSimulated(world, gap), ...seen };
  return { allowed, hop: "authorization", code: allowed ? "allowed" : "403", ...seen, ...deciderOf(world, because) };
}

/**
 * A caller may what it may by any edge into the cluster: it can bring any document. Where none admits it, the refusal counts that it
 * came furthest to, and of these the one by its own edge.
 */
function inCluster(world: World, { caller, to, by, request }: ClusterQuestion, now: number): Decided {
  const into = world.edges.filter((edge) => isInto(edge, to));
  if (into.length === 0) {
    throw new MalformedRequest(`to is "${to}", into which no edge leads. ${known(world.edges)}`, "unknown");
  }
  const chosen = by === undefined ? into : into.filter((edge) => endsOf(edge).from === by);
  if (chosen.length === 0) {
    throw new MalformedRequest(`by is "${by}", which has no edge into ${to}. ${known(into)}`, "unknown");
  }
  const fault = requestFault(world.clusterOf(chosen[0]).rbac, request);
  if (fault) {
    throw new MalformedRequest(`${fault.field} is one that no rule can match: ${fault.words}. Correct it`, "unknown");
  }
  const verdicts = chosen.flatMap((edge) => {
    const token = tokenOf(world, caller, audienceOf(edge), now);
    const isOwn = isOwnToken(edge, token);
    // What a pod's own cloud gives it, no other service account can bring.
    if (nativeSource(edge) && !isOwn) return [];
    return [{ isOwn, decided: decide(world, edge, token, request, now) }];
  });
  const [best] = verdicts.sort(
    ({ decided: a, ...one }, { decided: b, ...other }) =>
      Number(b.allowed) - Number(a.allowed) ||
      HOPS.indexOf(b.hop) - HOPS.indexOf(a.hop) ||
      Number(other.isOwn) - Number(one.isOwn),
  );
  if (!best) {
    const line = "every edge into the cluster is used with what its own cloud gives to the pods of its service account";
    return { allowed: false, hop: "source", code: "no credentials", line };
  }
  return best.decided;
}

/** Whether a token is of an edge's subject. A request's own claims may be of any form. */
function isOwnToken(edge: Edge, { claims: { iss, sub } }: ShownToken): boolean {
  return typeof sub === "string" && isOfSubject(edge, iss, sub);
}

function decide(
  world: World,
  edge: Edge,
  token: ShownToken,
  request: ClusterQuestion["request"],
  now: number,
): Decided {
  const cluster = world.clusterOf(edge);
  const { answers, user, refusal } = travel(world, edge, token, now);
  const by = { by: endsOf(edge) };
  const told = (because: Reason) => deciderOf(world, because);
  if (refusal) {
    const { hop, code, message, because } = refusal;
    const passed = answers.some(({ hop: one, granted }) => granted && one === "exchange");
    const principal = passed ? { principal: edge.declaration.principal } : {};
    return { allowed: false, hop, code, message, ...principal, ...by, ...told(because) };
  }
  if (!user) throw new Error("a journey without a refusal ends at a user");
  const groups = user.groups.filter((group) => group !== EVERYONE_AUTHENTICATED);
  const seen = { principal: edge.declaration.principal, user: { name: user.name, groups }, ...by };
  const { allowed, reason, because, doubt } = authorize(world, cluster, user, request);
  const hop = "authorization" as const;
  const doubted = allowed ? doubtedIn(answers) : undefined;
  if (doubted) return { ...notSimulated(world, doubted.doubt, doubted.hop), ...seen };
  if (doubt) return { ...notSimulated(world, doubt), ...seen };
  if (allowed) return { allowed, hop, code: "allowed", ...seen, ...told(because) };
  const why = "path" in request ? because : explainRefusal(world, cluster, user, request, edge.declaration);
  return { allowed, hop, code: "403", ...(reason ? { message: reason } : {}), ...seen, ...told(why) };
}

/** What could change the answer and is not understood is no yes. */
function notSimulated(world: World, doubt: Doubt, hop: Hop = "authorization") {
  const told = deciderOf(world, reasonOfDoubt(doubt));
  return { allowed: false, hop, code: "not simulated", message: doubt.reason, ...told } as const;
}

function atCloud(world: World, { caller, exchange }: ExchangeQuestion, now: number): Decided {
  const token = tokenOf(world, caller, usualAudience(world, exchange), now);
  switch (exchange.cloud) {
    case "aws": {
      const { roleArn, sessionName } = exchange;
      const answered = assumeRoleWithWebIdentity(world.aws, { roleArn, sessionName, token }, now);
      return exchanged(world, answered, ({ role }) => role.arn);
    }
    case "google": {
      const answered = exchangeToken(world.google, exchange.audience, token, now);
      return exchanged(world, answered, (one) => (one.kind === "service account" ? one.email : one.name));
    }
    case "azure": {
      const answered = exchangeAssertion(world.azure, exchange.tenantId, exchange.clientId, token, now);
      return exchanged(world, answered, ({ principalId }) => principalId);
    }
  }
}

/** The audience of an ordinary token for a cloud; of Azure's clouds that one counts whose audience the identity's credentials have. */
function usualAudience({ azure }: World, exchange: ExchangeQuestion["exchange"]): string {
  switch (exchange.cloud) {
    case "aws":
      return DEFAULT_AWS_AUDIENCE;
    case "google":
      return exchange.audience;
    case "azure": {
      const identity = azure.identityOf(exchange.tenantId, exchange.clientId);
      const taken = identity ? azure.credentialsOf(identity).map(({ audience }) => audience) : [];
      const [{ audience: usual }] = AZURE_CLOUDS;
      return AZURE_CLOUDS.map(({ audience }) => audience).find((one) => taken.includes(one)) ?? usual;
    }
  }
}

function exchanged<T>(world: World, answered: Answer<T>, principalOf: (value: T) => string): Decided {
  const decider = deciderOf(world, answered.because);
  const { hop } = answered;
  if (answered.granted) {
    return { allowed: true, hop, code: "allowed", principal: principalOf(answered.value), ...decider };
  }
  return { allowed: false, hop, code: answered.code, message: answered.message, ...decider };
}

/** The token that a caller shows where an audience is wanted; claims of the request's own count most. */
function tokenOf(world: World, caller: Caller, audience: string, now: number): ShownToken {
  const { from, claims, signature, header } = caller;
  const own = from === undefined ? ordinary(claims, audience, now) : ofServiceAccount(world, from, audience, now);
  const all = Object.entries({ ...own, ...claims }).filter(([, value]) => value !== null);
  return { ...(header ? { header } : {}), claims: Object.fromEntries(all) as unknown as Claims, signature };
}

function ordinary(claims: Caller["claims"], audience: string, now: number): Claims {
  return claimsOf(String(claims.iss), String(claims.sub), audience, now);
}

function ofServiceAccount(world: World, from: string, audience: string, now: number): Claims {
  const account = serviceAccountNamed(from);
  if (!account) {
    throw new MalformedRequest(`from is "${from}". Give CLUSTER:NAMESPACE/NAME, as west:argocd/controller`);
  }
  const fault = serviceAccountFault(account.namespace, account.account);
  if (fault !== undefined) throw new MalformedRequest(`from is "${from}", and ${fault}. Correct it`);
  const { cluster, subject } = account;
  const edges = world.everyEdge.filter((edge) => isFrom(edge, cluster));
  const issuers = new Set(edges.map(({ declaration }) => declaration.source.issuer));
  if (issuers.size !== 1) {
    const reason = issuers.size ? `has ${issuers.size} issuers in what was read` : "is the source of no edge";
    const wayOut = "Give its claims with iss and sub";
    throw new MalformedRequest(`from is "${from}", and the cluster ${cluster} ${reason}. ${wayOut}`, "unknown");
  }
  const own = edges.find(({ declaration }) => declaration.source.subject === subject);
  return claimsOf([...issuers][0], subject, audience, now, own?.declaration.source.uid);
}
