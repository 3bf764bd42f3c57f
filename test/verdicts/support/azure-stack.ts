import { AUDIENCE, BLOB_READER, CONTAINER, ISSUER, role, SUBJECT, SUBSCRIPTION, TENANT } from "./azure";
import { services } from "./documents";

/**
 * A stack as it is synthesized, where nothing has an id of Azure's yet: the identity with a role assignment, other resources and data
 * sources, and a use of a container by `west:deploy/deployer`.
 */
export function synthesizedStack(
  assigned: object,
  resource: Readonly<Record<string, object>>,
  data: object = {},
  container = CONTAINER,
): object {
  const robot = (attribute: string) => `\${azurerm_user_assigned_identity.robot.${attribute}}`;
  const use = services({
    source: { cluster: "west", issuer: ISSUER, subject: SUBJECT },
    account: { name: "account-azure", cloud: "azure", id: SUBSCRIPTION },
    audience: AUDIENCE,
    principal: robot("principal_id"),
    client: { "tenant-id": TENANT, "client-id": robot("client_id"), cloud: "public" },
    grants: [{ words: "read", role: role(BLOB_READER), resources: [container] }],
  });
  return {
    provider: { azurerm: [{ features: {}, subscription_id: SUBSCRIPTION, tenant_id: TENANT }] },
    ...(Object.keys(data).length > 0 && { data }),
    resource: {
      azurerm_user_assigned_identity: { robot: { name: "robot", resource_group_name: "corp", location: "westeurope" } },
      azurerm_federated_identity_credential: {
        own: {
          ...{ name: "own", resource_group_name: "corp", parent_id: robot("id") },
          ...{ issuer: ISSUER, subject: SUBJECT, audience: [AUDIENCE] },
        },
      },
      azurerm_role_assignment: { one: { principal_id: robot("principal_id"), ...assigned } },
      ...resource,
    },
    output: { use },
  };
}
