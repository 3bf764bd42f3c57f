import { Edge, isWholeNamespace, showsToken, travel } from "../../simulator";
import { ownClaims } from "../pods/own-identity";
import { deciderOf } from "./outcome";
import { withSubject } from "./subjects";
import { Found, Trial } from "./trial";
import { Workbench } from "./workbench";

/**
 * No other identity can act as the edge's principal: neither those that its trusts name, nor service accounts whose names begin
 * or end alike.
 */
export const otherCallers: Trial = {
  code: "other-callers",
  category: "layer",
  way: "simulator",
  at: ({ bench }, edge) => [{ run: async () => await Promise.resolve(find(bench, edge)) }],
};

function find({ world, trusts, lab }: Workbench, edge: Edge): Found {
  const base = { expected: { kind: "no-caller" }, milliseconds: 0 } as const;
  // One that stands beside an object of ours is told before one of an object that others own.
  const further = [...trusts.at(edge)].sort((a, b) => Number(a.isAdopted) - Number(b.isAdopted))[0];
  if (further && !further.isAdopted) {
    const observed = { kind: "caller", identity: further.who } as const;
    return { ...base, observed, verdict: "surprise", hop: further.hop, decidedBy: deciderOf(world, further.because) };
  }
  for (const subject of namesakes(edge)) {
    const [, , namespace, name] = subject.split(":");
    const claims = withSubject(ownClaims(lab, edge), namespace, name);
    const { user, answers } = travel(world, edge, { claims, signature: "good" }, lab.clock.now);
    if (!user) continue;
    const observed = { kind: "caller", identity: subject } as const;
    return { ...base, observed, verdict: "surprise", hop: "exchange", decidedBy: deciderOf(world, answers[0].because) };
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
