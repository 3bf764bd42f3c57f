import {
  assignment,
  azapi,
  BLOB,
  BLOB_READER,
  CONTAINER,
  GROUP,
  OBJECT,
  READ,
  REFUSED,
  role,
  SECRET,
  SECRETS_USER,
  Shown,
  STORAGE,
  TENANT,
  usingServices,
  VAULT,
} from "./support/azure";
import { itAnswers, Row } from "./support/rows";

const EVERYONE = { id: "00000000-0000-0000-0000-000000000000", type: "SystemDefined" };
const reads = assignment({ scope: STORAGE, role_definition_id: role(BLOB_READER) });

/** The same with its body as JSON text, as version 1 of the provider azapi has it. */
const asText = ({ values, ...others }: Shown): Shown => {
  const { body, ...more } = values as { body: object };
  return { ...others, values: { ...more, body: JSON.stringify(body) } };
};
/** What `terraform show -json` prints of a plan that changes nothing of a state. */
function planned(state: object): object {
  const { values, ...others } = state as { values: object };
  const configuration = { provider_config: {}, root_module: {} };
  return { ...others, format_version: "1.2", planned_values: values, resource_changes: [], configuration };
}
/** The same in a module. */
function inModule(state: object): object {
  const { values, ...others } = state as {
    values: { outputs: object; root_module: { resources: { address: string }[] } };
  };
  const resources = values.root_module.resources.map((one) => ({ ...one, address: `module.access.${one.address}` }));
  const child_modules = [{ address: "module.access", resources }];
  return { ...others, values: { ...values, root_module: { resources: [], child_modules } } };
}

const properties = { principalId: OBJECT, roleDefinitionId: role(BLOB_READER), principalType: "ServicePrincipal" };
const deny = azapi(
  "Microsoft.Authorization/denyAssignments@2024-07-01-preview",
  GROUP,
  { permissions: [{ dataActions: [`${BLOB}/*`] }], principals: [EVERYONE], excludePrincipals: [] },
  "deny",
);
const ownRole = azapi(
  "Microsoft.Authorization/roleDefinitions@2022-04-01",
  GROUP,
  { roleName: "own", permissions: [{ dataActions: [`${BLOB}/read`] }], assignableScopes: [GROUP] },
  "own",
);
const ofOwn = assignment({ scope: CONTAINER, role_definition_id: role("d0000000-0000-4000-8000-00000000000a") });
const { values, ...vaultOthers } = azapi("Microsoft.KeyVault/vaults@2023-07-01", GROUP, { tenantId: TENANT });
const vault: Shown = { ...vaultOthers, values: { ...values, name: "acme" } };
const user = assignment({ scope: VAULT, role_definition_id: role(SECRETS_USER) }, "user");

/**
 * Terraform registry, azapi: azapi_resource, argument `body` (an object, or JSON text before version 2.0); Terraform documentation,
 * "JSON Output Format", of plans, states and modules in them.
 */
const CASES: readonly Row<readonly Shown[]>[] = [
  ["azurerm's assignment", [reads], READ, "allowed"],
  [
    "azapi's assignment",
    [azapi("Microsoft.Authorization/roleAssignments@2022-04-01", CONTAINER, properties)],
    READ,
    "allowed",
  ],
  [
    "azapi's assignment in another letter case of its type",
    [azapi("microsoft.authorization/roleassignments@2022-04-01", CONTAINER, properties)],
    READ,
    "allowed",
  ],
  ["azapi's denial", [reads, deny], READ, REFUSED],
  ["azapi's role", [ownRole, ofOwn], READ, "allowed"],
  ["azapi's role, another operation", [ownRole, ofOwn], { ...READ, action: `${BLOB}/write` }, REFUSED],
  ["azapi's vault", [vault, user], SECRET, REFUSED],
];

const FORMS: readonly [form: string, of: (resources: readonly Shown[]) => object][] = [
  ["a state", usingServices],
  [
    "a state, with JSON text",
    (all) => usingServices(all.map((one) => (one.type === "azapi_resource" ? asText(one) : one))),
  ],
  ["a plan", (all) => planned(usingServices(all))],
  ["a module of a state", (all) => inModule(usingServices(all))],
];

describe.each(FORMS)("what azapi makes, in %s", (_form, of) => {
  itAnswers(CASES, { from: "west:deploy/deployer" }, of);
});
