import { PluginSubcommand } from "../../exec-contract";
import { Settings } from "../settings";
import { aks } from "./aks";
import { eks } from "./eks";
import { gke } from "./gke";
import { oidc } from "./oidc";
import { Target, TargetKind } from "./target";

/** Every kind of target, by its subcommand. */
const TARGETS: { readonly [name in PluginSubcommand]: TargetKind } = { eks, gke, aks, oidc };

/**
 * The target that the settings describe.
 *
 * @throws PluginFailure (usage) for a setting that is missing or wrong
 */
export function targetOf(settings: Settings): Target {
  return TARGETS[settings.subcommand].read(settings);
}
