import {
  assignment,
  azapi,
  GROUP,
  OBJECT,
  REFUSED,
  role,
  SECRET,
  SECRETS_USER,
  Shown,
  TENANT,
  usingServices,
  VAULT,
} from "./support/azure";
import { itAnswers, Row } from "./support/rows";

const CERTIFICATE_USER = "db79e9a7-68ee-4b58-9aeb-b90e7c24fcba";
const CRYPTO_USER = "12338af0-0e69-4776-bea7-57ae8d297424";
const VAULTS = "Microsoft.KeyVault/vaults";
const CERTIFICATE = { action: `${VAULTS}/certificates/read`, resource: `${VAULT}/certificates/tls` };
const key = (operation: string) => ({ action: `${VAULTS}/keys/${operation}`, resource: `${VAULT}/keys/signing` });
const secret = (operation: string) => ({ ...SECRET, action: `${VAULTS}/secrets/${operation}` });
const READS_VAULT = { action: `${VAULTS}/read`, resource: VAULT };

function vault(more: object, mode?: "data"): Shown {
  const values = { id: VAULT, name: "acme", resource_group_name: "corp", tenant_id: TENANT, ...more };
  return { type: "azurerm_key_vault", name: "v", values, ...(mode && { mode }) };
}
/** A vault in which access policies decide, with one of the identity. */
const policied = (policy: object, more: object = {}) =>
  vault({
    rbac_authorization_enabled: false,
    access_policy: [{ tenant_id: TENANT, object_id: OBJECT, application_id: "", ...policy }],
    ...more,
  });
const byAzapi = (properties: object, version = "2023-07-01"): Shown => {
  const { values, ...others } = azapi(`Microsoft.KeyVault/vaults@${version}`, GROUP, {
    tenantId: TENANT,
    ...properties,
  });
  return { ...others, values: { ...values, name: "acme", id: VAULT } };
};
const user = assignment({ scope: VAULT, role_definition_id: role(SECRETS_USER) });

/**
 * "Azure role-based access control (Azure RBAC) vs. access policies (legacy)" and "Assign a Key Vault access policy (legacy)":
 * https://learn.microsoft.com/azure/key-vault/general/rbac-access-policy; Terraform registry, azurerm_key_vault (resource and data
 * source); Microsoft.KeyVault/vaults, properties `enableRbacAuthorization` (false where it is not given) and `accessPolicies`.
 */
const MODES: readonly Row<readonly Shown[]>[] = [
  ["a data source in RBAC mode", [vault({ rbac_authorization_enabled: true }, "data"), user], SECRET, "allowed"],
  [
    "a data source in the mode of access policies",
    [vault({ rbac_authorization_enabled: false }, "data"), user],
    SECRET,
    REFUSED,
  ],
  [
    "a data source by the older attribute",
    [vault({ enable_rbac_authorization: false }, "data"), user],
    SECRET,
    REFUSED,
  ],
  [
    "a data source's access policy",
    [
      vault(
        {
          rbac_authorization_enabled: false,
          access_policy: [{ tenant_id: TENANT, object_id: OBJECT, secret_permissions: ["Get"] }],
        },
        "data",
      ),
    ],
    SECRET,
    "allowed",
  ],
  ["azapi's vault in RBAC mode", [byAzapi({ enableRbacAuthorization: true }), user], SECRET, "allowed"],
  [
    "azapi's vault in the mode of access policies",
    [byAzapi({ enableRbacAuthorization: false, accessPolicies: [] }), user],
    SECRET,
    REFUSED,
  ],
  ["azapi's vault that tells no mode", [byAzapi({ accessPolicies: [] }), user], SECRET, REFUSED],
  // "Prepare for Key Vault API version 2026-02-01 and later: Azure RBAC as default access control"
  ["azapi's vault that tells no mode, by a newer API", [byAzapi({}, "2026-02-01"), user], SECRET, "allowed"],
  [
    "an access policy of azapi's vault",
    [byAzapi({ accessPolicies: [{ tenantId: TENANT, objectId: OBJECT, permissions: { secrets: ["get", "list"] } }] })],
    SECRET,
    "allowed",
  ],
  [
    "an access policy of azapi's vault in RBAC mode",
    [
      byAzapi({
        enableRbacAuthorization: true,
        accessPolicies: [{ tenantId: TENANT, objectId: OBJECT, permissions: { secrets: ["all"] } }],
      }),
    ],
    SECRET,
    REFUSED,
  ],
  [
    "the mode is of data: Reader on the vault itself",
    [policied({}), assignment({ scope: VAULT, role_definition_name: "Reader" })],
    READS_VAULT,
    "allowed",
  ],
  [
    "an access policy gives nothing of the vault itself",
    [policied({ secret_permissions: ["Get"] })],
    READS_VAULT,
    REFUSED,
  ],
  [
    "Owner where access policies decide",
    [policied({}), assignment({ scope: VAULT, role_definition_name: "Owner" })],
    SECRET,
    REFUSED,
  ],
  [
    "Key Vault Administrator where access policies decide",
    [policied({}), assignment({ scope: VAULT, role_definition_name: "Key Vault Administrator" })],
    SECRET,
    REFUSED,
  ],
  [
    "a firewall, which is not asked for",
    [vault({ rbac_authorization_enabled: true, network_acls: [{ default_action: "Deny", bypass: "None" }] }), user],
    SECRET,
    "allowed",
  ],
];

