import { Expected, inWords, verdicts } from "./support/ask";
import {
  AUDIENCE,
  CLIENT,
  credential,
  identity,
  IDENTITY,
  ISSUER,
  shown,
  Shown,
  SUBJECT,
  TENANT,
} from "./support/azure";

const OWN = [identity, credential()];
const now = Math.floor(Date.now() / 1000);
const APP = "a9900000-0000-4000-8000-000000000003";
const application = (values: object, type = "azuread_application_federated_identity_credential"): Shown[] => [
  {
    type: "azuread_application",
    name: "app",
    values: { id: `/applications/${APP}`, object_id: APP, client_id: CLIENT, display_name: "robot" },
  },
  {
    type: "azuread_service_principal",
    name: "app",
    values: {
      application_tenant_id: TENANT,
      client_id: CLIENT,
      object_id: "5e000000-0000-4000-8000-000000000004",
      id: "5e000000-0000-4000-8000-000000000004",
    },
  },
  {
    type,
    name: "one",
    values: { application_id: `/applications/${APP}`, display_name: "one", issuer: ISSUER, ...values },
  },
];
const exact = { subject: SUBJECT, audiences: [AUDIENCE] };

/**
 * Federated credentials and what Entra answers to a token. Microsoft Entra documentation: "Configure a user-assigned managed
 * identity to trust an external identity provider", "Important considerations and restrictions for federated identity credentials",
 * "Microsoft Entra authentication and authorization error codes"; Microsoft Graph, "federatedIdentityCredential resource type".
 */
const CASES: readonly [
  words: string,
  resources: readonly Shown[],
  expected: Expected,
  claims?: object,
  header?: object,
][] = [
  ["the subject", OWN, "allowed"],
  ["no credential", [identity], "exchange AADSTS70025"],
  ["another subject", OWN, "exchange AADSTS700213", { sub: "system:serviceaccount:deploy:other" }],
  ["the subject in another letter case", OWN, "exchange", { sub: SUBJECT.replace("deployer", "Deployer") }],
  [
    "a subject that the credential's begins",
    [identity, credential({ subject: "system:serviceaccount:deploy:dep" })],
    "exchange AADSTS700213",
  ],
  [
    "a star in the credential's subject",
    [identity, credential({ subject: "system:serviceaccount:deploy:*" })],
    "exchange AADSTS700213",
  ],
  [
    "an issuer without the slash",
    [identity, credential({ issuer: ISSUER.replace(/\/$/, "") })],
    "exchange AADSTS700211",
  ],
  [
    "an issuer in another letter case",
    [identity, credential({ issuer: ISSUER.toLowerCase() })],
    "exchange AADSTS700211",
  ],
  ["another audience in the token", OWN, "exchange AADSTS700212", { aud: "api://other" }],
  ["an audience in another letter case", OWN, "exchange", { aud: "api://azureadtokenexchange" }],
  [
    "another audience in both",
    [identity, credential({ audience: ["sts.amazonaws.com"] })],
    "allowed",
    { aud: "sts.amazonaws.com" },
  ],
  [
    "the audience of another cloud",
    [identity, credential({ audience: ["api://AzureADTokenExchangeUSGov"] })],
    "exchange AADSTS700212",
  ],
  [
    "the second of two credentials",
    [identity, credential({ subject: "system:serviceaccount:a:b" }, "a"), credential()],
    "allowed",
  ],
  [
    "subject and issuer of different credentials",
    [identity, credential({ subject: "x" }, "a"), credential({ issuer: "https://other.example" }, "b")],
    "exchange",
  ],
  ["a credential of another identity", [identity, credential({ parent_id: `${IDENTITY}2` })], "exchange AADSTS70025"],
  [
    "the identity's id in another letter case",
    [identity, credential({ parent_id: IDENTITY.replace("resourceGroups", "resourcegroups") })],
    "allowed",
  ],
  [
    "the newer argument for the identity",
    [
      identity,
      credential({ parent_id: undefined, resource_group_name: undefined, user_assigned_identity_id: IDENTITY }),
    ],
    "allowed",
  ],
  [
    "azapi's credential",
    [
      identity,
      {
        type: "azapi_resource",
        name: "one",
        values: {
          type: "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials@2023-01-31",
          name: "own",
          parent_id: IDENTITY,
          body: { properties: { issuer: ISSUER, subject: SUBJECT, audiences: [AUDIENCE] } },
        },
      },
    ],
    "allowed",
  ],
  ["an expired token", OWN, "exchange", { iat: now - 7200, nbf: now - 7200, exp: now - 3600 }],
  ["a token of the future", OWN, "exchange", { iat: now + 3600, nbf: now + 3600, exp: now + 7200 }],
  ["a token without exp", OWN, "exchange", { exp: null }],
  ["RS256", OWN, "allowed", {}, { alg: "RS256", kid: "key" }],
  ["ES256", OWN, "exchange", {}, { alg: "ES256", kid: "key" }],
  ["no signature's algorithm", OWN, "exchange", {}, { alg: "none" }],
  // An application's credentials
  ["an application", application(exact), "allowed"],
  [
    "an application by its object id",
    application({ ...exact, application_id: undefined, application_object_id: APP }),
    "allowed",
  ],
  ["an application's other subject", application({ ...exact, subject: "x" }), "exchange AADSTS700213"],
  [
    "another application",
    application({ ...exact, application_id: "/applications/b9900000-0000-4000-8000-000000000003" }),
    "exchange",
  ],
  [
    "an issuer of Entra is refused",
    [identity, credential({ issuer: `https://login.microsoftonline.com/${TENANT}/v2.0` })],
    "exchange AADSTS700222",
    { iss: `https://login.microsoftonline.com/${TENANT}/v2.0` },
  ],
  // A Kubernetes issuer is not accepted by a flexible credential
  [
    "a flexible credential",
    application(
      { audience: AUDIENCE, claims_matching_expression: `claims['sub'] matches 'system:serviceaccount:deploy:*'` },
      "azuread_application_flexible_federated_identity_credential",
    ),
    "exchange",
  ],
];

describe("federated credentials of Azure", () => {
  it.each(
    CASES.map(([words, resources, expected, claims, header]) => [words, expected, resources, claims, header] as const),
  )("%s: %s", async (_words, expected, resources, claims, header) => {
    const request = {
      claims: { iss: ISSUER, sub: SUBJECT, aud: AUDIENCE, ...claims },
      ...(header && { header }),
      exchange: { cloud: "azure", tenantId: TENANT, clientId: CLIENT },
    };
    const [verdict] = await verdicts(shown(resources), [request]);
    expect({ is: inWords(verdict, expected), verdict }).toMatchObject({ is: expected });
  });

  it("knows no other tenant and no other client", async () => {
    const ask = (exchange: object) => ({
      claims: { iss: ISSUER, sub: SUBJECT, aud: AUDIENCE },
      exchange: { cloud: "azure", tenantId: TENANT, clientId: CLIENT, ...exchange },
    });
    const answers = await verdicts(shown(OWN), [
      ask({ tenantId: "00000000-0000-4000-8000-000000000000" }),
      ask({ clientId: APP }),
      ask({ clientId: CLIENT.toUpperCase() }),
    ]);
    expect(answers.map((one) => inWords(one, "exchange"))).toEqual(["exchange", "exchange", "allowed"]);
  });
});
