import { DeclaredGrant } from "../../trust-declaration";
import { azureRoleName } from "../../vendor/azure/roles";
import { ServiceGrant } from "../services/service-grant";
import { AzureWorld, ManagedIdentity } from "./read";
import { isBuiltIn } from "./roles";
import { isIn, permissionsOfRole } from "./service-decision";

/**
 * The role assignments of an identity, and its access policies in Key Vaults where these decide. A vault that decides itself bounds
 * each assignment above it.
 *
 * Azure documentation: "Azure RBAC vs. access policies".
 */
export function serviceGrants(
  azure: AzureWorld,
  declared: readonly DeclaredGrant[],
  { principalId }: Pick<ManagedIdentity, "principalId">,
): readonly ServiceGrant[] {
  const vaults = azure.vaults.everyDecidingItself;
  const assigned = azure
    .assignmentsOf(principalId)
    .flatMap(({ roleId, scope, condition, resource }): ServiceGrant[] => {
      if (vaults.some((vault) => isIn(scope, vault))) return [];
      const name = azureRoleName(roleId) ?? roleId;
      const isDeclared = declared.some(
        ({ role = "", resources }) =>
          [roleId, name].some((one) => one.toLowerCase() === role.split("/").at(-1)?.toLowerCase()) &&
          resources.some((one) => one.toLowerCase() === scope.toLowerCase()),
      );
      const conditions = condition === undefined ? [] : [condition];
      const limits = vaults.filter((vault) => isIn(vault, scope)).map((vault) => `access policies decide in ${vault}`);
      const because = { resource, argument: "role_definition_id", line: `role ${roleId} on ${scope}` };
      const grant = { name, resources: [scope], conditions, limits, isDeclared, because };
      const permissions = permissionsOfRole(azure, roleId);
      if (!permissions) return [isBuiltIn(roleId) ? grant : { ...grant, isUnread: true }];
      return permissions.map(({ actions, dataActions, notActions, notDataActions }) => ({
        ...{ ...grant, actions, dataActions },
        limits: [
          ...limits,
          ...notActions.map((one) => `not ${one}`),
          ...notDataActions.map((one) => `not of data ${one}`),
        ],
        ...(limits.length === 0 ? { isSure: true } : {}),
      }));
    });
  const inVaults = azure.vaults
    .policiesOf(principalId)
    .map(([vault, { secrets, keys, certificates, resource }]): ServiceGrant => ({
      name: "access policy",
      dataActions: [
        ...secrets.map((one) => `secrets ${one.toLowerCase()}`),
        ...keys.map((one) => `keys ${one.toLowerCase()}`),
        ...certificates.map((one) => `certificates ${one.toLowerCase()}`),
      ],
      ...{ resources: [vault], conditions: [], limits: [], isDeclared: false },
      because: { resource, line: "the vault's access policy" },
    }));
  return [...assigned, ...inVaults];
}
