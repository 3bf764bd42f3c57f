import { placeOf, text, unlessUnresolved } from "../../simulator";
import { Finding, Rule } from "../finding";

/**
 * Federated credentials whose resource group is not that of the identity which they name in parent_id. The provider
 * makes the credential of the identity of that name in the credential's own resource group, which is none or another one; later
 * versions ignore that group, and which one runs is not known.
 *
 * Terraform registry: "azurerm_federated_identity_credential".
 */
export const credentialsElsewhere: Rule = ({ configuration }) =>
  configuration.resources("azurerm_federated_identity_credential").flatMap((resource): readonly Finding[] => {
    const known = (argument: string) => unlessUnresolved(() => text(resource.argument(argument)), undefined);
    const group = known("resource_group_name");
    const parent = known("parent_id") ?? "";
    const [, own] = /\/resourceGroups\/([^/]+)\//i.exec(parent) ?? [];
    if (group === undefined || own === undefined || group.toLowerCase() === own.toLowerCase()) return [];
    const reason = `the credential is in the resource group ${group}, and the identity that it names is in ${own}: which of them counts is the provider's version to say`;
    const identity = configuration
      .resources("azurerm_user_assigned_identity")
      .find((one) => unlessUnresolved(() => text(one.attribute("id")), "")?.toLowerCase() === parent.toLowerCase());
    return [resource, ...(identity ? [identity] : [])].map((one): Finding => {
      const at = { place: placeOf(one), resource: one, argument: "resource_group_name", what: one.type };
      return { code: "refused-object", severity: "gap", ...at, hop: "exchange", reason };
    });
  });
