import { Claims, deciderOf, Edge, enterService, isServiceEdge, kindOf, showsToken, travel } from "../../simulator";
import { ownClaims } from "../pods/own-identity";
import { asSubject } from "./subjects";
import { Found, Trial } from "./trial";
import { Workbench } from "./workbench";

/**
 * No other identity can act as the edge's principal: neither those that its trusts name, nor subjects whose names begin or end
 * alike.
 */
export const otherCallers: Trial = {
  code: "other-callers",
  category: "layer",
  way: "simulator",
  at: ({ bench }, edge) => [{ run: async () => await Promise.resolve(find(bench, edge)) }],
};

/** What admits a token where an edge leads; undefined for nothing. */
function admission({ world, lab }: Workbench, edge: Edge, claims: Claims) {
  const token = { claims, signature: "good" } as const;
  if (isServiceEdge(edge)) {
    const { refusal, answers } = enterService(world, edge, token, lab.clock.now);
    return refusal ? undefined : answers[0].because;
  }
  const { user, answers } = travel(world, edge, token, lab.clock.now);
  return user && answers[0].because;
}

function find(bench: Workbench, edge: Edge): Found {
  const { world, trusts, lab } = bench;
  const base = { expected: { kind: "no-caller" }, milliseconds: 0 } as const;
  // One that stands beside an object of ours is told before one of an object that others own.
  // What may only come to that is told as a gap.
  const sure = trusts.at(edge).filter(({ isUnsure }) => !isUnsure);
  const further = sure.sort((a, b) => Number(a.isAdopted) - Number(b.isAdopted))[0];
  if (further && !further.isAdopted) {
    const observed = { kind: "caller", identity: further.who } as const;
    return { ...base, observed, verdict: "surprise", hop: further.hop, decidedBy: deciderOf(world, further.because) };
  }
  for (const subject of namesakes(edge)) {
    const claims = asSubject(ownClaims(lab, edge), subject);
    const because = admission(bench, edge, claims);
    if (!because) continue;
    const observed = { kind: "caller", identity: subject } as const;
    return { ...base, observed, verdict: "surprise", hop: "exchange", decidedBy: deciderOf(world, because) };
  }
  if (further) {
    // The owner of the object may have further identities in mind.
    const observed = { kind: "caller", identity: further.who } as const;
    return { ...base, observed, verdict: "not tried", hop: further.hop, decidedBy: deciderOf(world, further.because) };
  }
  return { ...base, observed: { kind: "none" }, verdict: "as declared" };
}

/** Subjects that a wildcard or a prefix too many would admit. */
function namesakes(edge: Edge): readonly string[] {
  if (!showsToken(edge)) return [];
  const { source } = edge.declaration;
  return kindOf(source).namesakesOf(source.subject);
}
