import { createHash } from "node:crypto";
import {
  authorize,
  Claims,
  declaredAccess,
  Edge,
  enterService,
  furtherAudiences,
  isServiceEdge,
  kindOf,
  probesFor,
  ServiceEdge,
  serviceProbesOf,
  ShownToken,
  travel,
  useService,
  World,
} from "../../simulator";
import { adaptations } from "../clients/kubeconfig";
import { ownClaims } from "../pods/own-identity";
import { Lab } from "../lab";
import { asSubject } from "./subjects";

/**
 * What tells whether an edge is as it was: its document, and what the simulator answers to its own token, to those of others,
 * and to every access review. Two runs with one fingerprint differ in nothing that the trials by client and plugin would show.
 */
export function fingerprintOf(lab: Lab, edge: Edge): string {
  const { world } = lab;
  const own = ownClaims(lab, edge);
  const tokens = [own, ...others(world, edge, own)];
  const ways = tokens.map((claims) => wayOf(lab, edge, claims));
  const wrong = (["wrong", "unknown key"] as const).map((signature) => {
    const { answers } = answersTo(lab, edge, { claims: own, signature });
    return answers.map(({ hop, granted }) => [hop, granted]);
  });
  const { client, declaration } = edge;
  const { server, tlsServerName, proxyUrl, authority, isUnchecked, stanza, kubeconfig } = client;
  const document = [
    server,
    tlsServerName,
    proxyUrl,
    authority,
    isUnchecked,
    stanza,
    kubeconfig,
    adaptations(client),
    declaration,
  ];
  const access = edge.service ? edge.service.grants : declaredAccess(world, edge);
  const facts = [document, access, world.assumptionsOf(edge), ways, wrong];
  return createHash("sha256").update(JSON.stringify(facts)).digest("hex");
}

function others(world: World, edge: Edge, own: Claims): readonly Claims[] {
  const { source } = edge.declaration;
  return [
    ...kindOf(source)
      .strangersTo(source.subject)
      .map(({ subject }) => asSubject(own, subject)),
    { ...own, aud: ["https://intruder.lab.example"] },
    ...furtherAudiences(world, edge).map((audience) => ({ ...own, aud: [audience] })),
    { ...own, iat: own.iat - 7200, nbf: own.iat - 7200, exp: own.iat - 3600 },
  ];
}

function answersTo({ world, clock }: Lab, edge: Edge, token: ShownToken) {
  return isServiceEdge(edge) ? enterService(world, edge, token, clock.now) : travel(world, edge, token, clock.now);
}

/** What services answer to a token's identity, to all that the edge is tried by. */
function serviceWayOf({ world, clock }: Lab, edge: ServiceEdge, token: ShownToken) {
  const { answers, identity } = enterService(world, edge, token, clock.now);
  const hops = answers.map((answer) => [answer.hop, answer.granted, answer.granted ? "" : answer.code]);
  if (identity === undefined) return hops;
  const may = serviceProbesOf(world, edge, identity).map(({ request }) => {
    const { allowed } = useService(world, edge, identity, request, clock.now);
    return [request, allowed];
  });
  return [hops, edge.service, may];
}

function wayOf(lab: Lab, edge: Edge, claims: Claims) {
  const { world, clock } = lab;
  const token = { claims, signature: "good" } as const;
  if (isServiceEdge(edge)) return serviceWayOf(lab, edge, token);
  const { answers, user } = travel(world, edge, token, clock.now);
  const hops = answers.map((answer) => [answer.hop, answer.granted, answer.granted ? "" : answer.code]);
  if (!user) return hops;
  const cluster = world.clusterOf(edge);
  const may = probesFor(world, edge).map((probe) => authorize(world, cluster, user, probe).allowed);
  return [hops, user.name, user.groups, may];
}
