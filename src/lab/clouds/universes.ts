import { flagOf, World } from "../../simulator";
import { DEFAULT_UNIVERSE } from "../../vendor/google/federation";

/** The domains of Google that edges lead to; the public one always. */
export function universesOf({ everyEdge }: World): ReadonlySet<string> {
  return new Set([DEFAULT_UNIVERSE, ...everyEdge.flatMap(({ request }) => flagOf(request, "universe-domain") ?? [])]);
}
