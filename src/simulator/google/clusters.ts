import { Configuration, isOn, Resource } from "../../terraform";
import { StatedSettings } from "../../trust-declaration";
import { ClusterFacts } from "../clusters/cluster";
import { attributeOf } from "../clusters/endpoint";
import { settingOf } from "../clusters/setting";

const NAME = /^\/\/container\.[^/]+\/(projects\/([^/]+)\/.+)$/;
const TYPE = "google_container_cluster";

/** A GKE cluster is named by its full resource name. */
export function ownsCluster(name: string): boolean {
  return NAME.test(name);
}

/** A GKE cluster, with its project and whether the legacy authorizer decides beside RBAC. */
export function readCluster(configuration: Configuration, name: string, stated: StatedSettings): ClusterFacts {
  const [, path, project] = NAME.exec(name) ?? [];
  const all = [...configuration.resources(TYPE), ...configuration.dataSources(TYPE)];
  const made = all.find((one) => attributeOf(one, "id") === path);
  return {
    kind: "gke",
    project,
    settings: [settingOf("legacyAbac", stated, made, "enable_legacy_abac", legacyAbacOf)],
  };
}

/** Off unless it is switched on; a data source that was not asked yet says nothing. */
function legacyAbacOf(resource: Resource): boolean | undefined {
  const told = resource.argument("enable_legacy_abac");
  if (told === undefined && resource.mode === "data") return undefined;
  return isOn(told);
}

/** The name is complete. */
export function fullName(name: string): string {
  return name;
}

/** The project that a cluster is in. */
export function accountOf(name: string): string {
  return NAME.exec(name)?.[2] ?? "";
}
