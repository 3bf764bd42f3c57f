import { World } from "../simulator";
import { Finding, Rule } from "./finding";
import { assumptions } from "./rules/assumptions";
import { furtherRightsRule } from "./rules/further-rights";
import { furtherTrustsRule } from "./rules/further-trusts";
import { homelessBindings } from "./rules/homeless-bindings";
import { leftOutObjects } from "./rules/left-out";
import { unclaimedTrusts } from "./rules/unclaimed-trusts";
import { unknownSettings } from "./rules/unknown-settings";
import { unreadTypes } from "./rules/unread-types";
import { unseenGrants } from "./rules/unseen-grants";
import { uploadedKeys } from "./rules/uploaded-keys";
import { wideSettings } from "./rules/wide-settings";

/** Every rule, in the order in which its findings are told. */
export const RULES: readonly Rule[] = [
  furtherTrustsRule,
  furtherRightsRule,
  uploadedKeys,
  wideSettings,
  unknownSettings,
  homelessBindings,
  unreadTypes,
  unseenGrants,
  unclaimedTrusts,
  leftOutObjects,
  assumptions,
];

/**
 * What every rule finds in a world.
 *
 * @param now seconds since 1970
 */
export function findingsIn(world: World, now: number): readonly Finding[] {
  return RULES.flatMap((rule) => rule(world, now));
}
