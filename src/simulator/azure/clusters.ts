import { block, blocks, Configuration, isOn, Resource, text, texts, unlessUnresolved } from "../../terraform";
import { StatedSettings } from "../../trust-declaration";
import { ClusterFacts } from "../clusters/cluster";
import { attributeOf } from "../clusters/endpoint";
import { settingOf } from "../clusters/setting";

const TYPE = "azurerm_kubernetes_cluster";
const ENTRA = "azure_active_directory_role_based_access_control";

/** An AKS cluster is named by its resource id. */
export function ownsCluster(name: string): boolean {
  return /^\/subscriptions\//i.test(name);
}

/**
 * An AKS cluster, with its Entra integration and local accounts. Azure RBAC is off only where the resource or the declaration
 * says so.
 */
export function readCluster(configuration: Configuration, name: string, stated: StatedSettings): ClusterFacts {
  const all = [...configuration.resources(TYPE), ...configuration.dataSources(TYPE)];
  const made = all.find((one) => attributeOf(one, "id")?.toLowerCase() === fullName(name));
  const entra = settingOf("entraIntegration", stated, made, ENTRA, hasEntra);
  const rbac = settingOf("azureRbacEnabled", stated, made, `${ENTRA}.azure_rbac_enabled`, hasAzureRbac);
  const local = settingOf("localAccounts", stated, made, "local_account_disabled", hasLocalAccounts);
  const tenant = made && unlessUnresolved(() => text(block(made.argument(ENTRA)).tenant_id), undefined);
  const facts = { kind: "aks", azureRbac: rbac.value !== false, settings: [entra, rbac, local] } as const;
  const admins = made ? adminsOf(made) : [];
  return {
    ...facts,
    ...(tenant === undefined ? {} : { entraTenant: tenant }),
    ...(admins.length === 0 ? {} : { entraAdmins: admins }),
  };
}

/** A resource id in lower case, since Azure ignores letter case. */
export function fullName(name: string): string {
  return name.toLowerCase();
}

function adminsOf(made: Resource): readonly string[] {
  const groups = unlessUnresolved(() => texts(block(made.argument(ENTRA)).admin_group_object_ids), []);
  return groups.map((one) => one.toLowerCase());
}

function hasEntra(resource: Resource): boolean | undefined {
  const told = blocks(resource.argument(ENTRA)).length > 0;
  return told || resource.mode === "managed" ? told : undefined;
}

function hasAzureRbac(resource: Resource): boolean | undefined {
  const told = block(resource.argument(ENTRA)).azure_rbac_enabled;
  return told === undefined && resource.mode === "data" ? undefined : isOn(told);
}

/** On unless they are switched off. */
function hasLocalAccounts(resource: Resource): boolean | undefined {
  const told = resource.argument("local_account_disabled");
  return told === undefined && resource.mode === "data" ? undefined : !isOn(told);
}

/** The subscription that a cluster is in. */
export function accountOf(name: string): string {
  return name.split("/")[2] ?? "";
}
