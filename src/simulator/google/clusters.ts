import { block, Configuration, isOn, Resource, unlessUnresolved } from "../../terraform";
import { StatedSettings } from "../../trust-declaration";
import { ClusterFacts, OpenEndpoints } from "../clusters/cluster";
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
    ...(made ? { openEndpoints: openEndpointsOf(made) } : {}),
  };
}

/** Off unless it is switched on; a data source that was not asked yet says nothing. */
function legacyAbacOf(resource: Resource): boolean | undefined {
  const told = resource.argument("enable_legacy_abac");
  if (told === undefined && resource.mode === "data") return undefined;
  return isOn(told);
}

/** Google provider documentation: "google_container_cluster", on `control_plane_endpoints_config`. */
function openEndpointsOf(resource: Resource): OpenEndpoints {
  const config = block(unlessUnresolved(() => resource.argument("control_plane_endpoints_config"), undefined));
  const told = (endpoint: string, argument: string) => {
    const value = unlessUnresolved(() => block(config[endpoint])[argument], undefined);
    return value === undefined || value === null ? undefined : isOn(value);
  };
  const [dns, ip] = [told("dns_endpoint_config", "allow_external_traffic"), told("ip_endpoints_config", "enabled")];
  return { resource, ...(dns === undefined ? {} : { dns }), ...(ip === undefined ? {} : { ip }) };
}

/** The name is complete. */
export function fullName(name: string): string {
  return name;
}

/** The project that a cluster is in. */
export function accountOf(name: string): string {
  return NAME.exec(name)?.[2] ?? "";
}
