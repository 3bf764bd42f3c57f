import { Args, merged, Stack } from "../../simulator/support/stack";
import { EKS, GITHUB } from "./support/aws";
import { describeCheck } from "./support/cases";
import { one } from "./support/google";

const SUBSCRIPTION = "/subscriptions/00000000-0000-0000-0000-000000000001";
const AKS = "https://westeurope.oic.prod-aks.azure.com/tenant/guid/";
const IDENTITY = merged(
  { provider: { azurerm: { features: {}, subscription_id: SUBSCRIPTION.split("/")[2] } } },
  one("azurerm_user_assigned_identity", { name: "loader", resource_group_name: "rg", location: "westeurope" }),
);
const credential = (args: Args = {}, name = "it") =>
  one(
    "azurerm_federated_identity_credential",
    {
      ...{ name, resource_group_name: "rg", parent_id: "${azurerm_user_assigned_identity.it.id}" },
      ...{ issuer: AKS, subject: "system:serviceaccount:payments:loader", audience: ["api://AzureADTokenExchange"] },
      ...args,
    },
    name,
  );
const GITHUB_CREDENTIAL = (subject: string) => credential({ issuer: `https://${GITHUB}`, subject });
const FEDERATED = merged(IDENTITY, credential());
const assigned = (role: Args, scope = SUBSCRIPTION) =>
  one("azurerm_role_assignment", { scope, principal_id: "${azurerm_user_assigned_identity.it.principal_id}", ...role });
const named = (role_definition_name: string) => ({ role_definition_name });
const lookedUp = (args: Args, attribute = "id"): Stack =>
  merged(assigned({ role_definition_id: `\${data.azurerm_role_definition.it.${attribute}}` }), {
    data: { azurerm_role_definition: { it: args } },
  });

describeCheck("azure-privileged-role", {
  bad: {
    "Owner of a subscription": merged(FEDERATED, assigned(named("Owner"))),
    "Contributor by its id": merged(
      FEDERATED,
      assigned({
        role_definition_id: "/providers/Microsoft.Authorization/roleDefinitions/B24988AC-6180-42a0-ab88-20f7382dd24c",
      }),
    ),
    "Owner by a data source": merged(FEDERATED, lookedUp({ name: "Owner" })),
    "Contributor by a data source of a scope": merged(
      FEDERATED,
      lookedUp({ name: "Contributor", scope: SUBSCRIPTION }),
    ),
    "Owner by the id in a data source": merged(
      FEDERATED,
      lookedUp({ role_definition_id: "8e3af657-a8ff-443c-a75c-2fe8c4bcb635" }),
    ),
    "Owner by the name that a data source tells of its id": merged(
      FEDERATED,
      { data: { azurerm_role_definition: { it: { role_definition_id: "8e3af657-a8ff-443c-a75c-2fe8c4bcb635" } } } },
      assigned(named("${data.azurerm_role_definition.it.name}")),
    ),
    "User Access Administrator of a group": merged(
      FEDERATED,
      assigned(named("User Access Administrator"), `${SUBSCRIPTION}/resourceGroups/rg`),
    ),
    "Contributor of a management group": merged(
      FEDERATED,
      assigned(named("Contributor"), "/providers/Microsoft.Management/managementGroups/root"),
    ),
    "an identity that a data source looks up": merged(
      { data: { azurerm_user_assigned_identity: { it: { name: "it", resource_group_name: "rg" } } } },
      credential({ parent_id: "${data.azurerm_user_assigned_identity.it.id}" }),
      one("azurerm_role_assignment", {
        ...{ scope: SUBSCRIPTION, role_definition_name: "Owner" },
        principal_id: "${data.azurerm_user_assigned_identity.it.principal_id}",
      }),
    ),
    "an application that a data source looks up": merged(
      {
        data: {
          azuread_application: { it: { display_name: "ci" } },
          azuread_service_principal: { it: { client_id: "${data.azuread_application.it.client_id}" } },
        },
      },
      one("azuread_application_federated_identity_credential", {
        ...{ application_id: "${data.azuread_application.it.id}", issuer: `https://${GITHUB}`, display_name: "ci" },
        ...{ subject: "repo:acme/shop:environment:p", audiences: ["api://AzureADTokenExchange"] },
      }),
      one("azurerm_role_assignment", {
        ...{ scope: SUBSCRIPTION, role_definition_name: "Owner" },
        principal_id: "${data.azuread_service_principal.it.object_id}",
      }),
    ),
    "an application by references": merged(
      one("azuread_application", { display_name: "ci" }),
      one("azuread_service_principal", { client_id: "${azuread_application.it.client_id}" }),
      one("azuread_application_federated_identity_credential", {
        ...{
          application_id: "${azuread_application.it.id}",
          issuer: `https://${GITHUB}`,
          subject: "repo:acme/shop:environment:p",
        },
        audiences: ["api://AzureADTokenExchange"],
      }),
      one("azurerm_role_assignment", {
        ...{
          scope: "${data.azurerm_subscription.primary.id}",
          principal_id: "${azuread_service_principal.it.object_id}",
        },
        ...named("Owner"),
      }),
    ),
  },
  good: { "a role on one vault": merged(FEDERATED, assigned(named("Key Vault Secrets User"), `${SUBSCRIPTION}/x`)) },
  near: {
    "an identity without credentials": merged(IDENTITY, assigned(named("Owner"))),
    "Contributor of one group": merged(FEDERATED, assigned(named("Contributor"), `${SUBSCRIPTION}/resourceGroups/rg`)),
    Reader: merged(FEDERATED, assigned(named("Reader"))),
    "Reader by a data source": merged(FEDERATED, lookedUp({ name: "Reader" })),
    "a data source whose name is not known": {
      ...merged(FEDERATED, lookedUp({ name: "${var.role}" })),
      variable: { role: {} },
    },
    "one that a condition bounds": merged(
      FEDERATED,
      assigned({ ...named("Owner"), condition: "…", condition_version: "2.0" }),
    ),
  },
});

