import { createHash } from "node:crypto";
import { authorize, Claims, declaredAccess, Edge, furtherAudiences, probesFor, travel, World } from "../../simulator";
import { adaptations } from "../clients/kubeconfig";
import { ownClaims } from "../pods/own-identity";
import { Lab } from "../lab";
import { withSubject } from "./subjects";

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
    const { answers } = travel(world, edge, { claims: own, signature }, lab.clock.now);
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
  const facts = [document, declaredAccess(world, edge), world.assumptionsOf(edge), ways, wrong];
  return createHash("sha256").update(JSON.stringify(facts)).digest("hex");
}

function others(world: World, edge: Edge, own: Claims): readonly Claims[] {
  const [, , namespace, name] = own.sub.split(":");
  return [
    withSubject(own, "lab-intruder", name),
    withSubject(own, namespace, "lab-intruder"),
    { ...own, aud: ["https://intruder.lab.example"] },
    ...furtherAudiences(world, edge).map((audience) => ({ ...own, aud: [audience] })),
    { ...own, iat: own.iat - 7200, nbf: own.iat - 7200, exp: own.iat - 3600 },
  ];
}

function wayOf({ world, clock }: Lab, edge: Edge, claims: Claims) {
  const { answers, user } = travel(world, edge, { claims, signature: "good" }, clock.now);
  const hops = answers.map((answer) => [answer.hop, answer.granted, answer.granted ? "" : answer.code]);
  if (!user) return hops;
  const cluster = world.clusterOf(edge);
  const may = probesFor(world, edge).map((probe) => authorize(world, cluster, user, probe).allowed);
  return [hops, user.name, user.groups, may];
}
