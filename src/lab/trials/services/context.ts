import { Edge, enterService, isServiceEdge, ServiceEdge, ServiceEntrance } from "../../../simulator";
import { ownClaims } from "../../pods/own-identity";
import { Attempt, Found, Trial, TrialContext } from "../trial";
import { Workbench } from "../workbench";

/** What an edge's own service account acts as, by the simulator. */
export function ownEntrance({ world, lab }: Workbench, edge: ServiceEdge): ServiceEntrance {
  return enterService(world, edge, { claims: ownClaims(lab, edge), signature: "good" }, lab.clock.now);
}

/** What a trial of an edge to services is made of. */
type ServiceTrial = Pick<Trial, "code" | "category" | "way"> & {
  readonly find: (context: TrialContext, edge: ServiceEdge) => Found | undefined | Promise<Found | undefined>;
  /** Whether there is anything to try. */
  readonly isFor?: (context: TrialContext, edge: ServiceEdge) => boolean;
};

/** A trial of edges to services, which is none of edges into clusters. */
export function serviceTrial({ find, isFor = () => true, ...trial }: ServiceTrial): Trial {
  return {
    ...trial,
    at: (context, edge: Edge): readonly Attempt[] => {
      if (!isServiceEdge(edge) || !isFor(context, edge)) return [];
      return [{ run: async () => (await find(context, edge)) ?? NOTHING }];
    },
  };
}

const NOTHING: Found = {
  expected: { kind: "no-right" },
  observed: { kind: "none" },
  verdict: "as declared",
  milliseconds: 0,
};