const custom = (actions: string[]) =>
  one("azurerm_role_definition", { name: "own", scope: SUBSCRIPTION, permissions: { actions, not_actions: [] } });
const OWN = assigned({ role_definition_id: "${azurerm_role_definition.it.role_definition_resource_id}" });

describeCheck("azure-custom-role-any", {
  bad: {
    everything: merged(FEDERATED, custom(["*"]), OWN),
    "role assignments": merged(
      FEDERATED,
      custom(["Microsoft.Authorization/roleAssignments/write"]),
      assigned(named("own")),
    ),
    "everything, by a data source": merged(FEDERATED, custom(["*"]), lookedUp({ name: "own", scope: SUBSCRIPTION })),
  },
  good: { "one action": merged(FEDERATED, custom(["Microsoft.Storage/storageAccounts/read"]), OWN) },
  near: {
    "a role that nobody has": merged(FEDERATED, custom(["*"])),
    "another role by a data source": merged(FEDERATED, custom(["*"]), lookedUp({ name: "other" })),
    "reading everything": merged(FEDERATED, custom(["*/read"]), OWN),
  },
});

describeCheck("azure-subject-wildcard", {
  bad: { "a star": merged(IDENTITY, credential({ subject: "system:serviceaccount:payments:*" })) },
  good: { "one subject": FEDERATED },
  near: {
    "a subject that is not known": { ...merged(IDENTITY, credential({ subject: "${var.x}*" })), variable: { x: {} } },
  },
});

const flexible = (claims_matching_expression: string) =>
  one("azuread_application_flexible_federated_identity_credential", {
    ...{ application_id: "/applications/x", display_name: "ci", audience: "api://AzureADTokenExchange" },
    ...{ issuer: `https://${GITHUB}`, claims_matching_expression },
  });