/** The permissions of access policies, as "Assign a Key Vault access policy (legacy)" and the REST API of vaults list them. */
const POLICIES: readonly Row<readonly Shown[]>[] = [
  ["a certificate by its permission", [policied({ certificate_permissions: ["Get"] })], CERTIFICATE, "allowed"],
  ["a certificate by a permission of secrets", [policied({ secret_permissions: ["Get"] })], CERTIFICATE, REFUSED],
  ["a certificate by no permission", [policied({ certificate_permissions: [] })], CERTIFICATE, REFUSED],
  [
    "the making of a certificate",
    [policied({ certificate_permissions: ["Create"] })],
    { ...CERTIFICATE, action: `${VAULTS}/certificates/create/action` },
    "allowed",
  ],
  ["a secret by a permission of certificates", [policied({ certificate_permissions: ["Get"] })], SECRET, REFUSED],
  ["a key's signature", [policied({ key_permissions: ["Sign"] })], key("sign/action"), "allowed"],
  ["a key's wrapping", [policied({ key_permissions: ["WrapKey"] })], key("wrap/action"), "allowed"],
  [
    "a key's unwrapping by the right to wrap",
    [policied({ key_permissions: ["WrapKey"] })],
    key("unwrap/action"),
    REFUSED,
  ],
  ["the making of a key", [policied({ key_permissions: ["Create"] })], key("create/action"), "allowed"],
  ["a key's release", [policied({ key_permissions: ["Release"] })], key("release/action"), "allowed"],
  ["the deletion of a secret", [policied({ secret_permissions: ["Delete"] })], secret("delete"), "allowed"],
  [
    "the deletion of a secret by the right to purge",
    [policied({ secret_permissions: ["Purge"] })],
    secret("delete"),
    REFUSED,
  ],
  ["all of secrets", [policied({ secret_permissions: ["all"] })], secret("setSecret/action"), "allowed"],
  [
    "a policy of an application on behalf of the identity",
    [policied({ secret_permissions: ["Get"], application_id: "c9900000-0000-4000-8000-000000000009" })],
    SECRET,
    REFUSED,
  ],
  [
    "a resource of its own for an application on behalf of the identity",
    [
      vault({ rbac_authorization_enabled: false, access_policy: [] }),
      {
        type: "azurerm_key_vault_access_policy",
        name: "p",
        values: {
          ...{ key_vault_id: VAULT, tenant_id: TENANT, object_id: OBJECT, secret_permissions: ["Get"] },
          application_id: "c9900000-0000-4000-8000-000000000009",
        },
      },
    ],
    SECRET,
    REFUSED,
  ],
  [
    "the object id in capitals",
    [policied({ object_id: OBJECT.toUpperCase(), secret_permissions: ["get"] })],
    SECRET,
    "allowed",
  ],
];

/** "Azure built-in roles for Security"; "Provide access to Key Vault keys, certificates, and secrets with Azure RBAC": scopes of objects. */
const RBAC: readonly Row<readonly Shown[]>[] = [
  [
    "a certificate by Certificate User",
    [
      vault({ rbac_authorization_enabled: true }),
      assignment({ scope: VAULT, role_definition_id: role(CERTIFICATE_USER) }),
    ],
    CERTIFICATE,
    "allowed",
  ],
  ["a certificate by Secrets User", [vault({ rbac_authorization_enabled: true }), user], CERTIFICATE, REFUSED],
  [
    "a key by Crypto User on that key",
    [
      vault({ rbac_authorization_enabled: true }),
      assignment({ scope: `${VAULT}/keys/signing`, role_definition_id: role(CRYPTO_USER) }),
    ],
    key("sign/action"),
    "allowed",
  ],
  [
    "a key by Crypto User on another key",
    [
      vault({ rbac_authorization_enabled: true }),
      assignment({ scope: `${VAULT}/keys/signing2`, role_definition_id: role(CRYPTO_USER) }),
    ],
    key("sign/action"),
    REFUSED,
  ],
  [
    "the making of a key by Crypto User",
    [vault({ rbac_authorization_enabled: true }), assignment({ scope: VAULT, role_definition_id: role(CRYPTO_USER) })],
    key("create/action"),
    REFUSED,
  ],
  [
    "a secret of a vault that begins alike",
    [vault({ rbac_authorization_enabled: true }), user],
    { ...SECRET, resource: `${VAULT}2/secrets/db` },
    REFUSED,
  ],
];

describe.each(Object.entries({ MODES, POLICIES, RBAC }))("Key Vaults, %s", (_name, rows) => {
  itAnswers(rows, { from: "west:deploy/deployer" }, usingServices);
});
