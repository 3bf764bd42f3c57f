import { Settings } from "../settings";
import { aksTarget } from "./aks";
import { eksTarget } from "./eks";
import { gkeTarget } from "./gke";
import { oidcTarget } from "./oidc";
import { Target } from "./target";

/**
 * The target that the settings describe.
 *
 * @throws PluginFailure (usage) for a setting that is missing or wrong
 */
export function targetOf(settings: Settings): Target {
  switch (settings.subcommand) {
    case "eks":
      return eksTarget(settings);
    case "gke":
      return gkeTarget(settings);
    case "aks":
      return aksTarget(settings);
    case "oidc":
      return oidcTarget(settings);
  }
}
