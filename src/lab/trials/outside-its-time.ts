import { Claims, deciderOf, Edge, travel } from "../../simulator";
import { Lab } from "../lab";
import { ownClaims } from "../pods/own-identity";
import { Attempt, Found, Trial, TrialContext } from "./trial";

/** An edge whose declaration names an end or a beginning is refused a second after the one and before the other. */
export const outsideItsTime: Trial = {
  code: "outside-its-time",
  category: "layer",
  way: "simulator",
  at: (context, edge) => momentsOutside(edge).map(({ variant, now }) => attempt(context, edge, variant, now)),
};

/** A second before an edge's time begins, and one after it ends, in seconds since 1970. */
export function momentsOutside({ declaration }: Edge): readonly { readonly variant: string; readonly now: number }[] {
  const { validFrom, validUntil } = declaration;
  return [
    ...(validFrom === undefined ? [] : [{ variant: "before", now: Date.parse(validFrom) / 1000 - 1 }]),
    ...(validUntil === undefined ? [] : [{ variant: "after", now: Date.parse(validUntil) / 1000 + 1 }]),
  ];
}

/** What an edge's own token says at another time. */
export function ownClaimsAt(lab: Lab, edge: Edge, now: number): Claims {
  const own = ownClaims(lab, edge);
  const late = now - lab.clock.now;
  return { ...own, iat: own.iat + late, nbf: (own.nbf ?? own.iat) + late, exp: own.exp + late };
}

/** Whether an edge's time has not begun, or has ended. */
export function isOutsideItsTime({ declaration }: Edge, now: number): boolean {
  const { validFrom, validUntil } = declaration;
  const at = (instant: string | undefined, otherwise: number) =>
    instant === undefined ? otherwise : Date.parse(instant) / 1000;
  return now < at(validFrom, -Infinity) || now >= at(validUntil, Infinity);
}

function attempt({ bench }: TrialContext, edge: Edge, variant: string, now: number): Attempt {
  const run = (): Promise<Found> => {
    const claims = ownClaimsAt(bench.lab, edge, now);
    const { refusal, user } = travel(bench.world, edge, { claims, signature: "good" }, now);
    const base = { expected: { kind: "refused" }, milliseconds: 0 } as const;
    if (refusal) {
      const { hop, code, message, because } = refusal;
      const observed = { kind: "refused", hop, code, message } as const;
      return Promise.resolve({
        ...base,
        observed,
        verdict: "as declared",
        hop,
        decidedBy: deciderOf(bench.world, because),
      });
    }
    const observed = { kind: "reached", user: { name: user?.name ?? "", groups: [...(user?.groups ?? [])] } } as const;
    return Promise.resolve({ ...base, observed, verdict: "surprise", hop: "exchange" });
  };
  return { variant, run };
}
