import { build as entraApplication } from "../../examples/entra-application/main";
import { build as threeCloudMesh } from "../../examples/three-cloud-mesh/main";
import { itTellsWhere, mistakesIn, resource } from "./support/mistakes";

jest.setTimeout(120_000);

const CORP = { example: threeCloudMesh, stack: "corp-access", edge: /^west:deploy\/deployer → corp$/ } as const;
const ENTRA_TEXT = "https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations";
const ROLES_TEXT = "https://learn.microsoft.com/azure/role-based-access-control/troubleshooting";

const credential = resource("azurerm_federated_identity_credential", /credential_west_deploy/);
const CREDENTIAL = mistakesIn(
  {
    ...CORP,
    hop: "exchange",
    address: /^corp-access: azurerm_federated_identity_credential\..*west_deploy_deployer/,
  },
  [
    [
      "the cluster's inner name as issuer",
      "https://github.com/Azure/azure-workload-identity/issues/616",
      credential.given("issuer", "https://kubernetes.default.svc.cluster.local"),
    ],
    [
      "a slash behind the issuer",
      "https://github.com/MicrosoftDocs/azure-docs/issues/97699",
      credential.replaced("issuer", /$/, "/"),
    ],
    [
      "another letter case of the subject",
      "https://github.com/Azure/login/issues/515",
      credential.replaced("subject", /deployer$/, "Deployer"),
    ],
    [
      "another namespace in the subject",
      "https://github.com/Azure/azure-workload-identity/issues/340",
      credential.replaced("subject", /:deploy:/, ":default:"),
    ],
    ["the audience of AWS", ENTRA_TEXT, credential.given("audience", ["sts.amazonaws.com"])],
    [
      "the audience of another of Azure's clouds",
      ENTRA_TEXT,
      credential.given("audience", ["api://AzureADTokenExchangeUSGov"]),
    ],
  ],
);

const binding = resource("kubernetes_role_binding_v1", /west_.*in-payments/);
const BINDING = mistakesIn(
  { ...CORP, hop: "authorization", address: /^corp-access: kubernetes_role_binding_v1\.mesh_west_.*in-payments/ },
  [
    [
      "the binding of the client id in place of the object id",
      "https://learn.microsoft.com/azure/aks/kubelogin-authentication",
      binding.replaced("subject", /\.principal_id\}/, ".client_id}"),
    ],
    [
      "the service principal bound as a group",
      "https://learn.microsoft.com/azure/aks/azure-ad-rbac",
      binding.replaced("subject", /^User$/, "Group"),
    ],
  ],
);

const assignment = resource("azurerm_role_assignment");
const ASSIGNMENT = mistakesIn(
  {
    ...CORP,
    edge: /^euro:reports\/loader → account-azurerm$/,
    hop: "authorization",
    address: /^corp-access: azurerm_role_assignment\./,
  },
  [
    [
      "the role assignment of the client id",
      ROLES_TEXT,
      assignment.replaced("principal_id", /\.principal_id\}/, ".client_id}"),
    ],
    ["the role assignment on another vault", ROLES_TEXT, assignment.replaced("scope", /[^/]+$/, "other")],
  ],
);

const APPLICATION = mistakesIn(
  {
    example: entraApplication,
    stack: "entra-application",
    edge: /^west:etl\/loader → core$/,
    hop: "exchange",
    address: /azuread_application_federated_identity_credential\..*west/,
  },
  [
    [
      "the application's credential with another subject",
      "https://github.com/Azure/azure-workload-identity/issues/977",
      resource("azuread_application_federated_identity_credential", /west/).replaced(
        "subject",
        /etl:loader/,
        "etl:default",
      ),
    ],
  ],
);

describe("a mistake of an engineer in Azure", () =>
  itTellsWhere([...CREDENTIAL, ...BINDING, ...ASSIGNMENT, ...APPLICATION]));
