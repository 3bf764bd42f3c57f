import { accountOf, Edge, Hop, placeOf, Pod } from "../../simulator";
import { Finding } from "../finding";

/** What a finding about a pod's wiring tells beside its reason. */
export interface WiringFacts {
  readonly edge?: Edge;
  readonly hop?: Hop;
  readonly what?: string;
}

/** A pod that surely does not come in as declared. */
export function wiringFault(pod: Pod, reason: string, facts: WiringFacts = {}): Finding {
  return wiringFinding("fault", pod, reason, facts);
}

/** A pod of which something decisive was not read. */
export function wiringGap(pod: Pod, reason: string, facts: WiringFacts = {}): Finding {
  return wiringFinding("gap", pod, reason, facts);
}

function wiringFinding(severity: "fault" | "gap", pod: Pod, reason: string, facts: WiringFacts): Finding {
  const { resource, argument } = pod;
  const told = `the pod of ${accountOf(pod)}: ${reason}`;
  return { code: "pod-wiring", severity, ...facts, place: placeOf(resource), resource, argument, reason: told };
}