describeCheck("azure-flexible-wide", {
  bad: {
    "any workflow of the owner": flexible(
      "claims['sub'] matches 'repo:acme/*' and claims['job_workflow_ref'] matches 'acme/*'",
    ),
    "any owner with one workflow": flexible(
      "claims['sub'] matches 'repo:*' and claims['job_workflow_ref'] eq 'acme/t/.github/workflows/d.yml@refs/heads/main'",
    ),
    "one owner": flexible("claims['sub'] matches 'repo:acme/*'"),
    "owners that begin so": flexible("claims['sub'] matches 'repo:acme*/shop:ref:refs/heads/main'"),
    "repositories that begin so": flexible("claims['sub'] matches 'repo:acme/shop*:environment:p'"),
  },
  good: { "every branch of one repository": flexible("claims['sub'] matches 'repo:acme/shop:ref:refs/heads/*'") },
  near: {
    // GitHub documentation: "Using OpenID Connect with reusable workflows".
    "one reusable workflow of the owner": flexible(
      "claims['sub'] matches 'repo:acme/*' and claims['job_workflow_ref'] eq 'acme/templates/.github/workflows/deploy.yml@refs/heads/main'",
    ),
    equality: flexible("claims['sub'] eq 'repo:acme/shop:environment:prod'"),
    "another claim beside it": flexible(
      "claims['sub'] matches 'repo:acme/shop:*' and claims['job_workflow_ref'] matches 'acme/*'",
    ),
  },
});

describeCheck("azure-issuer-form", {
  bad: {
    "an AKS issuer without its slash": merged(IDENTITY, credential({ issuer: AKS.slice(0, -1) })),
    "an EKS issuer with one": merged(IDENTITY, credential({ issuer: `https://${EKS}/` })),
  },
  good: { AKS: FEDERATED },
  near: { EKS: merged(IDENTITY, credential({ issuer: `https://${EKS}` })) },
});

describeCheck("azure-audience", {
  bad: { another: merged(IDENTITY, credential({ audience: ["kubernetes"] })) },
  good: { "Azure's own": FEDERATED },
  near: { "US Government's": merged(IDENTITY, credential({ audience: ["api://AzureADTokenExchangeUSGov"] })) },
});

describeCheck("azure-pull-request", {
  bad: { "pull requests": GITHUB_CREDENTIAL("repo:acme/shop:pull_request") },
  good: { "an environment": GITHUB_CREDENTIAL("repo:acme/shop:environment:production") },
  near: { "a branch of this name": GITHUB_CREDENTIAL("repo:acme/shop:ref:refs/heads/pull_request") },
});

const many = (count: number): Stack =>
  merged(
    IDENTITY,
    ...Array.from({ length: count }, (_, i) => credential({ subject: `system:serviceaccount:a:${i}` }, `c${i}`)),
  );

describeCheck("azure-credential-limit", {
  bad: { eighteen: many(18), twenty: many(20) },
  good: { one: FEDERATED },
  near: { seventeen: many(17) },
});

describeCheck("azure-client-secret", {
  bad: {
    "an application's": one("azuread_application_password", { application_id: "x" }),
    "a service principal's": one("azuread_service_principal_password", { service_principal_id: "x" }),
  },
  good: { "a credential": FEDERATED },
  near: { "an application": one("azuread_application", { display_name: "ci" }) },
});

const aks = (args: Args) =>
  one("azurerm_kubernetes_cluster", { name: "one", resource_group_name: "rg", location: "westeurope", ...args });
const ENTRA = { azure_active_directory_role_based_access_control: { azure_rbac_enabled: true } };

describeCheck("aks-local-accounts", {
  bad: { "left on": aks(ENTRA), on: aks({ ...ENTRA, local_account_disabled: false }) },
  good: { off: aks({ ...ENTRA, local_account_disabled: true }) },
  near: { "a cluster without Entra, which has nothing else": aks({}) },
});
